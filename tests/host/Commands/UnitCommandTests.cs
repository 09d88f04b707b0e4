using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Telltale.Checks;
using Telltale.Commands;
using Telltale.Configuration;
using Telltale.Unit;
using Telltale.Uplink;

namespace Telltale.HostTests.Commands;

/// <summary>What each command makes a whole unit do.</summary>
internal sealed class UnitCommandTests
{
    [Test]
    public void Set_and_read_the_configuration_in_parts()
    {
        CommandDesk desk = new() { Reported = new string('x', 2000) + "end", Wrong = "wrong" };
        desk.Start();
        Assert.That(desk.Send(desk.Configure(1, "a")).Status, Is.EqualTo(CommandStatus.Done));
        Assert.That(desk.Executed, Is.EqualTo(new Dictionary<string, int>(StringComparer.Ordinal) { ["a"] = 1 }));
        CommandReply refused = desk.Send(desk.Configure(2, "wrong"));
        Assert.That((refused.Status, Text(refused)), Is.EqualTo((CommandStatus.BadArguments, "$.wrong: wrong")));

        CommandReply first = desk.Send(desk.Command(3, CommandCode.ReadConfiguration));
        int length = BinaryPrimitives.ReadUInt16BigEndian(first.Data);
        Assert.That((first.Status, length, first.DataLength), Is.EqualTo((CommandStatus.Done, 2003, CommandReply.MaximumData)));
        CommandReply second = desk.Send(desk.Command(4, CommandCode.ReadConfiguration, Two(CommandReply.MaximumData - 2)));
        Assert.That(Text(first)[2..] + Text(second)[2..], Is.EqualTo(desk.Reported));
        Assert.That(desk.Send(desk.Command(5, CommandCode.ReadConfiguration, Two(2004))).Status, Is.EqualTo(CommandStatus.BadArguments));

        desk.HasConfiguration = false;
        desk.Start();
        Assert.That(desk.Send(desk.Configure(6, "b")).Status, Is.EqualTo(CommandStatus.NotFitted));
    }

    [Test]
    public void The_configuration_of_the_volume_is_read_without_its_secrets_and_set_only_by_a_higher_revision()
    {
        CommandDesk desk = new() { HasConfiguration = false };
        byte[] file = Encoding.ASCII.GetBytes("""{"version":2,"revision":3,"uplink":{"broker":{"host":"broker.example","password":"hush"}}}""");
        desk.Volume.Create(ConfigurationStore.ImportName, file, 0, file.Length);
        desk.Store = new ConfigurationStore(desk.Volume);
        desk.Store.Start();
        desk.Start();
        CommandReply read = desk.Send(desk.Command(1, CommandCode.ReadConfiguration));
        Assert.That((read.Status, Text(read)[2..]), Is.EqualTo((CommandStatus.Done, """{"version":2,"revision":3,"uplink":{"broker":{"host":"broker.example","password":"***"}}}""")));
        CommandReply stale = desk.Send(desk.Configure(2, """{"version":2,"revision":3}"""));
        Assert.That((stale.Status, Text(stale)), Is.EqualTo((CommandStatus.BadArguments, "revision: not above the one in force")));
        CommandReply wrong = desk.Send(desk.Configure(3, """{"version":2,"revision":4,"bus":{"mayPoll":1}}"""));
        Assert.That((wrong.Status, Text(wrong)), Is.EqualTo((CommandStatus.BadArguments, "bus.mayPoll: true or false is expected")));
        Assert.That(desk.Store.LastTrialResult, Is.EqualTo(TrialResult.None));
        Assert.That(desk.Send(desk.Configure(4, """{"version":2,"revision":4}""")).Status, Is.EqualTo(CommandStatus.Done));
        Assert.That((desk.Store.LastTrialResult, desk.Store.LastTrialRevision), Is.EqualTo((TrialResult.Waiting, 4)));
    }

    [Test]
    public void Report_now_brings_a_status_and_private_mode_is_switched()
    {
        CommandDesk desk = new();
        desk.Start();
        int before = desk.StatusesReceived;
        Assert.That(desk.Send(desk.Command(1, CommandCode.ReportNow)).Status, Is.EqualTo(CommandStatus.Done));
        Assert.That(desk.StatusesReceived, Is.EqualTo(before + 1));
        Assert.That(desk.Send(desk.Command(2, CommandCode.PrivateMode, [1])).Status, Is.EqualTo(CommandStatus.Done));
        Assert.That(desk.Unit.IsPrivate, Is.True);
        desk.Start();
        Assert.That(desk.Unit.IsPrivate, Is.True);
        Assert.That(desk.Send(desk.Command(3, CommandCode.PrivateMode, [0])).Status, Is.EqualTo(CommandStatus.Done));
        Assert.That(desk.Unit.IsPrivate, Is.False);
        Assert.That(desk.Send(desk.Command(4, CommandCode.PrivateMode, [2])).Status, Is.EqualTo(CommandStatus.BadArguments));
        Assert.That(desk.Send(desk.Command(5, CommandCode.WatchLive, Two(3601))).Status, Is.EqualTo(CommandStatus.BadArguments));
        Assert.That(desk.Send(desk.Command(6, CommandCode.WatchLive, Two(3600))).Status, Is.EqualTo(CommandStatus.Done));
        Assert.That(desk.Send(desk.Command(7, (CommandCode)200)).Status, Is.EqualTo(CommandStatus.Unknown));
    }

    [Test]
    public void What_the_board_or_the_settings_do_not_have_is_answered_so()
    {
        CommandDesk desk = new();
        desk.Settings.Commands.MayConfigure = false;
        desk.Settings.Commands.MayWipe = false;
        desk.Start();
        Assert.That(desk.Send(desk.Configure(1, "a")).Status, Is.EqualTo(CommandStatus.NotAllowed));
        Assert.That(desk.Send(desk.Command(2, CommandCode.ReadTroubleCodes)).Status, Is.EqualTo(CommandStatus.NotFitted));
        Assert.That(desk.Send(desk.Command(3, CommandCode.Wipe, Encoding.ASCII.GetBytes(CommandDesk.UnitId))).Status, Is.EqualTo(CommandStatus.NotAllowed));
        Assert.That(desk.Send(desk.Command(4, CommandCode.DriveOutput, Output("horn", on: true, 10))).Status, Is.EqualTo(CommandStatus.NotAllowed));
        Assert.That(desk.Executed, Is.Empty);

        desk.Settings.Commands.IsEnabled = false;
        desk.Start();
        int replies = desk.Replies.Count;
        desk.Link.Deliver(desk.Configure(5, "b"));
        desk.Run(200);
        Assert.That((desk.Replies.Count, desk.Unit.Uplink.Counters.MessagesUnserved), Is.EqualTo((replies, 1)));
    }

    [Test]
    public void An_output_that_the_settings_name_goes_on_and_off_again_and_never_beyond_its_limits()
    {
        CommandDesk desk = new();
        desk.Settings.Commands.Outputs =
        [
            new OutputSettings { Name = "horn", Pin = 4, MayDriveWhileMoving = true, PulseMilliseconds = 2000 },
            new OutputSettings { Name = "lock", Pin = 5, IsActiveLow = true },
            new OutputSettings { Name = "none" },
        ];
        desk.Start();
        Assert.That((desk.Outputs.IsHigh(4), desk.Outputs.IsHigh(5)), Is.EqualTo((false, true)), "off after the start");
        Assert.That(desk.Send(desk.Command(1, CommandCode.DriveOutput, Output("horn", on: true, 1000)), 500).Status, Is.EqualTo(CommandStatus.Done));
        Assert.That(desk.Outputs.IsHigh(4), Is.True);
        desk.Run(800);
        Assert.That(desk.Outputs.IsHigh(4), Is.False);
        Assert.That(desk.Send(desk.Command(2, CommandCode.DriveOutput, Output("horn", on: true, 2001))).Status, Is.EqualTo(CommandStatus.BadArguments));
        Assert.That(desk.Send(desk.Command(3, CommandCode.DriveOutput, Output("horn", on: true, 0)), 500).Status, Is.EqualTo(CommandStatus.Done), "for the pulse of the settings");
        Assert.That((desk.Outputs.IsHigh(4), desk.Unit.OutputsOn), Is.EqualTo((true, 1)));
        desk.Run(1400);
        Assert.That(desk.Outputs.IsHigh(4), Is.True, "on for two seconds");
        desk.Run(600);
        Assert.That((desk.Outputs.IsHigh(4), desk.Unit.OutputsOn), Is.EqualTo((false, 0)));
        Assert.That(desk.Send(desk.Command(4, CommandCode.DriveOutput, Output("lock", on: true, 10))).Status, Is.EqualTo(CommandStatus.NotNow), "nothing tells that the vehicle stands");
        Assert.That(desk.Send(desk.Command(5, CommandCode.DriveOutput, Output("none", on: true, 10))).Status, Is.EqualTo(CommandStatus.NotAllowed), "no pin");
        Assert.That(desk.Send(desk.Command(6, CommandCode.DriveOutput, Output("hor", on: true, 10))).Status, Is.EqualTo(CommandStatus.NotAllowed));
        Assert.That(desk.Send(desk.Command(7, CommandCode.DriveOutput, [1, 0, 0, 0, 9])).Status, Is.EqualTo(CommandStatus.BadArguments));
        Assert.That(desk.Outputs.Changes, Has.Count.EqualTo(5));

        desk.Ignition = 0;
        desk.Run(120_000);
        Assert.That(desk.Send(desk.Command(8, CommandCode.DriveOutput, Output("lock", on: true, 0))).Status, Is.EqualTo(CommandStatus.Done), "parked");
        Assert.That(desk.Outputs.IsHigh(5), Is.False);
        desk.Start();
        Assert.That((desk.Outputs.IsHigh(5), desk.Unit.OutputsOn), Is.EqualTo((true, 0)), "a restart switches it off");
    }

    [Test]
    public void An_output_whose_pin_the_board_needs_is_refused_at_the_start_and_told()
    {
        CommandDesk desk = new();
        desk.Settings.Commands.Outputs = [new OutputSettings { Name = "horn", Pin = 4, MayDriveWhileMoving = true }, new OutputSettings { Name = "lock", Pin = 22, MayDriveWhileMoving = true }];
        desk.Outputs.Taken.Add(22);
        desk.Start();
        Assert.That((desk.Unit.OutputsRefused, desk.Unit.OutputPinRefused), Is.EqualTo((1, 22)));
        EventLog log = desk.Unit.Reporting.Log;
        Assert.That(Enumerable.Range(0, log.Total).Select(entry => (log.CodeOf(entry), log.ValueOf(entry))), Does.Contain((LogCode.OutputRefused, 22)));
        CommandReply refused = desk.Send(desk.Command(1, CommandCode.DriveOutput, Output("lock", on: true, 10)));
        Assert.That((refused.Status, Text(refused)), Is.EqualTo((CommandStatus.NotFitted, "the board does not give this pin as an output")));
        Assert.That(desk.Send(desk.Command(2, CommandCode.DriveOutput, Output("horn", on: true, 0))).Status, Is.EqualTo(CommandStatus.Done), "the other one works");
        Assert.That(desk.Outputs.IsHigh(22), Is.False);
    }

    [Test]
    public void An_output_that_does_not_go_off_is_tried_again()
    {
        CommandDesk desk = new();
        desk.Settings.Commands.Outputs = [new OutputSettings { Name = "horn", Pin = 4, MayDriveWhileMoving = true }];
        desk.Start();
        Assert.That(desk.Send(desk.Command(1, CommandCode.DriveOutput, Output("horn", on: true, 1000)), 100).Status, Is.EqualTo(CommandStatus.Done));
        desk.Outputs.Taken.Add(4);
        desk.Run(3000);
        Assert.That((desk.Outputs.IsHigh(4), desk.Unit.OutputsOn), Is.EqualTo((true, 1)));
        desk.Outputs.Taken.Clear();
        desk.Run(1100);
        Assert.That((desk.Outputs.IsHigh(4), desk.Unit.OutputsOn), Is.EqualTo((false, 0)));
    }

    [Test]
    public void A_reboot_is_asked_of_the_board_and_answered_after_it()
    {
        CommandDesk desk = new();
        desk.Start();
        Assert.That(desk.Send(desk.Command(1, CommandCode.Reboot), 10).Status, Is.EqualTo(CommandStatus.Begun));
        desk.Run(1000);
        Assert.That(desk.Unit.RestartRequested, Is.EqualTo(RestartReason.Command));
        desk.Start();
        Assert.That((desk.Replies[^1].Status, desk.Replies[^1].Number, desk.Unit.RestartRequested), Is.EqualTo((CommandStatus.Done, 1, RestartReason.None)));
        Assert.That(desk.Send(desk.Command(1, CommandCode.Reboot, made: CommandDesk.Noon)).Status, Is.EqualTo(CommandStatus.NumberUsed));
        desk.Run(20_000);
        Assert.That(desk.Unit.RestartRequested, Is.Zero);
    }

    [Test]
    public void Without_a_connection_a_reboot_comes_after_ten_seconds()
    {
        CommandDesk desk = new();
        desk.Start();
        desk.Link.Deliver(desk.Command(1, CommandCode.Reboot));
        desk.Step();
        desk.Link.HasNetwork = false;
        desk.Link.Drop();
        desk.Run(9000);
        Assert.That(desk.Unit.RestartRequested, Is.Zero);
        desk.Run(2000);
        Assert.That(desk.Unit.RestartRequested, Is.EqualTo(RestartReason.Command));
    }

    [Test]
    public void Rotated_keys_end_the_stream_and_every_command_of_it()
    {
        CommandDesk desk = new();
        desk.Start();
        byte[] before = [.. desk.Unit.Keys.StreamId];
        byte[] old = desk.Configure(2, "old");
        desk.Link.Deliver(desk.Command(1, CommandCode.RotateKeys));
        Assert.That(desk.Send(desk.Command(3, CommandCode.Reboot)).Status, Is.EqualTo(CommandStatus.Busy));
        Assert.That(desk.Replies.Select(given => given.Status), Does.Contain(CommandStatus.Begun));
        desk.Run(1000);
        Assert.That(desk.Unit.RestartRequested, Is.EqualTo(RestartReason.KeysRotated));
        desk.Start();
        CommandReply reply = desk.Replies[^1];
        Assert.That((reply.Status, reply.Number, reply.Code), Is.EqualTo((CommandStatus.Done, 1, CommandCode.RotateKeys)));
        Assert.That(reply.StreamId, Is.EqualTo(before));
        Assert.That(desk.Unit.Keys.StreamId, Is.Not.EqualTo(before));
        desk.Link.Deliver(old);
        desk.Run(200);
        Assert.That((desk.Executed.Count, desk.Unit.Uplink.Counters.MessagesRefused), Is.EqualTo((0, 1)));
        Assert.That(desk.Send(desk.Configure(1, "new")).Status, Is.EqualTo(CommandStatus.Done));
        Assert.That(desk.FramesNotOpened, Is.Zero);
    }

    [Test]
    public void A_wipe_needs_the_units_id_and_leaves_nothing_on_the_volume()
    {
        CommandDesk desk = new();
        desk.Start();
        Assert.That(desk.Send(desk.Command(1, CommandCode.Wipe, Encoding.ASCII.GetBytes("abcdefgj"))).Status, Is.EqualTo(CommandStatus.BadArguments));
        Assert.That(desk.Send(desk.Command(2, CommandCode.Wipe)).Status, Is.EqualTo(CommandStatus.BadArguments));
        Assert.That(desk.Send(desk.Command(3, CommandCode.Wipe, Encoding.ASCII.GetBytes(CommandDesk.UnitId)), 1000).Status, Is.EqualTo(CommandStatus.Begun));
        Assert.That(desk.Unit.RestartRequested, Is.EqualTo(RestartReason.Wiped));
        Assert.That(desk.Volume.List(""), Is.Empty);
        desk.Start();
        Assert.That(desk.Unit.State, Is.EqualTo(UnitState.NotEnrolled));
    }

    [Test]
    public void A_rotation_that_the_power_cuts_short_is_told_as_interrupted()
    {
        CommandDesk desk = new();
        desk.Start();
        byte[] before = [.. desk.Unit.Keys.StreamId];
        desk.Link.Deliver(desk.Command(1, CommandCode.RotateKeys));
        desk.Step();
        desk.Start();
        Assert.That((desk.Replies[^1].Status, desk.Replies[^1].Number), Is.EqualTo((CommandStatus.Interrupted, 1)));
        Assert.That(desk.Unit.Keys.StreamId, Is.EqualTo(before));
    }

    [Test]
    public void A_wipe_switches_outputs_off()
    {
        CommandDesk desk = new();
        desk.Settings.Commands.Outputs = [new OutputSettings { Name = "horn", Pin = 4, MayDriveWhileMoving = true }];
        desk.Start();
        Assert.That(desk.Send(desk.Command(1, CommandCode.DriveOutput, Output("horn", on: true, 0))).Status, Is.EqualTo(CommandStatus.Done));
        desk.Send(desk.Command(2, CommandCode.Wipe, Encoding.ASCII.GetBytes(CommandDesk.UnitId)), 1000);
        Assert.That((desk.Unit.RestartRequested, desk.Outputs.IsHigh(4)), Is.EqualTo((RestartReason.Wiped, false)));
    }

    [Test]
    public void A_wipe_that_the_power_cuts_short_anywhere_goes_on_at_the_next_start()
    {
        CommandDesk desk = new();
        desk.Start();
        desk.Link.Deliver(desk.Command(1, CommandCode.Wipe, Encoding.ASCII.GetBytes(CommandDesk.UnitId)));
        desk.Step();
        Virtual.Flash.SimulatedVolume before = desk.Volume;
        int operations = before.List("").Length;
        Assert.That(operations, Is.GreaterThan(4));
        for (int cut = 0; cut <= operations; cut++)
        {
            desk.Use(before.Fork());
            if (cut > 0)
            {
                desk.Volume.CutAt(desk.Volume.Operations + cut, Virtual.Flash.CutOutcome.NotDone);
                Assert.That(desk.Start, Throws.InstanceOf<Virtual.Flash.PowerLostException>(), $"cut {cut}");
                desk.Volume.PowerOn();
            }

            desk.Start();
            Assert.That(desk.Unit.State, Is.EqualTo(UnitState.NotEnrolled), $"cut {cut}");
            Assert.That(desk.Volume.List("").Where(name => !name.StartsWith("commands-", StringComparison.Ordinal)), Is.Empty, $"cut {cut}");
        }
    }

    [Test]
    public void A_trust_anchor_is_proposed_beside_the_old_one_and_what_is_none_is_refused_in_a_sentence()
    {
        CommandDesk desk = new();
        desk.Start();
        byte[] pem = Authority();
        Assert.That(desk.Send(desk.Command(1, CommandCode.ReplaceTrustAnchor, [2, .. pem])).Status, Is.EqualTo(CommandStatus.Done));
        byte[] proposed = new byte[TrustAnchors.MaximumLength];
        int length = desk.Volume.Length("anchor-2.new");
        Assert.That(desk.Volume.Read("anchor-2.new", 0, proposed, 0, length), Is.EqualTo(pem.Length));
        Assert.That(proposed[..length], Is.EqualTo(pem));
        Assert.That(desk.Volume.Length("anchor-2.pem"), Is.Negative, "no connection was made with it yet");
        CommandReply refused = desk.Send(desk.Command(2, CommandCode.ReplaceTrustAnchor, [3, .. pem]));
        Assert.That((refused.Status, Text(refused)), Is.EqualTo((CommandStatus.BadArguments, "slot: 1 or 2")));
        refused = desk.Send(desk.Command(3, CommandCode.ReplaceTrustAnchor, [1, .. "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"u8]));
        Assert.That((refused.Status, Text(refused)), Is.EqualTo((CommandStatus.BadArguments, "no certificate in PEM, or too long")));

        desk.Start();
        Assert.That(desk.Volume.Length("anchor-2.pem"), Is.EqualTo(pem.Length), "the next connection was");
    }

    [Test]
    public void A_log_that_cannot_be_read_ends_the_stream_at_the_start()
    {
        CommandDesk desk = new();
        desk.Start();
        byte[] old = desk.Configure(1, "a");
        desk.Send(old);
        byte[] before = [.. desk.Unit.Keys.StreamId];
        desk.Volume.Delete(CommandLog.FirstFileName);
        desk.Volume.Create(CommandLog.FirstFileName, [1, 2, 3], 0, 3);
        desk.Volume.Delete(CommandLog.SecondFileName);
        desk.Start();
        Assert.That(desk.Unit.Keys.StreamId, Is.Not.EqualTo(before));
        desk.Link.Deliver(old);
        desk.Run(200);
        Assert.That(desk.Executed["a"], Is.EqualTo(1));
        Assert.That(desk.Send(desk.Configure(1, "b")).Status, Is.EqualTo(CommandStatus.Done));
    }

    [Test]
    public void Without_a_clock_a_command_is_not_used_up()
    {
        CommandDesk desk = new() { HasClock = false };
        desk.Start();
        byte[] command = desk.Configure(1, "a");
        Assert.That(desk.Send(command).Status, Is.EqualTo(CommandStatus.ClockNotSet));
        desk.HasClock = true;
        Assert.That(desk.Send(command).Status, Is.EqualTo(CommandStatus.Done));
        Assert.That(desk.Executed["a"], Is.EqualTo(1));
    }

    private static byte[] Two(int number) => [(byte)(number >> 8), (byte)number];

    private static byte[] Output(string name, bool on, int milliseconds)
    {
        byte[] arguments = new byte[5 + name.Length];
        arguments[0] = on ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(arguments.AsSpan(1), milliseconds);
        Encoding.ASCII.GetBytes(name, arguments.AsSpan(5));
        return arguments;
    }

    private static string Text(CommandReply reply) => Encoding.Latin1.GetString(reply.Data, 0, reply.DataLength);

    private static byte[] Authority()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=authority", key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-1), DateTimeOffset.UtcNow.AddYears(10));
        return Encoding.ASCII.GetBytes(certificate.ExportCertificatePem());
    }
}
