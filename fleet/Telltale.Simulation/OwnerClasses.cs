using Telltale.Fleet;

namespace Telltale.Simulation;

/// <summary>How the owner classes the numbers of a unit's frames.</summary>
internal sealed class OwnerClasses
{
    private readonly Dictionary<ulong, List<FrameRange>> _ranges = [];

    internal OwnerClasses(SampleStore store, IEnumerable<Identity> identities)
    {
        foreach (Identity identity in identities)
        {
            foreach (FrameRange range in store.FrameRanges(identity.UnitId))
            {
                ulong stream = WatchedVolume.StreamOf(range.StreamId);
                if (!_ranges.TryGetValue(stream, out List<FrameRange>? ranges))
                {
                    _ranges[stream] = ranges = [];
                }

                ranges.Add(range);
                Missing += range.Class == FrameClass.Missing ? range.Count : 0;
            }

            Conflicts += store.CountFrames(identity.UnitId).Conflicts;
        }
    }

    internal long Missing { get; }

    internal long Conflicts { get; }

    /// <summary>The class of a number; queued where the owner has not heard of it.</summary>
    internal FrameClass Of(ulong stream, int sequence)
    {
        foreach (FrameRange range in _ranges.GetValueOrDefault(stream) ?? [])
        {
            if (sequence >= range.First && sequence <= range.Last)
            {
                return range.Class;
            }
        }

        return FrameClass.Queued;
    }

    /// <summary>The owner knows that a frame was dropped, or cannot have heard of it yet.</summary>
    internal bool IsDropped(ulong stream, int sequence, bool mayNotKnow)
    {
        FrameClass known = Of(stream, sequence);
        return known == FrameClass.Dropped || (known == FrameClass.Queued && mayNotKnow);
    }
}
