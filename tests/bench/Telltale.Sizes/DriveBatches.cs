using Telltale.Drives;
using Telltale.Sampling;

namespace Telltale.Sizes;

/// <summary>Samples as the unit puts them together: a batch closes after a minute and when the ignition goes off (firmware/Unit).</summary>
public static class DriveBatches
{
    private const long BatchMilliseconds = 60_000;

    /// <summary>The batches of a drive in the order of time.</summary>
    public static IReadOnlyList<IReadOnlyList<Sample>> Of(DriveRows drive)
    {
        ArgumentNullException.ThrowIfNull(drive);
        List<IReadOnlyList<Sample>> batches = [];
        List<Sample> open = [];
        foreach (Sample sample in drive.Samples)
        {
            bool isOver = open.Count > 0
                && (sample.TimeUtcMilliseconds - open[0].TimeUtcMilliseconds >= BatchMilliseconds || (sample.Ignition is IgnitionState.Off && open[^1].Ignition is IgnitionState.On));
            if (isOver)
            {
                batches.Add(open);
                open = [];
            }

            open.Add(sample);
        }

        if (open.Count > 0)
        {
            batches.Add(open);
        }

        return batches;
    }
}
