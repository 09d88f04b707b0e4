namespace Telltale.Fleet;

/// <summary>Frames that a unit no longer has, that it did not report as dropped, and that did not come.</summary>
/// <param name="StreamId">The stream in hexadecimal.</param>
/// <param name="First">The first sequence.</param>
/// <param name="Last">The last sequence, included.</param>
public sealed record MissingFrames(string StreamId, long First, long Last)
{
    /// <summary>How many.</summary>
    public long Count => Last - First + 1;
}
