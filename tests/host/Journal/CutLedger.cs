namespace Telltale.HostTests.Journal;

/// <summary>What the vehicle would know: which frames were made, which the volume promised to keep, what the owner has. One may go on from another without changing it.</summary>
internal sealed class CutLedger(CutLedger? before)
{
    private readonly Dictionary<int, byte[]> _promised = [];
    private readonly HashSet<int> _released = [];
    private readonly List<(int First, int Last)> _told = [];
    private readonly HashSet<(int Epoch, int Sequence)> _nonces = [];
    private readonly Dictionary<int, (int First, int Last)[]> _reports = [];
    private int _highest = before?.Highest ?? 0;

    /// <summary>Frames whose call was cut short: they may be there or not.</summary>
    public Dictionary<int, byte[]> InDoubt { get; } = before is null ? [] : new(before.InDoubt);

    /// <summary>The highest sequence that was promised.</summary>
    public int Highest => _highest;

    public IEnumerable<int> Promised => before is null ? _promised.Keys : before.Promised.Concat(_promised.Keys);

    public void Seal(int epoch, int sequence)
    {
        Assert.That(!IsUsed(epoch, sequence) && _nonces.Add((epoch, sequence)), Is.True, "an IV came twice under one key");
    }

    public void Promise(int sequence, byte[] frame)
    {
        Assert.That(FrameOf(sequence), Is.Null, $"sequence {sequence} came twice");
        _promised.Add(sequence, frame);
        _highest = Math.Max(_highest, sequence);
    }

    public void Report(int status, (int First, int Last)[] ranges) => _reports[status] = ranges;

    /// <summary>The owner has stored frames; what statuses among them told, he knows.</summary>
    public void Release(int first, int last)
    {
        for (int sequence = first; sequence <= last; sequence++)
        {
            _released.Add(sequence);
            _told.AddRange(ReportOf(sequence));
        }
    }

    public byte[]? FrameOf(int sequence) => _promised.GetValueOrDefault(sequence) ?? before?.FrameOf(sequence);

    public bool IsReleased(int sequence) => _released.Contains(sequence) || (before?.IsReleased(sequence) ?? false);

    public bool IsTold(int sequence) => _told.Exists(range => range.First <= sequence && sequence <= range.Last) || (before?.IsTold(sequence) ?? false);

    private bool IsUsed(int epoch, int sequence) => _nonces.Contains((epoch, sequence)) || (before?.IsUsed(epoch, sequence) ?? false);

    private (int First, int Last)[] ReportOf(int sequence) => _reports.GetValueOrDefault(sequence) ?? before?.ReportOf(sequence) ?? [];
}
