using Telltale.Sampling;

namespace Telltale.Sizes;

/// <summary>A way to write the samples of a minute.</summary>
public interface IBatchCodec
{
    /// <summary>What a table calls it.</summary>
    string Name { get; }

    /// <summary>Writes the samples of one batch.</summary>
    byte[] Encode(IReadOnlyList<Sample> batch);
}
