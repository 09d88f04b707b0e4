using System;
using System.Device.Gpio;

namespace Telltale.Esp32;

/// <summary>
/// The pins that are open. nanoFramework throws when one is opened again, so whoever asks a second time gets the same pin; and one that cannot be opened is told and done without:
/// no lamp and no input is worth a unit that does not start.
/// </summary>
internal static class Pins
{
    /// <summary>One more than the highest number of a pin.</summary>
    internal const int Count = 49;

    internal static readonly GpioPin[] Opened = new GpioPin[Count];
    private static readonly PinMode[] Modes = new PinMode[Count];

    /// <summary>The pin, opened where it is not yet.</summary>
    /// <param name="pin">The chip's number of the pin; -1 for one that the board does not have.</param>
    /// <param name="mode">What it is for.</param>
    /// <param name="use">What to call it where it cannot be opened.</param>
    /// <returns>Null where there is none, where it cannot be opened, or where it is open for another mode.</returns>
    internal static GpioPin Open(int pin, PinMode mode, string use)
    {
        if (pin < 0 || pin >= Count)
        {
            return null;
        }

        GpioPin opened = Opened[pin];
        if (opened != null)
        {
            return Modes[pin] == mode ? opened : Refuse(pin, use, "it is open for something else");
        }

        try
        {
            opened = new GpioController().OpenPin(pin, mode);
        }
        catch (Exception exception)
        {
            return Refuse(pin, use, exception.Message);
        }

        Opened[pin] = opened;
        Modes[pin] = mode;
        return opened;
    }

    private static GpioPin Refuse(int pin, string use, string reason)
    {
        Console.WriteLine("Telltale: " + use + ": GPIO" + pin.ToString() + " cannot be opened: " + reason + ".");
        return null;
    }
}
