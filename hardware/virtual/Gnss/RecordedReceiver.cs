namespace Telltale.Virtual.Gnss;

/// <summary>A receiver that says what a recording says, each epoch at its time, at the pace of its UART.</summary>
public sealed class RecordedReceiver : ReceiverPort
{
    private readonly GnssRecording _recording;
    private readonly long _offsetMicroseconds;
    private readonly long _latencyMicroseconds;
    private int _next;

    /// <summary>Puts a recording on the line. Epochs that lie before the clock's present moment are not sent.</summary>
    /// <param name="clock">The clock of the simulation; its start is best the recording's <see cref="GnssRecording.FirstUtcMilliseconds"/> or a little before.</param>
    /// <param name="recording">What is replayed.</param>
    /// <param name="options">How; null for the defaults.</param>
    public RecordedReceiver(SimulationClock clock, GnssRecording recording, RecordedReceiverOptions? options = null)
        : base(clock, (options ??= new RecordedReceiverOptions()).BaudRate, options.ReceiveBufferBytes, seed: 1)
    {
        ArgumentNullException.ThrowIfNull(recording);
        _recording = recording;
        _latencyMicroseconds = (long)options.OutputLatency.TotalMicroseconds;
        _offsetMicroseconds = options.FirstEpochMicroseconds is { } first
            ? first - (recording.FirstUtcMilliseconds * 1000)
            : -clock.Start.ToUnixTimeMilliseconds() * 1000;
        while (_next < recording.Epochs.Count && OutputMicroseconds(_next) < clock.NowMicroseconds)
        {
            _next++;
        }
    }

    /// <summary>Whether everything has been sent.</summary>
    public bool IsAtEnd => _next == _recording.Epochs.Count && BusyUntilMicroseconds <= Clock.NowMicroseconds;

    /// <summary>When the last byte will have been sent, in microseconds of the simulation, as far as the line keeps up.</summary>
    public long EndMicroseconds => OutputMicroseconds(_recording.Epochs.Count - 1) + (_recording.Epochs[^1].Bytes.Length * 10_000_000L / BaudRate) + 1;

    /// <inheritdoc/>
    protected override void Produce(long nowMicroseconds)
    {
        while (_next < _recording.Epochs.Count && OutputMicroseconds(_next) <= nowMicroseconds)
        {
            RecordedEpoch epoch = _recording.Epochs[_next];
            Transmit(epoch.Bytes.ToArray(), OutputMicroseconds(_next), epoch.Stated with { TrueUtcMilliseconds = epoch.UtcMilliseconds });
            _next++;
        }
    }

    private long OutputMicroseconds(int index) => (_recording.Epochs[index].UtcMilliseconds * 1000) + _offsetMicroseconds + _latencyMicroseconds;
}
