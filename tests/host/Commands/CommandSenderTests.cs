using Telltale.Commands;
using Telltale.Fleet;
using Telltale.HostTests.Fleet;
using Telltale.Virtual.Board;

namespace Telltale.HostTests.Commands;

/// <summary>The owner's side of commands: numbers, repetitions, replies.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class CommandSenderTests : IDisposable
{
    private static readonly CommandRequest s_report = new(CommandCode.ReportNow, []);

    private readonly FleetFixture _fleet = new();
    private readonly List<byte[]> _published = [];
    private CommandSender _sender;
    private DateTimeOffset _now = FleetFixture.Now;
    private bool _isConnected = true;

    public CommandSenderTests() => _sender = Sender();

    public void Dispose() => _fleet.Dispose();

    [Test]
    public void A_command_is_sent_again_under_its_number_in_frames_of_their_own_until_its_final_reply()
    {
        _fleet.Receive(_fleet.Unit.Status());
        long id = Add(s_report);
        byte[] first = Sent().Single();
        After(9);
        Assert.That(Sent(), Is.Empty);
        After(1);
        byte[] second = Sent().Single();
        Assert.That(second, Is.Not.EqualTo(first));
        UnitCommand command = _fleet.Unit.OpenCommand(second)!;
        Assert.That((command.Number, command.Code), Is.EqualTo((1, CommandCode.ReportNow)));
        Assert.That(_fleet.Unit.OpenCommand(first)!.Number, Is.EqualTo(1));
        Assert.That(command.ExpiresUtcMilliseconds - command.MadeUtcMilliseconds, Is.EqualTo(3_600_000));
        After(10);
        Assert.That(Sent(), Is.Empty, "the wait doubles");
        After(10);
        Assert.That(Sent(), Has.Count.EqualTo(1));

        Receive(_fleet.Unit.Reply(command, CommandStatus.Begun));
        Assert.That(Command(id).State, Is.EqualTo(CommandState.Begun));
        Receive(_fleet.Unit.Reply(command, CommandStatus.Done));
        Assert.That((Command(id).State, Command(id).IsDone, Command(id).Sent), Is.EqualTo((CommandState.Replied, true, 3L)));
        After(1000);
        Assert.That(Sent(), Is.Empty);
        Receive(_fleet.Unit.Reply(command, CommandStatus.Interrupted));
        Assert.That(Command(id).Status, Is.EqualTo(CommandStatus.Done), "the first final reply counts");
    }

    [Test]
    public void The_number_is_in_the_store_before_it_is_sent_and_survives_a_restart_and_a_lost_connection()
    {
        _fleet.Receive(_fleet.Unit.Status());
        _isConnected = false;
        long first = Add(s_report);
        Assert.That(Sent(), Is.Empty);
        Assert.That(Command(first).Number, Is.EqualTo(1));
        _fleet.Restart();
        _sender = Sender();
        _isConnected = true;
        long second = Add(s_report);
        After(10);
        Assert.That(Sent().Select(frame => _fleet.Unit.OpenCommand(frame)!.Number).Distinct(), Is.EquivalentTo(new[] { 1, 2 }));
        Assert.That((Command(first).Number, Command(second).Number), Is.EqualTo((1L, 2L)));
    }

    [Test]
    public void A_unit_that_nothing_has_come_of_is_waited_for_and_one_that_is_heard_gets_it_sooner()
    {
        long id = Add(s_report);
        Assert.That(Sent(), Is.Empty);
        Assert.That(Command(id).State, Is.EqualTo(CommandState.Queued));
        Receive(_fleet.Unit.Status());
        After(1);
        Assert.That(Sent(), Has.Count.EqualTo(1));
        After(3);
        Assert.That(Sent(), Is.Empty);
        Receive(_fleet.Unit.Status());
        After(1);
        Assert.That(Sent(), Has.Count.EqualTo(1), "4 s after the first, because it is heard");
    }

    [Test]
    public void What_has_expired_is_not_sent_and_its_late_reply_is_taken_all_the_same()
    {
        _fleet.Receive(_fleet.Unit.Status());
        long id = Add(s_report, TimeSpan.FromSeconds(15));
        UnitCommand command = _fleet.Unit.OpenCommand(Sent().Single())!;
        After(16);
        Assert.That(Sent(), Is.Empty);
        Assert.That(Command(id).State, Is.EqualTo(CommandState.Unanswered));
        Receive(_fleet.Unit.Reply(command, CommandStatus.Failed, "why"u8.ToArray()));
        Assert.That((Command(id).State, Command(id).Status), Is.EqualTo((CommandState.Replied, CommandStatus.Failed)));
        Assert.That(CommandText.Data(CommandCode.ReportNow, CommandStatus.Failed, [.. Command(id).Data]), Is.EqualTo("why"));
    }

    [Test]
    public void A_stream_that_ends_takes_its_commands_along_unless_they_follow()
    {
        _fleet.Receive(_fleet.Unit.Status(utcMilliseconds: 1_777_896_000_000));
        long stays = Add(s_report);
        long follows = _fleet.Store.AddCommand(_fleet.Unit.UnitId, "Van 7", s_report, _now, TimeSpan.FromHours(1), follows: true);
        After(1);
        byte[][] before = [.. Sent()];
        Assert.That(before, Has.Length.EqualTo(2));
        _fleet.Unit.BeginNextStream();
        Receive(_fleet.Unit.Status(utcMilliseconds: 1_777_896_060_000));
        After(5);
        UnitCommand command = _fleet.Unit.OpenCommand(Sent().Single())!;
        Assert.That(command.Number, Is.EqualTo(1), "the numbers of a stream begin with 1");
        Assert.That(before.Select(_fleet.Unit.OpenCommand), Is.All.Null);
        Assert.That((Command(stays).State, Command(follows).State), Is.EqualTo((CommandState.StreamEnded, CommandState.Sent)));
        Assert.That(Command(follows).StreamId, Is.EqualTo(_fleet.Unit.StreamId));
        Receive(_fleet.Unit.Reply(command, CommandStatus.Done));
        Assert.That(Command(follows).IsDone, Is.True);
    }

    [Test]
    public void A_rotation_is_answered_from_the_stream_that_it_began()
    {
        _fleet.Receive(_fleet.Unit.Status(utcMilliseconds: 1_777_896_000_000));
        long id = Add(new CommandRequest(CommandCode.RotateKeys, []));
        UnitCommand command = _fleet.Unit.OpenCommand(Sent().Single())!;
        byte[] before = _fleet.Unit.StreamIdBytes;
        _fleet.Unit.BeginNextStream();
        Receive(_fleet.Unit.Status(utcMilliseconds: 1_777_896_060_000));
        After(1);
        Assert.That(Command(id).State, Is.EqualTo(CommandState.StreamEnded));
        Receive(_fleet.Unit.Reply(command, CommandStatus.Done, streamId: before));
        Assert.That(Command(id).IsDone, Is.True);
    }

    [Test]
    public void A_store_that_was_restored_finds_numbers_that_are_free()
    {
        _fleet.Receive(_fleet.Unit.Status());
        string backup = _fleet.BackUp();
        Add(s_report);
        Add(s_report);
        After(1);
        Sent();
        _fleet.Restore(backup);
        _sender = Sender();
        long id = Add(new CommandRequest(CommandCode.Reboot, []));
        UnitCommand used = _fleet.Unit.OpenCommand(Sent().Single())!;
        Assert.That(used.Number, Is.EqualTo(1));
        Receive(_fleet.Unit.Reply(used, CommandStatus.NumberUsed, highest: 2));
        Assert.That(Command(id).State, Is.EqualTo(CommandState.Sent));
        After(1);
        UnitCommand command = _fleet.Unit.OpenCommand(Sent().Single())!;
        Assert.That((command.Number, command.Code), Is.EqualTo((3, CommandCode.Reboot)));
        Receive(_fleet.Unit.Reply(command, CommandStatus.Done));
        Assert.That(Command(id).IsDone, Is.True);
    }

    [Test]
    public void Replies_that_are_not_final_keep_it_going_and_one_to_nothing_is_stored_and_changes_nothing()
    {
        _fleet.Receive(_fleet.Unit.Status());
        long id = Add(s_report);
        UnitCommand command = _fleet.Unit.OpenCommand(Sent().Single())!;
        Receive(_fleet.Unit.Reply(command, CommandStatus.ClockNotSet, highest: 0));
        After(10);
        Assert.That(Sent(), Has.Count.EqualTo(1));
        command.Number = 99;
        FrameResult result = Receive(_fleet.Unit.Reply(command, CommandStatus.Done));
        Assert.That((result.Outcome, result.Detail), Is.EqualTo((FrameOutcome.Stored, "command 99 report-now: done")));
        Assert.That(Command(id).State, Is.EqualTo(CommandState.Sent));
        Assert.That(_fleet.Receive(_fleet.Unit.Seal(Telltale.Sealing.FrameKind.Reply, [1, 2])).Outcome, Is.EqualTo(FrameOutcome.Malformed));
    }

    [Test]
    public void No_more_than_sixteen_are_under_way_so_that_the_units_window_holds_them()
    {
        _fleet.Receive(_fleet.Unit.Status());
        for (int index = 0; index < 20; index++)
        {
            _fleet.Store.AddCommand(_fleet.Unit.UnitId, "Van 7", s_report, _now, TimeSpan.FromHours(1));
        }

        After(1);
        UnitCommand[] commands = [.. Sent().Select(frame => _fleet.Unit.OpenCommand(frame)!)];
        Assert.That(commands.Select(command => command.Number), Is.EqualTo(Enumerable.Range(1, 16)));
        Receive(_fleet.Unit.Reply(commands[7], CommandStatus.Done));
        After(1);
        Assert.That(Sent().Select(frame => _fleet.Unit.OpenCommand(frame)!.Number), Is.EqualTo(new[] { 17 }));
    }

    [Test]
    public void A_command_line_becomes_the_bytes_of_the_format_or_a_sentence()
    {
        Assert.That(CommandRequest.Parse("watch-live", ["600"]).Arguments, Is.EqualTo(new byte[] { 2, 88 }));
        Assert.That(CommandRequest.Parse("drive-output", ["horn", "on", "1500"]).Arguments, Is.EqualTo(new byte[] { 1, 0, 0, 5, 220, 104, 111, 114, 110 }));
        Assert.That(CommandRequest.Parse("private-mode", ["off"]).Arguments, Is.EqualTo(new byte[] { 0 }));
        string file = _fleet.InFolder("configuration.json");
        File.WriteAllText(file, "{ \"version\": 1, // a remark\n }");
        Assert.That(CommandRequest.Parse("set-configuration", [file]).Arguments, Is.EqualTo("{\"version\":1}"u8.ToArray()));
        foreach (string[] wrong in new string[][] { ["dance"], ["reboot", "now"], ["watch-live"], ["watch-live", "-1"], ["private-mode", "maybe"], ["wipe", "x"], ["drive-output", "horn", "on", "long"] })
        {
            Assert.That(() => CommandRequest.Parse(wrong[0], wrong[1..]), Throws.InstanceOf<FormatException>(), string.Join(' ', wrong));
        }

        File.WriteAllText(file, "{");
        Assert.That(() => CommandRequest.Parse("set-configuration", [file]), Throws.InstanceOf<FormatException>());
    }

    [Test]
    public void Trouble_codes_are_told_in_their_letters()
    {
        byte[] data = [1, 0, 0xE8, 3, 0x04, 0x20, 0, 0, 0, 0x10, 10, 0xC1, 0x00, 3, 0x87, 0x2F];
        Assert.That(
            CommandText.Data(CommandCode.ReadTroubleCodes, CommandStatus.Done, data), Is.EqualTo("P0420 stored in E8; U0100-87 permanent in 10 (1 requests unanswered, 0 refused)"));
        Assert.That(CommandText.Data(CommandCode.ReadTroubleCodes, CommandStatus.Done, [0, 0]), Is.EqualTo("no trouble codes"));
    }

    private CommandSender Sender() => new(_fleet.Store, _fleet.Home, new DotNetCryptography(), (topic, payload) =>
    {
        Assert.That(topic, Is.EqualTo(Topics.Downlink(_fleet.Unit.UnitId)));
        if (_isConnected)
        {
            _published.Add(payload);
        }

        return _isConnected;
    });

    private long Add(CommandRequest request, TimeSpan? life = null)
    {
        long id = _fleet.Store.AddCommand(_fleet.Unit.UnitId, "Van 7", request, _now, life ?? TimeSpan.FromHours(1));
        After(1);
        return id;
    }

    private StoredCommand Command(long id) => _fleet.Store.FindCommand(id, _now)!;

    private FrameResult Receive(byte[] frame)
    {
        FrameResult result = _fleet.Receive(frame);
        _sender.Note(result);
        return result;
    }

    private void After(int seconds)
    {
        _now += TimeSpan.FromSeconds(seconds);
        _sender.Step(_now);
    }

    private List<byte[]> Sent()
    {
        List<byte[]> sent = [.. _published];
        _published.Clear();
        return sent;
    }
}
