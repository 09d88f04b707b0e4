using Telltale.Batching;
using Telltale.Commands;
using Telltale.Fleet;
using Telltale.Gnss;
using Telltale.Sampling;
using Telltale.Sealing;
using Telltale.Signals;
using Telltale.Uplink;
using Telltale.Virtual.Board;

namespace Telltale.HostTests.Fleet;

/// <summary>
/// The sealing half of a unit, made of the unit's own parts, with its volume in a folder: starts up from the identity that the home made, seals what a
/// test gives it and opens receipts.
/// </summary>
internal sealed class TestUnit
{
    public static readonly SignalDefinition[] Definitions =
    [
        new("OBD.Speed", "km/h", 1, 1, 0, isUnsigned: true, staleAfterMilliseconds: 2000),
        new("OBD.EngineSpeed", "rpm", 1, 4, 0, isUnsigned: true, staleAfterMilliseconds: 2000),
        new("OBD.CoolantTemperature", "degC", 1, 1, -40, isUnsigned: false, staleAfterMilliseconds: 10_000),
    ];

    private readonly DotNetCryptography _cryptography = new();
    private readonly string _folder;
    private UnitKeys _keys;
    private UnitSealer _sealer;

    public TestUnit(EnrolledUnit unit, string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        File.Copy(unit.IdentityFile, Path.Combine(folder, UnitEnrolment.FileName));
        (_keys, _sealer) = StartKeys();
    }

    private TestUnit(string folder, int sequence)
    {
        _folder = folder;
        Sequence = sequence;
        (_keys, _sealer) = StartKeys();
    }

    public string UnitId => _keys.UnitId;

    public string StreamId => Convert.ToHexStringLower(_keys.StreamId);

    public byte[] StreamIdBytes => [.. _keys.StreamId];

    public int Sequence { get; set; }

    public int BootNumber => _keys.BootNumber;

    public string Topic => Topics.Uplink(UnitId);

    public static int DictionaryId => SignalDictionary.Id(new DotNetCryptography(), SignalDictionary.Encode(Definitions));

    /// <summary>A second board with the same flash.</summary>
    public TestUnit Clone(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string file in Directory.GetFiles(_folder))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        return new TestUnit(folder, Sequence);
    }

    public void StartUpAgain()
    {
        (_keys, _sealer) = StartKeys();
    }

    public byte[] Dictionary() => Seal(FrameKind.Dictionary, SignalDictionary.Encode(Definitions));

    public byte[] Batch(params Sample[] samples)
    {
        var encoder = new BatchEncoder(Definitions, 64) { BootNumber = BootNumber };
        foreach (Sample sample in samples)
        {
            Assert.That(encoder.Add(sample), Is.True);
        }

        byte[] output = new byte[4096];
        int length = encoder.Encode(output);
        return Seal(FrameKind.Batch, output[..length], DictionaryId);
    }

    /// <summary>An alert with the next sequence.</summary>
    public byte[] Alert(UnitEvent what, int value, int limit, Sample sample, int signalIndex = -1, SignalDefinition[]? definitions = null)
    {
        definitions ??= Definitions;
        var encoder = new AlertEncoder(definitions)
        {
            BootNumber = BootNumber,
            DictionaryId = SignalDictionary.Id(_cryptography, SignalDictionary.Encode(definitions)),
        };
        byte[] output = new byte[4096];
        return Seal(FrameKind.Alert, output[..encoder.Encode(what, value, limit, signalIndex, sample, output)]);
    }

    /// <summary>A status with the next sequence.</summary>
    /// <param name="oldest">The oldest sequence that the unit says it has; its own for null.</param>
    /// <param name="utcMilliseconds">The unit's clock, where it is set.</param>
    /// <param name="say">What else the status says.</param>
    public byte[] Status(int? oldest = null, long? utcMilliseconds = null, Action<StatusReport>? say = null)
    {
        var report = new StatusReport();
        report.SetFirmware("0.1.0", "desk");
        report.SetTime(BootNumber, 60_000, utcMilliseconds is not null, utcMilliseconds ?? 0);
        report.SetJournal(oldest ?? Sequence + 1, -1, -1);
        say?.Invoke(report);
        byte[] content = new byte[StatusReport.MaximumLength];
        return Seal(FrameKind.Status, content[..report.Encode(content)]);
    }

    /// <summary>Uses up sequences for frames that never get anywhere.</summary>
    public void Lose(int count) => Sequence += count;

    public byte[] Seal(FrameKind kind, byte[] content, int dictionaryId = 0)
    {
        byte[] frame = new byte[content.Length + FrameSealer.MaximumOverhead];
        int length = _sealer.Seal(kind, FramePriority.Ordinary, ++Sequence, dictionaryId, content, 0, content.Length, frame);
        Assert.That(length, Is.GreaterThan(0), "the unit could not seal");
        return frame[..length];
    }

    /// <summary>Opens a receipt as the unit does; null when it is not for it.</summary>
    public Receipt? Open(byte[] frame)
    {
        var header = new FrameHeader();
        if (!header.TryRead(frame, frame.Length) || !_keys.IsDownlinkOfThisStream(header) || header.Kind != FrameKind.Receipt)
        {
            return null;
        }

        byte[] content = new byte[frame.Length];
        int length = new FrameOpener(_cryptography).Open(frame, frame.Length, header, _keys.UnitIdBytes, _keys.DownlinkKey, content);
        var receipt = new Receipt();
        return length >= 0 && receipt.TryDecode(content, 0, length) ? receipt : null;
    }

    /// <summary>Opens a command as the unit does; null when it is not for it.</summary>
    public UnitCommand? OpenCommand(byte[] frame)
    {
        var header = new FrameHeader();
        if (!header.TryRead(frame, frame.Length) || !_keys.IsDownlinkOfThisStream(header) || header.Kind != FrameKind.Command)
        {
            return null;
        }

        byte[] content = new byte[frame.Length];
        int length = new FrameOpener(_cryptography).Open(frame, frame.Length, header, _keys.UnitIdBytes, _keys.DownlinkKey, content);
        var command = new UnitCommand();
        return length >= 0 && command.TryDecode(content, length) ? command : null;
    }

    /// <summary>A reply with the next sequence.</summary>
    public byte[] Reply(UnitCommand command, CommandStatus status, byte[]? data = null, int? highest = null, CommandStatus detail = CommandStatus.Done, byte[]? streamId = null)
    {
        var reply = new CommandReply
        {
            Status = status, Code = command.Code, Number = command.Number, HighestNumber = highest ?? command.Number, Detail = detail, DataLength = data?.Length ?? 0,
        };
        (streamId ?? StreamIdBytes).CopyTo(reply.StreamId, 0);
        data?.CopyTo(reply.Data, 0);
        byte[] content = new byte[CommandReply.MaximumLength];
        return Seal(FrameKind.Reply, content[..reply.Encode(content)]);
    }

    /// <summary>Rotates the keys.</summary>
    public void BeginNextStream()
    {
        Assert.That(_keys.BeginNextStream(), Is.True);
        Sequence = 0;
        (_keys, _sealer) = StartKeys();
    }

    public static Sample SampleAt(long uptimeMilliseconds, long? utcMilliseconds, int speedKilometresPerHour = 50)
    {
        var sample = new Sample
        {
            UptimeMilliseconds = uptimeMilliseconds,
            IsDated = utcMilliseconds is not null,
            TimeUtcMilliseconds = utcMilliseconds ?? 0,
            SignalsPresent = 0b101,
        };
        if (utcMilliseconds is not null)
        {
            sample.Fields = FixFields.Time | FixFields.Position | FixFields.Height | FixFields.Speed | FixFields.Course | FixFields.SatellitesUsed;
            sample.Mode = FixMode.ThreeDimensional;
            sample.LatitudeDegreesE7 = 481_234_560;
            sample.LongitudeDegreesE7 = 115_678_900;
            sample.HeightMillimetres = 520_000;
            sample.SpeedMillimetresPerSecond = 13_900;
            sample.CourseHundredthsDegree = 9_000;
            sample.SatellitesUsed = 11;
        }

        sample.Signals[0] = speedKilometresPerHour;
        sample.Signals[2] = 130;
        return sample;
    }

    private (UnitKeys Keys, UnitSealer Sealer) StartKeys()
    {
        var keys = new UnitKeys(_cryptography, new DirectoryVolume(_folder));
        Assert.That(keys.Load(12345), Is.Not.EqualTo(UnitKeyState.NotEnrolled));
        Assert.That(keys.BeginEpoch(Sequence + 1), Is.True);
        return (keys, new UnitSealer(_cryptography, keys));
    }
}
