using System;
using System.Device.Adc;
using System.Device.Gpio;
using Telltale.Ports;

namespace Telltale.Esp32;

/// <summary>
/// Ignition and supply of a board. Reading a pin allocates, and the loop asks many times a second, so what it gets is what <see cref="Refresh"/>
/// read last.
/// </summary>
public sealed class PowerInputs : IPowerInputs
{
    /// <summary>Readings that the driver answered with an exception.</summary>
    public int Failures;

    private const int RefreshMilliseconds = 250;

    private readonly GpioPin _ignitionPin;
    private readonly AdcChannel _supplyChannel;
    private readonly int _supplyFullScaleMillivolts;
    private readonly int _supplyMaximum;
    private long _refreshDueMilliseconds;
    private int _ignition = -1;
    private int _supplyMillivolts = -1;

    /// <summary>Opens what the board has.</summary>
    public PowerInputs(Board board)
    {
        _ignitionPin = Pins.Open(board.IgnitionPin, PinMode.Input, "ignition");
        if (board.SupplyChannel < 0)
        {
            return;
        }

        try
        {
            AdcController adc = new AdcController();
            _supplyChannel = adc.OpenChannel(board.SupplyChannel);
            _supplyMaximum = adc.MaxValue;
            _supplyFullScaleMillivolts = board.SupplyFullScaleMillivolts;
        }
        catch (Exception exception)
        {
            Console.WriteLine("Telltale: supply: channel " + board.SupplyChannel.ToString() + " cannot be opened: " + exception.Message + ".");
        }
    }

    /// <inheritdoc/>
    public int SupplyMillivolts => _supplyMillivolts;

    /// <inheritdoc/>
    public int Ignition => _ignition;

    /// <summary>Reads the pins when it is time to.</summary>
    public void Refresh(long uptimeMilliseconds)
    {
        if (uptimeMilliseconds < _refreshDueMilliseconds)
        {
            return;
        }

        _refreshDueMilliseconds = uptimeMilliseconds + RefreshMilliseconds;
        try
        {
            if (_ignitionPin != null)
            {
                _ignition = (int)_ignitionPin.Read();
            }

            if (_supplyChannel != null && _supplyMaximum > 0)
            {
                _supplyMillivolts = _supplyChannel.ReadValue() * _supplyFullScaleMillivolts / _supplyMaximum;
            }
        }
        catch (Exception)
        {
            // What is not known is not told: the unit goes on without it, and says so in its checks.
            Failures++;
            _supplyMillivolts = -1;
        }
    }
}
