using Telltale.Sealing;

namespace Telltale.Fleet;

/// <summary>A frame as <see cref="UnitOpener"/> read it: authentic and open, or refused with the reason.</summary>
public sealed class OpenedFrame
{
    /// <summary>Why it was refused; null when it is authentic.</summary>
    public FrameOutcome? Refusal { get; init; }

    /// <summary>The reason in words; null when it is authentic.</summary>
    public string? Detail { get; init; }

    /// <summary>The open header as read; not to be believed where <see cref="Refusal"/> is set, null when there is none.</summary>
    public FrameHeader? Header { get; init; }

    /// <summary>The tag, 16 bytes; empty when the frame was refused.</summary>
    public byte[] Tag { get; init; } = [];

    /// <summary>What was sealed; empty when the frame was refused.</summary>
    public byte[] Content { get; init; } = [];

    /// <summary>The header's stream id in hexadecimal.</summary>
    public string StreamId => Header is null ? "" : Convert.ToHexStringLower(Header.StreamId);
}
