namespace Telltale.HostTests.Gnss;

/// <summary>What a log holds, and where gpsd and the decoder differ on it, with the reason.</summary>
internal sealed record GpsdComparison(string Log, int Epochs, int Positions)
{
    /// <summary>Times that gpsd reports and the decoder does not.</summary>
    public string[] OnlyGpsd { get; init; } = [];

    /// <summary>Times that the decoder reports and gpsd does not.</summary>
    public string[] OnlyOurs { get; init; } = [];

    /// <summary>Times at which gpsd's last report has another mode.</summary>
    public string[] OtherMode { get; init; } = [];

    /// <summary>Added to the decoder's days to get gpsd's.</summary>
    public int GpsdIsDaysAhead { get; init; }

    /// <summary>Why they differ.</summary>
    public string Reason { get; init; } = "";

    public override string ToString() => Log;
}
