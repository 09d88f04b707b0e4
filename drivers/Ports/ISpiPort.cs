namespace Telltale.Ports;

/// <summary>
/// An SPI device with its own chip select, mode 0, most significant bit of each byte first, in words of two bytes: on the chip the transfer of
/// <c>ushort[]</c> allocates nothing, that of bytes allocates four times.
/// </summary>
public interface ISpiPort
{
    /// <summary>
    /// Selects the device, exchanges every word of both arrays (of the same length) and deselects it. The low byte of a word goes first, as it lies in the
    /// memory of the ESP32, whose SPI takes an array as bytes: the first byte on the wire is the low byte of <c>write[0]</c>.
    /// </summary>
    void TransferFullDuplex(ushort[] write, ushort[] read);
}
