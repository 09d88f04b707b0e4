using Telltale.Fleet;
namespace Telltale.HostTests.Map;

/// <summary>Samples as a test gives them. A drive goes on by itself: what is there is what had been sent by now.</summary>
internal sealed class MadeUpSource : ISampleSource
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, Func<IReadOnlyList<StoredSample>>> _units = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _labels = new(StringComparer.Ordinal);

    public Dictionary<string, string> UnitsOfMeasure { get; } = new(StringComparer.Ordinal)
    {
        ["OBD.EngineSpeed"] = "rpm",
        ["OBD.Speed"] = "km/h",
        ["OBD.FuelLevel"] = "%",
        ["OBD.EngineLoad"] = "%",
        ["OBD.CoolantTemperature"] = "degC",
        ["OBD.ThrottlePosition"] = "%",
        ["OBD.IntakeTemp"] = "degC",
        ["OBD.MAF"] = "g/s",
        ["OBD.AmbientAirTemperature"] = "degC",
    };

    /// <summary>The newest status of a unit, where it has sent one; changed through <see cref="Change"/>.</summary>
    public Dictionary<string, UnitReport> Reports { get; } = new(StringComparer.Ordinal);

    /// <summary>How often anybody asked for samples of a unit.</summary>
    public int Asked { get; private set; }

    /// <summary>A unit that has been driving for some seconds and goes on.</summary>
    public void AddDrive(string unitId, string label, int secondsDriven, double latitude = MadeUpDrive.StartLatitude)
    {
        var start = DateTimeOffset.UtcNow.AddSeconds(-secondsDriven);
        var drive = new MadeUpDrive(unitId, start, latitude);
        Add(unitId, label, () => drive.First((int)(DateTimeOffset.UtcNow - start).TotalSeconds));
    }

    /// <summary>A unit with what the list holds, which the test may change through <see cref="Change"/>.</summary>
    public void Add(string unitId, string label, List<StoredSample> samples) => Add(unitId, label, () => samples.ToArray());

    /// <summary>Does something while nobody reads.</summary>
    public void Change(Action change)
    {
        lock (_lock)
        {
            change();
        }
    }

    public IReadOnlyList<UnitSummary> Units()
    {
        lock (_lock)
        {
            return [.. _units.Select(unit =>
            {
                var samples = unit.Value();
                return new UnitSummary(unit.Key, _labels[unit.Key], samples.Count, samples.Max(sample => sample.Time));
            }).OrderBy(unit => unit.Label, StringComparer.Ordinal)];
        }
    }

    public IReadOnlyList<StoredSample> SamplesAfter(string unitId, long afterId, int limit) =>
        [.. Samples(unitId).Where(sample => sample.Id > afterId).Take(limit)];

    public IReadOnlyList<StoredSample> SamplesBefore(string unitId, long beforeId, int limit) =>
        [.. Samples(unitId).Where(sample => sample.Id < beforeId).TakeLast(limit)];

    public IReadOnlyList<StoredSample> NewestSamples(string unitId, int limit) => [.. Samples(unitId).TakeLast(limit)];

    public UnitReport? Report(string unitId)
    {
        lock (_lock)
        {
            return Reports.GetValueOrDefault(unitId);
        }
    }

    public IReadOnlyDictionary<string, string> SignalUnits(string unitId) => UnitsOfMeasure;

    private void Add(string unitId, string label, Func<IReadOnlyList<StoredSample>> samples)
    {
        lock (_lock)
        {
            _labels[unitId] = label;
            _units[unitId] = samples;
        }
    }

    private IReadOnlyList<StoredSample> Samples(string unitId)
    {
        lock (_lock)
        {
            Asked++;
            return _units[unitId]();
        }
    }
}
