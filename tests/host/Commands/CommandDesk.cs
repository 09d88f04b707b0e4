using Telltale.Commands;
using Telltale.Gnss;
using Telltale.Ports;
using Telltale.Sealing;
using Telltale.Unit;
using Telltale.Uplink;
using Telltale.Virtual.Board;
using Telltale.Virtual.Flash;

namespace Telltale.HostTests.Commands;

/// <summary>
/// A whole unit on simulated flash with its owner, who opens replies, gives receipts and seals commands. The configuration's bytes are a command's name in the tests: setting it is what can be counted.
/// </summary>
internal sealed class CommandDesk : ICommandConfiguration, IFixSource, IPowerInputs
{
    public const string UnitId = "abcdefgh";
    public const long Noon = 1_780_315_200_000;

    private readonly DotNetCryptography _cryptography = new();
    private readonly OwnerKeys _owner;
    private readonly FrameOpener _opener;
    private readonly FrameSealer _sealer;
    private readonly Random _random;
    private readonly HashSet<(string Stream, int Sequence)> _seen = [];
    private int _downlinkSequence;

    public CommandDesk(int seed = 1, SimulatedVolumeOptions? options = null)
    {
        _random = new Random(seed);
        byte[] root = new byte[32];
        _random.NextBytes(root);
        Volume = new SimulatedVolume(options ?? new SimulatedVolumeOptions { Seed = (ulong)seed });
        byte[] identity = UnitEnrolment.CreateIdentity(_cryptography, root, UnitId);
        Volume.Create(UnitEnrolment.FileName, identity, 0, identity.Length);
        _owner = new OwnerKeys(_cryptography, root, UnitId);
        _opener = new FrameOpener(_cryptography);
        _sealer = new FrameSealer(_cryptography, _owner.UnitIdBytes);
        Link.FrameArrived = Take;
        Settings.Journal.BudgetBytes = 44 * 4096;
        Settings.Journal.SegmentBytes = 4 * 4088;

        // The clock of the desk goes on by quarters of a second, and a command is to be taken up in each.
        Settings.Uplink.IdlePollMilliseconds = 250;
    }

    public SimulatedVolume Volume { get; private set; }

    public DeskLink Link { get; } = new();

    public UnitSettings Settings { get; } = new();

    public VirtualOutputs Outputs { get; } = new();

    public TelematicsUnit Unit { get; set; } = null!;

    public long Uptime { get; private set; }

    public bool HasClock { get; set; } = true;

    public bool HasConfiguration { get; set; } = true;

    /// <summary>The configuration on the volume, from the next start on; null for none.</summary>
    public Telltale.Configuration.ConfigurationStore? Store { get; set; }

    public bool GivesReceipts { get; set; } = true;

    /// <summary>How often each configuration was set.</summary>
    public Dictionary<string, int> Executed { get; } = new(StringComparer.Ordinal);

    /// <summary>What the unit refuses to take as its configuration.</summary>
    public string? Wrong { get; set; }

    /// <summary>Every reply, in the order in which they came.</summary>
    public List<CommandReply> Replies { get; } = [];

    public int FramesNotOpened { get; private set; }

    public int StatusesReceived { get; private set; }

    public string Reported { get; set; } = "{}";

    public int SupplyMillivolts => 14000;

    public int Ignition { get; set; } = 1;

    public long NextDueUptimeMilliseconds => long.MaxValue;

    public int ReportedLength => Reported.Length;

    public int CopyReported(int position, byte[] destination, int offset, int count) =>
        System.Text.Encoding.ASCII.GetBytes(Reported.AsSpan(position, count), destination.AsSpan(offset));

    public string Propose(byte[] bytes, int offset, int count)
    {
        string text = System.Text.Encoding.ASCII.GetString(bytes, offset, count);
        if (string.Equals(text, Wrong, StringComparison.Ordinal))
        {
            return "$.wrong: wrong";
        }

        Executed[text] = Executed.GetValueOrDefault(text) + 1;
        return null!;
    }

    void IFixSource.Start(IFixListener fixes, IEpochListener epochs)
    {
    }

    void IFixSource.Step(long uptimeMilliseconds)
    {
    }

    /// <summary>Starts the unit, or takes its power away and starts it again.</summary>
    public void Start()
    {
        Link.Drop();
        Uptime = 0;
        Unit = new TelematicsUnit(
            new UnitPorts
            {
                FixSource = this,
                Cryptography = _cryptography,
                Volume = Volume,
                Link = Link,
                Power = this,
                CommandConfiguration = HasConfiguration ? this : null,
                Anchors = new TrustAnchors(Volume, null),
                Configuration = Store,
                Outputs = Outputs,
                Ticks = _random.NextInt64(),
            },
            Settings);
        Unit.Start(0);
        SetClock();
        Run(1500);
    }

    /// <summary>Puts the unit's flash in place of another one, and forgets what came from that.</summary>
    public void Use(SimulatedVolume volume)
    {
        Volume = volume;
        Executed.Clear();
        Replies.Clear();
        _seen.Clear();
    }

    /// <summary>Turns the loop for so many milliseconds.</summary>
    public void Run(int milliseconds)
    {
        long end = Uptime + milliseconds;
        while (Uptime < end)
        {
            SetClock();
            Unit.Step(Uptime);
            Uptime += 10;
        }
    }

    /// <summary>A turn in which the uplink looks at its link, which it does four times a second.</summary>
    public void Step()
    {
        Uptime += 250;
        Unit.Step(Uptime);
        Uptime += 10;
    }

    /// <summary>A command for the stream that the unit is in.</summary>
    public byte[] Command(int number, CommandCode code, byte[]? arguments = null, long made = 0, long life = 3_600_000, byte[]? streamId = null)
    {
        long now = made != 0 ? made : Noon + Uptime;
        var command = new UnitCommand
        {
            Number = number,
            Code = code,
            MadeUtcMilliseconds = now,
            ExpiresUtcMilliseconds = now + life,
            Arguments = arguments ?? [],
            ArgumentsCount = arguments?.Length ?? 0,
        };
        byte[] payload = new byte[UnitCommand.MaximumLength];
        return Seal(FrameKind.Command, payload.AsSpan(0, command.Encode(payload)).ToArray(), streamId ?? [.. Unit.Keys.StreamId]);
    }

    public byte[] Configure(int number, string name, long made = 0, long life = 3_600_000) =>
        Command(number, CommandCode.SetConfiguration, System.Text.Encoding.ASCII.GetBytes(name), made, life);

    /// <summary>Brings a command to the unit and turns the loop until the newest reply is here.</summary>
    public CommandReply Send(byte[] frame, int milliseconds = 200)
    {
        Link.Deliver(frame);
        Run(Math.Max(milliseconds, 300));
        return Replies[^1];
    }

    public byte[] Seal(FrameKind kind, byte[] payload, byte[] streamId)
    {
        var header = new FrameHeader { Kind = kind, Sequence = ++_downlinkSequence, Salt = _random.Next() };
        streamId.CopyTo(header.StreamId, 0);
        _owner.SetAcceptedEpoch(streamId, 0);
        var key = new FrameKey();
        Assert.That(_owner.TryGetKey(header, key), Is.True);
        byte[] frame = new byte[payload.Length + FrameSealer.MaximumOverhead];
        return frame[.._sealer.Seal(header, key, payload, 0, payload.Length, frame)];
    }

    private void SetClock()
    {
        if (HasClock && Unit.Clock is { } clock)
        {
            clock.IsSet = true;
            clock.OffsetMilliseconds = Noon;
        }
    }

    private void Take(byte[] frame)
    {
        var header = new FrameHeader();
        var key = new FrameKey();
        byte[] payload = new byte[frame.Length];
        int length = header.TryRead(frame, frame.Length) && _owner.TryGetKey(header, key) ? _opener.Open(frame, frame.Length, header, _owner.UnitIdBytes, key, payload) : -1;
        if (length < 0)
        {
            FramesNotOpened++;
            return;
        }

        _owner.Accept(header);
        if (!_seen.Add((Convert.ToHexString(header.StreamId), header.Sequence)))
        {
            // Sent again, because its receipt was lost.
        }
        else if (header.Kind == FrameKind.Reply)
        {
            var reply = new CommandReply();
            Assert.That(reply.TryDecode(payload, length), Is.True);
            Replies.Add(reply);
        }
        else if (header.Kind == FrameKind.Status)
        {
            StatusesReceived++;
        }

        if (GivesReceipts)
        {
            var receipt = new Receipt();
            receipt.TryAdd(ReceiptKind.Stored, header.StreamId, 0, header.Sequence, header.Sequence);
            byte[] content = new byte[Receipt.MaximumLength];
            Link.Deliver(Seal(FrameKind.Receipt, content.AsSpan(0, receipt.Encode(content)).ToArray(), [.. Unit.Keys.StreamId]));
        }
    }
}
