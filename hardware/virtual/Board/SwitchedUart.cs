using Telltale.Ports;

namespace Telltale.Virtual.Board;

/// <summary>A UART whose other end can be unplugged, which reads as silence.</summary>
internal sealed class SwitchedUart(IUartPort port) : IUartPort
{
    /// <summary>False after the other end was unplugged.</summary>
    internal bool IsPluggedIn { get; set; } = true;

    /// <inheritdoc/>
    public int BytesToRead => IsPluggedIn ? port.BytesToRead : 0;

    /// <inheritdoc/>
    public int Read(byte[] buffer, int offset, int count) => IsPluggedIn ? port.Read(buffer, offset, count) : 0;

    /// <inheritdoc/>
    public void Write(byte[] buffer, int offset, int count)
    {
        if (IsPluggedIn)
        {
            port.Write(buffer, offset, count);
        }
    }

    /// <inheritdoc/>
    public bool Open(int baudRate) => port.Open(baudRate);
}
