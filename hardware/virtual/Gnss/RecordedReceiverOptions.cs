namespace Telltale.Virtual.Gnss;

/// <summary>How a recording is replayed.</summary>
public sealed record RecordedReceiverOptions
{
    /// <summary>Bits a second. A rate too low for the recording delays its epochs; none is dropped.</summary>
    public int BaudRate { get; init; } = 115_200;

    /// <summary>From the epoch to the first start bit.</summary>
    public TimeSpan OutputLatency { get; init; } = TimeSpan.FromMilliseconds(60);

    /// <summary>Where the recording's first epoch comes to lie, in microseconds of the simulation; null where its UTC says.</summary>
    public long? FirstEpochMicroseconds { get; init; }

    /// <summary>Size of the unit's receive buffer, bytes.</summary>
    public int ReceiveBufferBytes { get; init; } = 4096;
}
