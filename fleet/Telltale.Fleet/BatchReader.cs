using System.Diagnostics.CodeAnalysis;
using Telltale.Batching;
using Telltale.Gnss;
using Telltale.Sampling;
using Telltale.Sealing;
using Telltale.Signals;

namespace Telltale.Fleet;

/// <summary>Decodes the content of an authentic frame of the kind <see cref="FrameKind.Batch"/>, with the code that the unit encoded it with.</summary>
public static class BatchReader
{
    // The last millisecond that a DateTimeOffset can name.
    private const long LatestUtcMilliseconds = 253_402_300_799_999;

    /// <summary>Decodes a batch, whole or not at all.</summary>
    /// <param name="opened">The opened frame.</param>
    /// <param name="definitions">The dictionary that its header names.</param>
    /// <param name="batch">The samples.</param>
    /// <param name="problem">Why there are none.</param>
    public static bool TryRead(
        OpenedFrame opened, SignalDefinition[] definitions, [NotNullWhen(true)] out Batch? batch, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(opened);
        ArgumentNullException.ThrowIfNull(definitions);
        batch = null;
        var decoder = new BatchDecoder();
        if (!decoder.Open(opened.Content, opened.Content.Length))
        {
            problem = "the content is no batch that this program can read";
            return false;
        }

        if (decoder.SignalCount != definitions.Length)
        {
            problem = $"the batch has {decoder.SignalCount} signals, its dictionary {definitions.Length}";
            return false;
        }

        var samples = new List<Sample>(decoder.SampleCount);
        var sample = new Sample();
        while (decoder.Next(sample))
        {
            if (sample.TimeUtcMilliseconds is < 0 or > LatestUtcMilliseconds || sample.Mode is < FixMode.None or > FixMode.RealTimeKinematicFixed)
            {
                problem = $"sample {samples.Count + 1} has a value that cannot be";
                return false;
            }

            samples.Add(sample);
            sample = new Sample();
        }

        batch = new Batch(decoder.BootNumber, samples);
        problem = null;
        return true;
    }
}
