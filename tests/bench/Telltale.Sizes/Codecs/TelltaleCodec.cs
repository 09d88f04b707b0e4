using Telltale.Batching;
using Telltale.Sampling;
using Telltale.Signals;

namespace Telltale.Sizes;

/// <summary>The unit's own batch (firmware/Batching/FORMAT.md); one encoder for all batches, as in the unit.</summary>
public sealed class TelltaleCodec(SignalDefinition[] definitions) : IBatchCodec
{
    private readonly BatchEncoder _encoder = new(definitions, 64) { BootNumber = 300 };
    private readonly byte[] _output = new byte[4096];

    /// <inheritdoc/>
    public string Name => "Telltale batch";

    /// <inheritdoc/>
    public byte[] Encode(IReadOnlyList<Sample> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        foreach (Sample sample in batch)
        {
            if (!_encoder.Add(sample))
            {
                throw new InvalidOperationException("The batch is longer than the unit's.");
            }
        }

        int length = _encoder.Encode(_output);
        if (_encoder.EncodedCount != batch.Count)
        {
            throw new InvalidOperationException("The batch does not fit a frame.");
        }

        _encoder.Clear();
        return _output[..length];
    }
}
