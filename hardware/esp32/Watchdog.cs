using System.Device.Gpio;

namespace Telltale.Esp32;

/// <summary>The input of an external watchdog (TPL5010 and the like: an edge on its DONE input, at least as often as its period).</summary>
public sealed class Watchdog
{
    private readonly GpioPin _pin;

    /// <summary>Opens the pin, where the board has one.</summary>
    public Watchdog(Board board)
    {
        _pin = Pins.Open(board.WatchdogPin, PinMode.Output, "watchdog");
    }

    /// <summary>An edge.</summary>
    public void Feed()
    {
        if (_pin != null)
        {
            _pin.Write(PinValue.High);
            _pin.Write(PinValue.Low);
        }
    }
}
