using System.Device.Gpio;
using Telltale.Checks;

namespace Telltale.Esp32;

/// <summary>The lamp of a board. The pin is written only when the lamp changes.</summary>
public sealed class Lamp
{
    private const int StepMilliseconds = 50;

    private readonly GpioPin _pin;
    private bool _isOn;

    /// <summary>Opens the pin where the board has a lamp; it is off.</summary>
    public Lamp(Board board)
    {
        _pin = Pins.Open(board.LampPin, PinMode.Output, "lamp");
        if (_pin != null)
        {
            _pin.Write(PinValue.Low);
        }
    }

    /// <summary>Turns the lamp on or off.</summary>
    /// <param name="pattern">See <see cref="LampPattern"/>.</param>
    /// <param name="uptimeMilliseconds">Now.</param>
    /// <param name="dueUptimeMilliseconds">When the unit wants its next step.</param>
    /// <returns>When the next turn is wanted, for a pattern that blinks too.</returns>
    public long Show(int pattern, long uptimeMilliseconds, long dueUptimeMilliseconds)
    {
        if (_pin == null)
        {
            return dueUptimeMilliseconds;
        }

        bool isOn = LampPattern.IsOn(pattern, uptimeMilliseconds);
        if (isOn != _isOn)
        {
            _isOn = isOn;
            _pin.Write(isOn ? PinValue.High : PinValue.Low);
        }

        bool isStill = pattern == LampPattern.Off || pattern == LampPattern.Steady;
        return isStill || dueUptimeMilliseconds < uptimeMilliseconds + StepMilliseconds ? dueUptimeMilliseconds : uptimeMilliseconds + StepMilliseconds;
    }
}
