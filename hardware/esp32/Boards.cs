using nanoFramework.Hardware.Esp32;

namespace Telltale.Esp32;

/// <summary>The boards that are known. README.md has their wiring.</summary>
public static class Boards
{
    /// <summary>The board where board.txt names none.</summary>
    public const string Default = "wrover-devkit";

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
            CanSelectPin = 5,
            CanCrystalHertz = 8000000,
            IgnitionPin = -1,
            SupplyChannel = -1,
            ConsolePort = "COM3",
            ConsoleReceivePin = 33,
            ConsoleReceiveFunction = DeviceFunction.COM3_RX,
            ConsoleTransmitPin = 32,
            ConsoleTransmitFunction = DeviceFunction.COM3_TX,
            LampPin = 4,
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
        board.ConsolePort = null;
        board.AdapterPort = "COM3";
        board.AdapterReceivePin = 33;
        board.AdapterReceiveFunction = DeviceFunction.COM3_RX;
        board.AdapterTransmitPin = 32;
        board.AdapterTransmitFunction = DeviceFunction.COM3_TX;
        return board;
    }
}
