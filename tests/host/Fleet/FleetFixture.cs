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
