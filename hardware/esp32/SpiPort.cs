using System.Device.Spi;
using Telltale.Ports;

namespace Telltale.Esp32;

/// <summary>
/// A device on the chip's SPI, in words of 16 bits: the transfer of ushort[] allocates nothing. nanoFramework hands such an array to the ESP32's SPI
/// as it lies in memory, low byte first, whatever DataBitLength says, so the bytes are exchanged here, between arrays made once for each length.
/// </summary>
public sealed class SpiPort : ISpiPort
{
    private const int MaximumWords = 16;

    private readonly SpiDevice _device;
    private readonly ushort[][] _write = new ushort[MaximumWords + 1][];
    private readonly ushort[][] _read = new ushort[MaximumWords + 1][];

    /// <summary>Opens the device.</summary>
    /// <param name="bus">1 or 2; its pins have their functions already.</param>
    /// <param name="selectPin">Chip select, low while selected.</param>
    /// <param name="clockHertz">At most what the device bears.</param>
    public SpiPort(int bus, int selectPin, int clockHertz)
    {
        for (int words = 1; words <= MaximumWords; words++)
        {
            _write[words] = new ushort[words];
            _read[words] = new ushort[words];
        }

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
        int words = write.Length;
        ushort[] outgoing = _write[words];
        ushort[] incoming = _read[words];
        for (int index = 0; index < words; index++)
        {
            int word = write[index];
            outgoing[index] = (ushort)((word << 8) | (word >> 8));
        }

        _device.TransferFullDuplex(outgoing, incoming);
        for (int index = 0; index < words; index++)
        {
            int word = incoming[index];
            read[index] = (ushort)((word << 8) | (word >> 8));
        }
    }
}
