using System.Diagnostics.CodeAnalysis;
using Telltale.Batching;
using Telltale.Sealing;
using Telltale.Signals;
using Telltale.Virtual.Board;

namespace Telltale.Fleet;

/// <summary>Decodes the content of an authentic frame of the kind <see cref="FrameKind.Dictionary"/>.</summary>
public static class DictionaryReader
{
    private static readonly DotNetCryptography s_cryptography = new();

    /// <summary>Decodes a dictionary.</summary>
    /// <param name="content">The frame's content.</param>
    /// <param name="dictionaryId">The number by which batches name it; worked out from the content.</param>
    /// <param name="definitions">What it says.</param>
    /// <returns>False when the content is no dictionary that this program can read.</returns>
    public static bool TryRead(byte[] content, out int dictionaryId, [NotNullWhen(true)] out SignalDefinition[]? definitions)
    {
        ArgumentNullException.ThrowIfNull(content);
        definitions = SignalDictionary.Decode(content, content.Length);
        dictionaryId = definitions is null ? 0 : SignalDictionary.Id(s_cryptography, content);
        return definitions is not null;
    }
}
