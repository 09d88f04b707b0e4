namespace Telltale.Virtual.Can;

/// <summary>Choosing among the frames of a recording.</summary>
public static class RecordedCanFrames
{
    /// <summary>The frames of one bus, lazily: the same identifier means something else on another bus.</summary>
    /// <param name="frames">The recording.</param>
    /// <param name="bus">The interface, "can0"; null for that of the first frame.</param>
    public static IEnumerable<RecordedCanFrame> OfBus(this IEnumerable<RecordedCanFrame> frames, string? bus)
    {
        ArgumentNullException.ThrowIfNull(frames);
        return Choose(frames, bus);
    }

    private static IEnumerable<RecordedCanFrame> Choose(IEnumerable<RecordedCanFrame> frames, string? bus)
    {
        foreach (RecordedCanFrame frame in frames)
        {
            bus ??= frame.Bus;
            if (string.Equals(frame.Bus, bus, StringComparison.Ordinal))
            {
                yield return frame;
            }
        }
    }
}
