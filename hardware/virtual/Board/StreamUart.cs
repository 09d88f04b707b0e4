using System.Collections.Concurrent;
using Telltale.Ports;

namespace Telltale.Virtual.Board;

/// <summary>A UART whose wires are two streams: standard input and output, or a pty of this machine. A thread waits for input, because a stream may block.</summary>
public sealed class StreamUart : IUartPort
{
    private readonly ConcurrentQueue<byte> _received = new();
    private readonly Stream _output;

    /// <summary>Makes it, and begins to listen.</summary>
    public StreamUart(Stream input, Stream output)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        _output = output;
        new Thread(() => Listen(input)) { IsBackground = true, Name = "console input" }.Start();
    }

    /// <summary>While it is false nothing arrives; what was typed waits.</summary>
    public bool IsPluggedIn { get; set; } = true;

    /// <summary>Whether the input has ended.</summary>
    public bool IsAtEnd { get; private set; }

    /// <inheritdoc/>
    public int BytesToRead => IsPluggedIn ? _received.Count : 0;

    /// <inheritdoc/>
    public int Read(byte[] buffer, int offset, int count)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        int taken = 0;
        while (IsPluggedIn && taken < count && _received.TryDequeue(out byte value))
        {
            buffer[offset + taken++] = value;
        }

        return taken;
    }

    /// <inheritdoc/>
    public void Write(byte[] buffer, int offset, int count)
    {
        _output.Write(buffer, offset, count);
        _output.Flush();
    }

    /// <inheritdoc/>
    public bool Open(int baudRate) => true;

    private void Listen(Stream input)
    {
        byte[] buffer = new byte[256];
        try
        {
            for (int count = input.Read(buffer); count > 0; count = input.Read(buffer))
            {
                for (int index = 0; index < count; index++)
                {
                    _received.Enqueue(buffer[index]);
                }
            }
        }
        catch (IOException)
        {
            // The other end of a pty was closed: the input has ended.
        }

        IsAtEnd = true;
    }
}
