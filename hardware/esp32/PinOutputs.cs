using System;
using System.Device.Gpio;
using Telltale.Commands;

namespace Telltale.Esp32;

/// <summary>Outputs at pins of the chip. A pin is opened when it is first set, which the unit does at its start, low or high for off; one that the board needs is refused.</summary>
public sealed class PinOutputs : IOutputs
{
    private readonly Board _board;
    private readonly GpioPin[] _open = new GpioPin[Pins.Count];

    /// <summary>Opens nothing yet.</summary>
    public PinOutputs(Board board)
    {
        _board = board;
    }

    /// <inheritdoc/>
    public bool Set(int pin, bool isHigh)
    {
        if (pin < 0 || pin >= Pins.Count || (_open[pin] == null && !TryOpen(pin)))
        {
            return false;
        }

        _open[pin].Write(isHigh ? PinValue.High : PinValue.Low);
        return true;
    }

    private bool TryOpen(int pin)
    {
        string use = BoardPins.WhyNoOutput(_board, pin);
        if (use != null)
        {
            Console.WriteLine("Telltale: no output at GPIO" + pin.ToString() + ": it " + use + ".");
            return false;
        }

        _open[pin] = Pins.Open(pin, PinMode.Output, "output");
        return _open[pin] != null;
    }
}
