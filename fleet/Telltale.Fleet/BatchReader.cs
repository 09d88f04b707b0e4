using System.Diagnostics.CodeAnalysis;
using Telltale.Batching;
using Telltale.Gnss;
using Telltale.Sampling;
using Telltale.Sealing;
using Telltale.Signals;

namespace Telltale.Fleet;

/// <summary>
/// Decodes the content of authentic frames of the kind <see cref="FrameKind.Batch"/>, with the code that the unit encoded it with. The samples are used
/// again for the next batch. Not for more than one thread at a time.
/// </summary>
public sealed class BatchReader
{
    // The last millisecond that a DateTimeOffset can name.
    private const long LatestUtcMilliseconds = 253_402_300_799_999;

    private readonly BatchDecoder _decoder = new();
    private readonly List<Sample> _samples = [];

    /// <summary>Decodes a batch, whole or not at all.</summary>
    /// <param name="opened">The opened frame.</param>
    /// <param name="definitions">The dictionary that its header names.</param>
    /// <param name="batch">The samples.</param>
    /// <param name="problem">Why there are none.</param>
    public bool TryRead(
        OpenedFrame opened, SignalDefinition[] definitions, [NotNullWhen(true)] out Batch? batch, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(opened);
        ArgumentNullException.ThrowIfNull(definitions);
        batch = null;
        if (!_decoder.Open(opened.Content, opened.Content.Length))
        {
            problem = "the content is no batch that this program can read";
            return false;
        }

        if (_decoder.SignalCount != definitions.Length)
        {
            problem = $"the batch has {_decoder.SignalCount} signals, its dictionary {definitions.Length}";
            return false;
        }

        int count = 0;
        while (count < _decoder.SampleCount)
        {
            if (count == _samples.Count)
            {
                _samples.Add(new Sample());
            }

            Sample sample = _samples[count++];
            if (!_decoder.Next(sample) || !IsPossible(sample))
            {
                problem = $"sample {count} has a value that cannot be";
                return false;
            }
        }

        batch = new Batch(_decoder.BootNumber, _samples.GetRange(0, count));
        problem = null;
        return true;
    }

    /// <summary>Whether every value is one that the store can show.</summary>
    internal static bool IsPossible(Sample sample)
    {
        return sample.TimeUtcMilliseconds is >= 0 and <= LatestUtcMilliseconds && sample.Mode is >= FixMode.None and <= FixMode.RealTimeKinematicFixed;
    }
}
