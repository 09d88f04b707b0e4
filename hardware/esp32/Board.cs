using nanoFramework.Hardware.Esp32;

namespace Telltale.Esp32;

/// <summary>What is wired where. Pins are GPIO numbers of the chip; -1 is for what a board does not have.</summary>
public sealed class Board
{
    /// <summary>The name that the configuration calls it by.</summary>
    public string Name;

    /// <summary>The nanoFramework firmware target, as <c>nanoff --target</c> takes it.</summary>
    public string TargetName;

    /// <summary>The chip as <c>nanoff --devicedetails</c> names it: "ESP32" or "ESP32-S3".</summary>
    public string Chip;

    /// <summary>The flash of the module that the board is sold with, in megabytes: 4, 8 or 16. A board with more is as good.</summary>
    public int FlashMegabytes;

    /// <summary>The least PSRAM in megabytes; the unit's buffers do not fit into the chip's own memory.</summary>
    public int PsramMegabytes;

    /// <summary>Where the application goes in flash, as <c>nanoff --deploy --address</c> takes it; from the target's partition table.</summary>
    public int DeployAddress;

    /// <summary>The serial port of the GNSS receiver, "COM2" or "COM3"; COM1 belongs to nanoFramework's debugger.</summary>
    public string GnssPort;

    /// <summary>The receiver's speed in bits a second.</summary>
    public int GnssBaudRate;

    /// <summary>The pin that the receiver's transmitter is wired to.</summary>
    public int GnssReceivePin;

    /// <summary>The chip's function for <see cref="GnssReceivePin"/>.</summary>
    public DeviceFunction GnssReceiveFunction;

    /// <summary>The pin that the receiver's receiver is wired to.</summary>
    public int GnssTransmitPin;

    /// <summary>The chip's function for <see cref="GnssTransmitPin"/>.</summary>
    public DeviceFunction GnssTransmitFunction;

    /// <summary>The SPI bus of the MCP2515: 1 or 2.</summary>
    public int SpiBus;

    /// <summary>MCP2515 SI.</summary>
    public int SpiMosiPin;

    /// <summary>MCP2515 SO.</summary>
    public int SpiMisoPin;

    /// <summary>MCP2515 SCK.</summary>
    public int SpiClockPin;

    /// <summary>MCP2515 CS; -1 for a board without CAN.</summary>
    public int CanSelectPin;

    /// <summary>MCP2515 INT; -1 where not wired. Nothing needs it: asking the idle controller costs less than reading a pin.</summary>
    public int CanInterruptPin = -1;

    /// <summary>The serial port of an ELM327 or STN in the place of an MCP2515; null where there is none.</summary>
    public string AdapterPort;

    /// <summary>The pin that the adapter's transmitter is wired to.</summary>
    public int AdapterReceivePin;

    /// <summary>The chip's function for <see cref="AdapterReceivePin"/>.</summary>
    public DeviceFunction AdapterReceiveFunction;

    /// <summary>The pin that the adapter's receiver is wired to.</summary>
    public int AdapterTransmitPin;

    /// <summary>The chip's function for <see cref="AdapterTransmitPin"/>.</summary>
    public DeviceFunction AdapterTransmitFunction;

    /// <summary>The MCP2515's crystal in hertz.</summary>
    public int CanCrystalHertz;

    /// <summary>The divided and clamped ignition wire (terminal 15), high while it is on; -1 where not fitted.</summary>
    public int IgnitionPin;

    /// <summary>The channel of ADC 1 that the divided supply is wired to; -1 where not fitted.</summary>
    public int SupplyChannel;

    /// <summary>The supply voltage in millivolts at which the ADC reads its greatest value.</summary>
    public int SupplyFullScaleMillivolts;

    /// <summary>The serial port of a modem on the board; null where there is none. It may be the one that the GNSS receiver in the modem answers on.</summary>
    public string ModemPort;

    /// <summary>The modem's speed in bits a second.</summary>
    public int ModemBaudRate;

    /// <summary>The pin that the modem's transmitter is wired to.</summary>
    public int ModemReceivePin = -1;

    /// <summary>The pin that the modem's receiver is wired to.</summary>
    public int ModemTransmitPin = -1;

    /// <summary>Switches the modem's supply, high is on; -1 where it is always on.</summary>
    public int ModemSupplyPin = -1;

    /// <summary>The modem's power key (PWRKEY), through an inverting transistor: high presses it; -1 where not wired.</summary>
    public int ModemKeyPin = -1;

    /// <summary>The modem's reset, high resets; -1 where not wired.</summary>
    public int ModemResetPin = -1;

    /// <summary>The modem's DTR input, which lets it sleep; nothing drives it. -1 where not wired.</summary>
    public int ModemReadyPin = -1;

    /// <summary>The modem's RING output; nothing reads it. -1 where not wired.</summary>
    public int ModemRingPin = -1;

    /// <summary>The telltale lamp, an LED to ground over 330 ohm, high is on; -1 where not fitted.</summary>
    public int LampPin = -1;

    /// <summary>The input of an external watchdog that wants an edge now and then; -1 where not fitted.</summary>
    public int WatchdogPin = -1;

    /// <summary>The serial port of the unit's console; null where none is left for it. COM1 belongs to nanoFramework's debugger.</summary>
    public string ConsolePort;

    /// <summary>The pin that the terminal's transmitter is wired to.</summary>
    public int ConsoleReceivePin;

    /// <summary>The chip's function for <see cref="ConsoleReceivePin"/>.</summary>
    public DeviceFunction ConsoleReceiveFunction;

    /// <summary>The pin that the terminal's receiver is wired to.</summary>
    public int ConsoleTransmitPin;

    /// <summary>The chip's function for <see cref="ConsoleTransmitPin"/>.</summary>
    public DeviceFunction ConsoleTransmitFunction;
}
