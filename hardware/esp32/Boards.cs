using nanoFramework.Hardware.Esp32;

namespace Telltale.Esp32;

/// <summary>The boards that are known. README.md has their wiring.</summary>
public static class Boards
{
    /// <summary>The board where the configuration names none.</summary>
    public const string Default = "wrover-devkit";

    /// <summary>The names, in the order of README.md.</summary>
    public static string[] Names()
    {
        return new string[] { Default, "wrover-devkit-vehicle", "wrover-devkit-elm327", "lilygo-t-a7670", "esp32s3-devkit" };
    }

    /// <summary>The board of that name, or null.</summary>
    public static Board Find(string name)
    {
        switch (name)
        {
            case Default:
                return WroverDevKit();
            case "wrover-devkit-vehicle":
                return WroverDevKitInVehicle();
            case "wrover-devkit-elm327":
                return WroverDevKitWithAdapter();
            case "lilygo-t-a7670":
                return LilyGoA7670();
            case "esp32s3-devkit":
                return S3DevKit();
            default:
                return null;
        }
    }

    /// <summary>ESP32-DevKitC with a WROVER module on the bench: a GNSS receiver and an MCP2515, no measured supply and no ignition wire.</summary>
    private static Board WroverDevKit()
    {
        return new Board
        {
            Name = Default,
            TargetName = "ESP32_PSRAM_REV3",
            Chip = "ESP32",
            FlashMegabytes = 4,
            PsramMegabytes = 4,
            DeployAddress = 0x1E0000,
            GnssPort = "COM2",
            GnssBaudRate = 9600,
            GnssReceivePin = 26,
            GnssReceiveFunction = DeviceFunction.COM2_RX,
            GnssTransmitPin = 27,
            GnssTransmitFunction = DeviceFunction.COM2_TX,
            SpiBus = 1,
            SpiMosiPin = 23,
            SpiMisoPin = 19,
            SpiClockPin = 18,
            CanSelectPin = 25,
            CanInterruptPin = 36,
            CanCrystalHertz = 8000000,
            IgnitionPin = -1,
            SupplyChannel = -1,
            LampPin = 21,
            WatchdogPin = 22,
            ConsolePort = "COM3",
            ConsoleReceivePin = 33,
            ConsoleReceiveFunction = DeviceFunction.COM3_RX,
            ConsoleTransmitPin = 32,
            ConsoleTransmitFunction = DeviceFunction.COM3_TX,
        };
    }

    /// <summary>The same with ignition and supply wired through dividers.</summary>
    private static Board WroverDevKitInVehicle()
    {
        Board board = WroverDevKit();
        board.Name = "wrover-devkit-vehicle";
        board.IgnitionPin = 35;

        // GPIO34 over 100 kilohm and 10 kilohm: 3.3 V at the pin are 36.3 V at the supply.
        board.SupplyChannel = 6;
        board.SupplyFullScaleMillivolts = 36300;
        return board;
    }

    /// <summary>The kit with an ELM327 or STN at its third serial port instead of an MCP2515.</summary>
    private static Board WroverDevKitWithAdapter()
    {
        Board board = WroverDevKit();
        board.Name = "wrover-devkit-elm327";
        board.CanSelectPin = -1;
        board.CanInterruptPin = -1;
        board.ConsolePort = null;
        board.AdapterPort = "COM3";
        board.AdapterReceivePin = 33;
        board.AdapterReceiveFunction = DeviceFunction.COM3_RX;
        board.AdapterTransmitPin = 32;
        board.AdapterTransmitFunction = DeviceFunction.COM3_TX;
        return board;
    }

    /// <summary>
    /// LilyGO T-A7670: an ESP32-WROVER-E and a SIMCom A7670 whose own receiver sends NMEA sentences on the modem's serial port once the modem was told to.
    /// Modem pins are those of the maker's "utilities.h" (Xinyuan-LilyGO/LilyGO-T-A76XX, examples/GPS_BuiltIn, LILYGO_T_A7670). The others are free where
    /// no L76K receiver is fitted (that of the A7670G takes 19, 21, 22 and 23) and no memory card is used (2, 13, 14 and 15).
    /// </summary>
    private static Board LilyGoA7670()
    {
        return new Board
        {
            Name = "lilygo-t-a7670",
            TargetName = "ESP32_PSRAM_REV3",
            Chip = "ESP32",
            FlashMegabytes = 4,
            PsramMegabytes = 8,
            DeployAddress = 0x1E0000,
            GnssPort = "COM2",
            GnssBaudRate = 115200,
            GnssReceivePin = 27,
            GnssReceiveFunction = DeviceFunction.COM2_RX,
            GnssTransmitPin = 26,
            GnssTransmitFunction = DeviceFunction.COM2_TX,
            SpiBus = 1,
            SpiMosiPin = 23,
            SpiMisoPin = 19,
            SpiClockPin = 18,
            CanSelectPin = 32,
            CanCrystalHertz = 8000000,
            ModemPort = "COM2",
            ModemBaudRate = 115200,
            ModemReceivePin = 27,
            ModemTransmitPin = 26,
            ModemSupplyPin = 12,
            ModemKeyPin = 4,
            ModemResetPin = 5,
            ModemReadyPin = 25,
            ModemRingPin = 33,
            IgnitionPin = 39,

            // GPIO34 over 100 kilohm and 10 kilohm; GPIO35 measures the board's own battery and says nothing of the vehicle.
            SupplyChannel = 6,
            SupplyFullScaleMillivolts = 36300,
            LampPin = 21,
            WatchdogPin = 22,
        };
    }

    /// <summary>
    /// ESP32-S3-DevKitC-1 with octal PSRAM (N8R8, N16R8): Espressif's user guide keeps GPIO35, 36 and 37 for the PSRAM, 38 or 48 for the coloured LED,
    /// 43 and 44 for the serial bridge, 19 and 20 for USB. ADC 1 has channel 0 at GPIO1.
    /// </summary>
    private static Board S3DevKit()
    {
        return new Board
        {
            Name = "esp32s3-devkit",
            TargetName = "ESP32_S3_OCTAL",
            Chip = "ESP32-S3",
            FlashMegabytes = 8,
            PsramMegabytes = 8,
            DeployAddress = 0x1B0000,
            GnssPort = "COM2",
            GnssBaudRate = 9600,
            GnssReceivePin = 18,
            GnssReceiveFunction = DeviceFunction.COM2_RX,
            GnssTransmitPin = 17,
            GnssTransmitFunction = DeviceFunction.COM2_TX,
            SpiBus = 1,
            SpiMosiPin = 11,
            SpiMisoPin = 13,
            SpiClockPin = 12,
            CanSelectPin = 10,
            CanInterruptPin = 9,
            CanCrystalHertz = 8000000,
            IgnitionPin = 4,

            // GPIO5 over 100 kilohm and 10 kilohm.
            SupplyChannel = 4,
            SupplyFullScaleMillivolts = 36300,
            LampPin = 6,
            WatchdogPin = 7,
            ConsolePort = "COM3",
            ConsoleReceivePin = 15,
            ConsoleReceiveFunction = DeviceFunction.COM3_RX,
            ConsoleTransmitPin = 16,
            ConsoleTransmitFunction = DeviceFunction.COM3_TX,
        };
    }
}
