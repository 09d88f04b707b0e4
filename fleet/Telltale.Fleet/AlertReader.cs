using System.Diagnostics.CodeAnalysis;
using Telltale.Batching;
using Telltale.Sampling;

namespace Telltale.Fleet;

/// <summary>
/// Decodes the content of authentic frames of the kind alert, with the code that the unit encoded it with. The sample is used again for the next
/// alert. Not for more than one thread at a time.
/// </summary>
public sealed class AlertReader
{
    private readonly AlertDecoder _decoder = new();
    private readonly Sample _sample = new();

    /// <summary>Decodes an alert.</summary>
    /// <param name="content">The frame's content.</param>
    /// <param name="alert">What it says.</param>
    /// <param name="problem">Why there is none.</param>
    public bool TryRead(byte[] content, [NotNullWhen(true)] out Alert? alert, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(content);
        alert = null;
        if (!_decoder.Read(content, content.Length, _sample))
        {
            problem = "the content is no alert that this program can read";
            return false;
        }

        if (!BatchReader.IsPossible(_sample))
        {
            problem = "the alert's sample has a value that cannot be";
            return false;
        }

        alert = new Alert(
            _decoder.Event, _decoder.Value, _decoder.Limit, _decoder.SignalIndex >= 0 ? _decoder.SignalIndex : null, _decoder.DictionaryId, _decoder.BootNumber,
            _decoder.SignalCount, _sample);
        problem = null;
        return true;
    }
}
