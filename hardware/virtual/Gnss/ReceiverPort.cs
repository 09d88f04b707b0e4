using Telltale.Ports;

namespace Telltale.Virtual.Gnss;

/// <summary>
/// The UART between a receiver and the unit: bytes take ten bits each at the receiver's baud rate, one after the other, into a receive buffer
/// that drops what it has no room for without a word, as the chip's does. Pulled by the clock; see <see cref="Advance"/>.
/// </summary>
public abstract class ReceiverPort : IUartPort
{
    private const long BitsPerByteMicroseconds = 10 * 1_000_000L;

    private readonly byte[] _received;
    private readonly Random _garbage;
    private readonly Queue<Burst> _bursts = new();
    private readonly Queue<(long DueMicroseconds, byte[] Bytes)> _written = new();
    private int _readIndex;
    private int _count;
    private int _openBaudRate;

    // In microseconds times baud rate, so that bit times add up without rounding.
    private long _lineFree;
    private long _busyUntil;

    /// <summary>Wires a receiver up.</summary>
    /// <param name="clock">The clock of the simulation.</param>
    /// <param name="baudRate">What the receiver sends at, bits a second.</param>
    /// <param name="receiveBufferBytes">Size of the unit's receive buffer.</param>
    /// <param name="seed">Decides the garbage of a wrong baud rate.</param>
    protected ReceiverPort(SimulationClock clock, int baudRate, int receiveBufferBytes, int seed)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(baudRate);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(receiveBufferBytes);
        Clock = clock;
        BaudRate = baudRate;
        _received = new byte[receiveBufferBytes];
        _garbage = new Random(seed ^ 0x5EED);
    }

    /// <summary>What the receiver sends at, bits a second.</summary>
    public int BaudRate { get; private set; }

    /// <summary>Bytes that the unit's receive buffer had no room for.</summary>
    public long OverflowedBytes { get; private set; }

    /// <summary>Bytes that have left the receiver.</summary>
    public long SentBytes { get; private set; }

    /// <summary>Called for every epoch whose last byte has been sent, in order.</summary>
    public Action<EmittedEpoch>? EpochSent { get; set; }

    /// <inheritdoc/>
    public int BytesToRead
    {
        get
        {
            Advance();
            return _count;
        }
    }

    /// <summary>The clock of the simulation.</summary>
    protected SimulationClock Clock { get; }

    /// <summary>When everything handed to <see cref="Transmit"/> will have been sent, in microseconds of the simulation.</summary>
    protected long BusyUntilMicroseconds => (_busyUntil + BaudRate - 1) / BaudRate;

    /// <inheritdoc/>
    public int Read(byte[] buffer, int offset, int count)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        Advance();
        int taken = Math.Min(count, _count);
        for (int i = 0; i < taken; i++)
        {
            buffer[offset + i] = _received[_readIndex];
            _readIndex = (_readIndex + 1) % _received.Length;
        }

        _count -= taken;
        return taken;
    }

    /// <summary>Bytes that the unit has written.</summary>
    public long WrittenBytes { get; private set; }

    /// <inheritdoc/>
    public void Write(byte[] buffer, int offset, int count)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        Advance();
        WrittenBytes += count;

        // What was written at another baud rate is noise to the receiver.
        if (_openBaudRate == BaudRate)
        {
            _written.Enqueue((Clock.NowMicroseconds + (count * BitsPerByteMicroseconds / BaudRate), buffer[offset..(offset + count)]));
        }
    }

    /// <inheritdoc/>
    public bool Open(int baudRate)
    {
        if (baudRate <= 0)
        {
            return false;
        }

        Advance();
        _openBaudRate = baudRate;
        _count = 0;
        _readIndex = 0;
        return true;
    }

    /// <summary>
    /// Brings the line up to the clock. Reading does it too; whoever lets the unit sleep for longer than a second calls it in between, because
    /// a vehicle answers for its last second only.
    /// </summary>
    public void Advance()
    {
        long now = Clock.NowMicroseconds;
        while (_written.TryPeek(out (long DueMicroseconds, byte[] Bytes) written) && written.DueMicroseconds <= now)
        {
            _written.Dequeue();
            Produce(written.DueMicroseconds);
            Send(written.DueMicroseconds);
            Hear(written.Bytes, written.DueMicroseconds);
        }

        Produce(now);
        Send(now);
    }

    /// <summary>Takes what the unit has written, all of it arrived; a receiver that takes no commands does nothing.</summary>
    /// <param name="bytes">As they were written at once.</param>
    /// <param name="nowMicroseconds">When the last of them arrived.</param>
    protected virtual void Hear(byte[] bytes, long nowMicroseconds)
    {
    }

    /// <summary>Makes the receiver send and listen at another baud rate, what is queued included.</summary>
    /// <param name="baudRate">Bits a second.</param>
    protected void ChangeBaudRate(int baudRate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(baudRate);
        _lineFree = _lineFree / BaudRate * baudRate;
        _busyUntil = _busyUntil / BaudRate * baudRate;
        BaudRate = baudRate;
    }

    /// <summary>Forgets everything that was queued and not sent, as a receiver without power does.</summary>
    protected void DropQueue()
    {
        _bursts.Clear();
        _written.Clear();
        _busyUntil = 0;
    }

    private void Send(long now)
    {
        while (_bursts.TryPeek(out Burst? burst))
        {
            if (burst.Sent == 0)
            {
                long earliest = burst.NotBeforeMicroseconds * BaudRate;
                if (_lineFree < earliest)
                {
                    _lineFree = earliest;
                }
            }

            while (burst.Sent < burst.Bytes.Length)
            {
                long end = _lineFree + BitsPerByteMicroseconds;
                long arrival = (end + BaudRate - 1) / BaudRate;
                if (arrival > now)
                {
                    return;
                }

                _lineFree = end;
                if (burst.Sent == 0)
                {
                    burst.FirstByteMicroseconds = arrival;
                }

                burst.LastByteMicroseconds = arrival;
                burst.LostBytes += Receive(burst.Bytes[burst.Sent]) ? 0 : 1;
                burst.Sent++;
                SentBytes++;
            }

            _bursts.Dequeue();
            if (burst.Epoch is { } epoch)
            {
                EpochSent?.Invoke(epoch with
                {
                    FirstByteMicroseconds = burst.FirstByteMicroseconds,
                    LastByteMicroseconds = burst.LastByteMicroseconds,
                    LostBytes = burst.LostBytes,
                });
            }
        }
    }

    /// <summary>Makes whatever the receiver has to say up to <paramref name="nowMicroseconds"/> and hands it to <see cref="Transmit"/>.</summary>
    protected abstract void Produce(long nowMicroseconds);

    /// <summary>Queues the bytes of one epoch.</summary>
    /// <param name="bytes">What is sent.</param>
    /// <param name="notBeforeMicroseconds">When the first start bit may begin; later when the line is busy.</param>
    /// <param name="epoch">What they say.</param>
    protected void Transmit(byte[] bytes, long notBeforeMicroseconds, EmittedEpoch? epoch)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        _busyUntil = Math.Max(_busyUntil, notBeforeMicroseconds * BaudRate) + (bytes.Length * BitsPerByteMicroseconds);
        _bursts.Enqueue(new Burst(bytes, notBeforeMicroseconds, epoch));
    }

    private bool Receive(byte value)
    {
        if (_openBaudRate == 0)
        {
            return false;
        }

        bool intact = _openBaudRate == BaudRate;
        if (_count == _received.Length)
        {
            OverflowedBytes++;
            return false;
        }

        _received[(_readIndex + _count) % _received.Length] = intact ? value : (byte)_garbage.Next(256);
        _count++;
        return intact;
    }

    private sealed class Burst(byte[] bytes, long notBeforeMicroseconds, EmittedEpoch? epoch)
    {
        public byte[] Bytes { get; } = bytes;

        public long NotBeforeMicroseconds { get; } = notBeforeMicroseconds;

        public EmittedEpoch? Epoch { get; } = epoch;

        public int Sent { get; set; }

        public int LostBytes { get; set; }

        public long FirstByteMicroseconds { get; set; }

        public long LastByteMicroseconds { get; set; }
    }
}
