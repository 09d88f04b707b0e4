using Telltale.Journal;

namespace Telltale.Fleet;

/// <summary>Neighbouring sequences of a stream that the same became of.</summary>
/// <param name="UnitId">The unit whose stream it is.</param>
/// <param name="StreamId">The stream in hexadecimal.</param>
/// <param name="Class">What became of them.</param>
/// <param name="First">The first sequence.</param>
/// <param name="Last">The last sequence, included.</param>
public sealed record FrameRange(string UnitId, string StreamId, FrameClass Class, long First, long Last)
{
    /// <summary>How many.</summary>
    public long Count => Last - First + 1;

    /// <summary>They are of later than this: the newest moment of the nearest stored frame before them; null where none is dated.</summary>
    public DateTimeOffset? After { get; init; }

    /// <summary>They are of earlier than this: the oldest moment of the nearest stored frame behind them; null where none is dated.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Why they were dropped.</summary>
    public DropReason? Reason { get; init; }

    /// <summary>When they became missing.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>When a person took note that they are missing.</summary>
    public DateTimeOffset? Accepted { get; init; }
}
