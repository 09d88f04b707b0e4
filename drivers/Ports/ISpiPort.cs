namespace Telltale.Ports;

/// <summary>
/// An SPI device with its own chip select, mode 0, most significant bit first, in words of 16 bits: on the chip the transfer of
/// <c>ushort[]</c> allocates nothing, that of bytes allocates four times.
/// </summary>
public interface ISpiPort
{
    /// <summary>
    /// Selects the device, exchanges every word of both arrays (of the same length) and deselects it. The high byte of a word goes first.
    /// </summary>
    void TransferFullDuplex(ushort[] write, ushort[] read);
}
