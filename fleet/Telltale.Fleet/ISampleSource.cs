namespace Telltale.Fleet;

/// <summary>Who can be asked for stored samples: the store, or a made-up one in tests.</summary>
public interface ISampleSource
{
    /// <summary>All units, by label.</summary>
    IReadOnlyList<UnitSummary> Units();

    /// <summary>Samples of a unit with an id above <paramref name="afterId"/>, rising, at most <paramref name="limit"/>.</summary>
    IReadOnlyList<StoredSample> SamplesAfter(string unitId, long afterId, int limit);

    /// <summary>The newest samples of a unit among those with an id below <paramref name="beforeId"/>, rising by id, at most <paramref name="limit"/>.</summary>
    IReadOnlyList<StoredSample> SamplesBefore(string unitId, long beforeId, int limit);

    /// <summary>The newest samples of a unit, rising by id, at most <paramref name="limit"/>.</summary>
    IReadOnlyList<StoredSample> NewestSamples(string unitId, int limit);

    /// <summary>What the newest status of a unit says, its checks among it; null before the first.</summary>
    UnitReport? Report(string unitId);

    /// <summary>The unit of measure of each signal that the vehicle sends, by COVESA VSS path; empty for none.</summary>
    IReadOnlyDictionary<string, string> SignalUnits(string unitId);
}
