namespace Telltale.Simulation;

/// <summary>Gathers what must not be: the first of each kind for people to read, and how many there were.</summary>
internal sealed class Findings
{
    private const int Kept = 5;

    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);

    internal List<Finding> First { get; } = [];

    internal IReadOnlyDictionary<string, long> Counts => _counts;

    internal void Add(int unit, string kind, long at, string text)
    {
        long count = _counts.GetValueOrDefault(kind);
        _counts[kind] = count + 1;
        if (count < Kept)
        {
            First.Add(new Finding(unit, kind, at, text));
        }
    }

    internal long Count(string kind) => _counts.GetValueOrDefault(kind);

    internal void Add(Findings others)
    {
        First.AddRange(others.First);
        foreach ((string kind, long count) in others._counts)
        {
            _counts[kind] = _counts.GetValueOrDefault(kind) + count;
        }
    }
}
