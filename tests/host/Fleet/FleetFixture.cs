using Microsoft.Data.Sqlite;
using Telltale.Fleet;
using Telltale.Uplink;
using Telltale.Virtual.Board;

namespace Telltale.HostTests.Fleet;

/// <summary>A home with one unit, a store, a receiver and receipts that go into a list; everything in a temporary folder.</summary>
internal sealed class FleetFixture : IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("telltale-fleet-");

    public FleetFixture()
    {
        Home = new FleetHome(Path.Combine(_folder.FullName, "home"));
        Enrolled = Home.Enrol("Van 7");
        Unit = new TestUnit(Enrolled, InFolder("board"));
        Store = SampleStore.Open(Home.StoreFile);
        (Receiver, Receipts) = Start();
    }

    public FleetHome Home { get; }

    public EnrolledUnit Enrolled { get; }

    public TestUnit Unit { get; }

    public SampleStore Store { get; private set; }

    public FrameReceiver Receiver { get; private set; }

    public ReceiptSender Receipts { get; private set; }

    public List<(string Topic, byte[] Payload)> Published { get; } = [];

    public bool IsConnected { get; set; } = true;

    public string InFolder(string name) => Path.Combine(_folder.FullName, name);

    public FrameResult Receive(byte[] frame, string? topic = null)
    {
        FrameResult result = Receiver.Receive(topic ?? Unit.Topic, frame, Now);
        Receipts.Note(result);
        return result;
    }

    /// <summary>The receiver is killed and started again.</summary>
    public void Restart()
    {
        Store.Dispose();
        Store = SampleStore.Open(Home.StoreFile);
        (Receiver, Receipts) = Start();
    }

    /// <summary>Copies the store as an owner would, while it is in use.</summary>
    public string BackUp()
    {
        string path = InFolder($"backup-{Guid.NewGuid():N}.db");
        using var source = new SqliteConnection($"Data Source={Store.Path};Pooling=false");
        using var target = new SqliteConnection($"Data Source={path};Pooling=false");
        source.Open();
        source.BackupDatabase(target);
        return path;
    }

    /// <summary>The receiver is started again on a copy of an earlier day.</summary>
    public void Restore(string backup)
    {
        Store.Dispose();
        foreach (string file in Directory.GetFiles(Home.Folder, "store.db*"))
        {
            File.Delete(file);
        }

        File.Copy(backup, Home.StoreFile);
        Store = SampleStore.Open(Home.StoreFile);
        (Receiver, Receipts) = Start();
    }

    /// <summary>Until it is disposed, every group of frames fails at its end, after everything has been written.</summary>
    public IDisposable RefuseCommits()
    {
        // What became of a message is counted last.
        Execute("CREATE TRIGGER refuse BEFORE INSERT ON counter BEGIN SELECT RAISE(ABORT, 'refused for a test'); END");
        return new Undo(() => Execute("DROP TRIGGER refuse"));
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Store.Path};Pooling=false");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private sealed class Undo(Action undo) : IDisposable
    {
        public void Dispose() => undo();
    }

    /// <summary>Receives a frame of another unit than the fixture's own.</summary>
    public FrameResult Receive(TestUnit unit, byte[] frame) => Receive(frame, unit.Topic);

    /// <summary>What became of the sequences of a unit's streams, a line for each range, as "missing 4-5".</summary>
    public string[] Ranges(string? unitId = null, string? streamId = null)
    {
        return Store.FrameRanges(unitId ?? Unit.UnitId)
            .Where(range => streamId is null || string.Equals(range.StreamId, streamId, StringComparison.Ordinal))
            .Select(range => $"{range.Class.ToString().ToLowerInvariant()} {range.First}-{range.Last}")
            .ToArray();
    }

    public long Count(FrameOutcome outcome)
    {
        return Store.Outcomes().Where(count => string.Equals(count.UnitId, Unit.UnitId, StringComparison.Ordinal) && count.Outcome == outcome)
            .Sum(count => count.Count);
    }

    public IReadOnlyList<StoredSample> Samples() => Store.SamplesAfter(Unit.UnitId, 0, 1000);

    /// <summary>What the unit would release after everything that was published.</summary>
    public HashSet<(string Stream, int Sequence)> Released(TestUnit? unit = null)
    {
        var released = new HashSet<(string, int)>();
        foreach ((string topic, byte[] payload) in Published)
        {
            Assert.That(topic, Is.EqualTo(Topics.Downlink((unit ?? Unit).UnitId)));
            if ((unit ?? Unit).Open(payload) is not { } receipt)
            {
                continue;
            }

            for (int index = 0; index < receipt.Count; index++)
            {
                string stream = Convert.ToHexStringLower(receipt.StreamIds, index * Receipt.StreamIdLength, Receipt.StreamIdLength);
                for (int sequence = receipt.First[index]; sequence <= receipt.Last[index]; sequence++)
                {
                    Assert.That(receipt.Kinds[index], Is.EqualTo(ReceiptKind.Stored));
                    released.Add((stream, sequence));
                }
            }
        }

        return released;
    }

    public void Dispose()
    {
        Store.Dispose();
        _folder.Delete(recursive: true);
    }

    private (FrameReceiver Receiver, ReceiptSender Receipts) Start()
    {
        var cryptography = new DotNetCryptography();
        var receipts = new ReceiptSender(Store, Home, cryptography, (topic, payload) =>
        {
            if (IsConnected)
            {
                Published.Add((topic, payload));
            }

            return IsConnected;
        });
        return (new FrameReceiver(Store, Home, cryptography), receipts);
    }
}
