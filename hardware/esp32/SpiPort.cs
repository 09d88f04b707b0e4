using System.Device.Spi;
using Telltale.Ports;

namespace Telltale.Esp32;

/// <summary>
/// A device on the chip's SPI. The transfer of ushort[] allocates nothing, and nanoFramework hands such an array to the ESP32's SPI as it lies in memory,
/// low byte first, whatever DataBitLength says: the order that <see cref="ISpiPort"/> asks for.
/// </summary>
public sealed class SpiPort : ISpiPort
{
    private readonly SpiDevice _device;

    /// <summary>Opens the device.</summary>
    /// <param name="bus">1 or 2; its pins have their functions already.</param>
    /// <param name="selectPin">Chip select, low while selected.</param>
    /// <param name="clockHertz">At most what the device bears.</param>
    public SpiPort(int bus, int selectPin, int clockHertz)
    {
        SpiConnectionSettings settings = new SpiConnectionSettings(bus, selectPin);
        settings.Mode = SpiMode.Mode0;
        settings.ClockFrequency = clockHertz;
        settings.DataBitLength = 16;
        settings.DataFlow = DataFlow.MsbFirst;
        _device = SpiDevice.Create(settings);
    }

    /// <inheritdoc/>
    public void TransferFullDuplex(ushort[] write, ushort[] read)
    {
        _device.TransferFullDuplex(write, read);
    }
}
