namespace Telltale.Batching;

/// <summary>What encoder and decoder of alerts agree on (FORMAT.md).</summary>
internal static class AlertFormat
{
    public const int Version = 1;

    /// <summary>The most bytes before the sample: version, event, value, limit, signal, dictionary.</summary>
    public const int LongestHead = 1 + 5 + 5 + 5 + 1 + 4;
}
