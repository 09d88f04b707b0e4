namespace Telltale.Esp32;

/// <summary>What the pins of a board are for. Espressif's datasheets of ESP32, ESP32-WROVER-E, ESP32-S3 and ESP32-S3-WROOM-1; README.md has the list.</summary>
public static class BoardPins
{
    private const int LastPin = 39;
    private const int LastPinOfS3 = 48;

    /// <summary>Why a pin cannot be an output that commands drive, "feeds the watchdog"; null where it can.</summary>
    /// <param name="board">The board.</param>
    /// <param name="pin">The chip's number of the pin.</param>
    public static string WhyNoOutput(Board board, int pin)
    {
        string use = board.Chip == "ESP32-S3" ? UseOnS3(pin) : UseOnEsp32(pin);
        return use != null ? use : UseOn(board, pin);
    }

    /// <summary>The pin of a channel of ADC 1.</summary>
    public static int PinOfAdcChannel(Board board, int channel)
    {
        if (board.Chip == "ESP32-S3")
        {
            return channel + 1;
        }

        return channel < 4 ? 36 + channel : 28 + channel;
    }

    private static string UseOnEsp32(int pin)
    {
        if (pin < 0 || pin > LastPin || pin == 20 || pin == 24 || (pin >= 28 && pin <= 31))
        {
            return "does not exist";
        }

        if (pin >= 34)
        {
            return "can only be read";
        }

        switch (pin)
        {
            case 1:
            case 3:
                return "is the debugger's (COM1)";
            case 0:
            case 2:
            case 5:
            case 12:
            case 15:
                return "decides how the chip starts";
            case 16:
            case 17:
                return "is the PSRAM's";
            default:
                return pin >= 6 && pin <= 11 ? "is the flash's" : null;
        }
    }

    private static string UseOnS3(int pin)
    {
        if (pin < 0 || pin > LastPinOfS3 || (pin >= 22 && pin <= 25))
        {
            return "does not exist";
        }

        switch (pin)
        {
            case 0:
            case 3:
            case 45:
            case 46:
                return "decides how the chip starts";
            case 19:
            case 20:
                return "is USB's";
            case 43:
            case 44:
                return "is the debugger's (COM1)";
            default:
                return pin >= 26 && pin <= 37 ? "is the flash's or the PSRAM's" : null;
        }
    }

    private static string UseOn(Board board, int pin)
    {
        if (pin == board.GnssReceivePin || pin == board.GnssTransmitPin)
        {
            return "is the GNSS receiver's";
        }

        if (board.CanSelectPin >= 0 && (pin == board.SpiMosiPin || pin == board.SpiMisoPin || pin == board.SpiClockPin || pin == board.CanSelectPin || pin == board.CanInterruptPin))
        {
            return "is the CAN controller's";
        }

        if (board.AdapterPort != null && (pin == board.AdapterReceivePin || pin == board.AdapterTransmitPin))
        {
            return "is the OBD adapter's";
        }

        if (board.ConsolePort != null && (pin == board.ConsoleReceivePin || pin == board.ConsoleTransmitPin))
        {
            return "is the serial console's";
        }

        if (pin == board.ModemReceivePin || pin == board.ModemTransmitPin || pin == board.ModemSupplyPin || pin == board.ModemKeyPin || pin == board.ModemResetPin
            || pin == board.ModemReadyPin || pin == board.ModemRingPin)
        {
            return "is the modem's";
        }

        if (pin == board.IgnitionPin || (board.SupplyChannel >= 0 && pin == PinOfAdcChannel(board, board.SupplyChannel)))
        {
            return "measures ignition or supply";
        }

        if (pin == board.LampPin)
        {
            return "is the lamp's";
        }

        return pin == board.WatchdogPin ? "feeds the watchdog" : null;
    }
}
