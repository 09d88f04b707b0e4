using System.Globalization;
using Telltale.Commands;
using Telltale.Sealing;
using Telltale.Virtual.Flash;

namespace Telltale.HostTests.Commands;

/// <summary>Each good command is done once, whatever else comes and wherever the power fails.</summary>
internal sealed class CommandSafetyTests
{
    private const int Good = 1000;
    private const int Bad = 10_000;

    [TestCase(20261126)]
    public void Ten_thousand_bad_commands_among_a_thousand_good_ones_and_restarts_in_between_do_each_good_one_once_and_nothing_else(int seed)
    {
        TestContext.Out.WriteLine($"seed {seed}");
        Random random = new(seed);
        CommandDesk desk = new(seed);
        desk.Start();
        byte[] stream = [.. desk.Unit.Keys.StreamId];
        List<(int Number, byte[] Frame)> sent = [];
        List<(int Number, byte[] Frame)> delayed = [];
        Counted counted = new();
        int bad = 0;
        int number = 0;
        int restarts = 0;
        while (sent.Count < Good || delayed.Count > 0)
        {
            // One good one; some are kept back, so that they come out of order, but none for as long as the window lasts. Then ten bad ones.
            if (sent.Count < Good)
            {
                number++;
                sent.Add((number, desk.Configure(number, Name(number), CommandDesk.Noon)));
                if (random.Next(3) == 0)
                {
                    delayed.Add(sent[^1]);
                }
                else
                {
                    desk.Link.Deliver(sent[^1].Frame);
                }
            }

            foreach ((int Number, byte[] Frame) late in delayed.FindAll(command => command.Number < number - 45 || sent.Count == Good || random.Next(8) == 0))
            {
                desk.Link.Deliver(late.Frame);
                delayed.Remove(late);
            }

            for (int count = 0; count < Bad / Good && bad < Bad; count++, bad++)
            {
                // Half of what is played back is recent.
                (int Number, byte[] Frame) good = sent[random.Next(random.Next(2) == 0 ? Math.Max(0, sent.Count - 15) : 0, sent.Count)];
                desk.Link.Deliver(BadCommand(random, desk, good.Frame, delayed.Contains(good), ref number, stream, counted));
            }

            while (desk.Link.MessagesWaiting > 0)
            {
                desk.Step();
            }

            if (random.Next(20) == 0)
            {
                Sum(desk, counted);
                restarts++;
                desk.Volume.PowerOff();
                desk.Volume.PowerOn();
                desk.Start();
            }
        }

        desk.Run(2000);
        Sum(desk, counted);
        TestContext.Out.WriteLine($"{restarts} restarts, {number} numbers, {counted}, {desk.Replies.Count} replies");
        Assert.Multiple(() =>
        {
            Assert.That(bad, Is.EqualTo(Bad));
            Assert.That(restarts, Is.GreaterThan(20));
            Assert.That(desk.Executed.Keys.Order(StringComparer.Ordinal), Is.EqualTo(sent.Select(command => Name(command.Number))));
            Assert.That(desk.Executed.Values, Is.All.EqualTo(1));
            Assert.That(desk.Replies.Where(reply => reply.Status == CommandStatus.Done).Select(reply => reply.Number).Order(), Is.EqualTo(sent.Select(command => command.Number)));

            // Each is counted, and as what it was.
            Assert.That(counted.UnitExecuted, Is.EqualTo(Good));
            Assert.That(counted.UnitNotAuthentic, Is.EqualTo(counted.NotAuthentic));
            Assert.That(counted.UnitRepeated + counted.UnitTooOld + counted.UnitOther, Is.EqualTo(counted.Replayed + counted.Other));
            Assert.That(counted.UnitRepeated, Is.GreaterThan(1000));
            Assert.That(counted.UnitTooOld, Is.GreaterThan(1000));
            Assert.That(counted.UnitExpired, Is.EqualTo(counted.Expired));
            Assert.That(counted.UnitOther, Is.GreaterThan(10));
            Assert.That(counted.UnitReceived, Is.EqualTo(Good + counted.Replayed + counted.Expired + counted.Other));
            Assert.That(counted.NotAuthentic + counted.Replayed + counted.Expired + counted.Other, Is.EqualTo(Bad));
        });
    }

    [Test]
    public void A_power_cut_at_any_operation_leaves_a_command_done_once_at_most_and_the_owner_told()
    {
        CommandDesk desk = new();
        desk.Start();
        desk.Send(desk.Configure(1, "first"));
        SimulatedVolume before = desk.Volume;
        byte[] command = desk.Configure(2, "second", CommandDesk.Noon);
        long operations = Operations(desk, before.Fork(), command);
        TestContext.Out.WriteLine($"{operations} operations");
        Assert.That(operations, Is.GreaterThanOrEqualTo(9), "two states in two copies, and the reply");
        int interrupted = 0;
        int again = 0;
        foreach (CutOutcome outcome in Enum.GetValues<CutOutcome>())
        {
            for (long cut = 1; cut <= operations; cut++)
            {
                string where = $"{outcome} at {cut}";
                Restart(desk, before.Fork());
                desk.Volume.CutAt(desk.Volume.Operations + cut, outcome);
                Assert.That(() => desk.Send(command), Throws.InstanceOf<PowerLostException>(), where);
                int executed = desk.Executed.GetValueOrDefault("second");
                Assert.That(executed, Is.LessThanOrEqualTo(1), where);
                desk.Volume.PowerOn();
                desk.Start();
                desk.Run(500);
                bool isInterrupted = desk.Replies.Exists(reply => reply.Number == 2 && reply.Status == CommandStatus.Interrupted);
                interrupted += isInterrupted ? 1 : 0;
                CommandReply reply = desk.Send(command);
                CommandStatus status = reply.Status == CommandStatus.AlreadyDone ? reply.Detail : reply.Status;
                again += reply.Status == CommandStatus.Done ? 1 : 0;
                Assert.That(reply.Number, Is.EqualTo(2), where);
                Assert.That(desk.Executed.GetValueOrDefault("second"), Is.LessThanOrEqualTo(1), where);
                Assert.That(status, Is.EqualTo(isInterrupted ? CommandStatus.Interrupted : CommandStatus.Done), where);
                Assert.That(desk.Executed.GetValueOrDefault("second") == 1 || isInterrupted, Is.True, where);
                Assert.That(desk.Send(desk.Configure(1, "first", CommandDesk.Noon)).Status, Is.EqualTo(CommandStatus.NumberUsed), where);
            }
        }

        TestContext.Out.WriteLine($"{interrupted} interrupted, {again} done after the restart");
        Assert.That(interrupted, Is.GreaterThan(0));
        Assert.That(again, Is.GreaterThan(0));
    }

    private static void Restart(CommandDesk desk, SimulatedVolume volume)
    {
        desk.Use(volume);
        desk.Start();
        desk.Run(500);
    }

    private static long Operations(CommandDesk desk, SimulatedVolume volume, byte[] command)
    {
        Restart(desk, volume);
        long first = desk.Volume.Operations;
        Assert.That(desk.Send(command).Status, Is.EqualTo(CommandStatus.Done));
        return desk.Volume.Operations - first;
    }

    private static string Name(int number) => number.ToString("d6", CultureInfo.InvariantCulture);

    private static byte[] BadCommand(Random random, CommandDesk desk, byte[] good, bool isDelayed, ref int number, byte[] stream, Counted counted)
    {
        switch (random.Next(8))
        {
            case 0:
            case 1:
                counted.NotAuthentic++;
                byte[] mutated = [.. good];
                mutated[random.Next(mutated.Length)] ^= (byte)(1 << random.Next(8));
                return mutated;
            case 2:
                counted.NotAuthentic++;
                return good[..random.Next(1, good.Length)];
            case 3:
                counted.NotAuthentic++;
                byte[] other = [.. stream];
                other[7] ^= 1;
                return desk.Command(number + 1, CommandCode.SetConfiguration, "of another stream"u8.ToArray(), streamId: other);
            case 4:
                // What its owner made of a store that was restored, and what no version of the owner's side makes.
                counted.Other++;
                return number > 200
                    ? desk.Configure(random.Next(2) == 0 ? random.Next(1, number - 100) : Finished(desk), "another", CommandDesk.Noon)
                    : desk.Seal(FrameKind.Command, [2, 1, 0, 0, 0, 9, .. new byte[12]], stream);
            case 5:
                counted.Expired++;
                number++;
                return desk.Configure(number, "expired", CommandDesk.Noon - 7_200_000);
            default:
                if (isDelayed)
                {
                    // It has not come yet: a repetition of it would be its coming.
                    counted.NotAuthentic++;
                    return [.. good, 0];
                }

                counted.Replayed++;
                return good;
        }
    }

    // A number that was used up lately: that of the newest final reply.
    private static int Finished(CommandDesk desk) => desk.Replies.FindLast(reply => reply.Status is CommandStatus.Done or CommandStatus.Expired)!.Number;

    private static void Sum(CommandDesk desk, Counted counted)
    {
        CommandCounters counters = desk.Unit.Commands.Counters;
        counted.UnitReceived += counters.Received;
        counted.UnitExecuted += counters.Executed;
        counted.UnitExpired += counters.Expired;
        counted.UnitRepeated += counters.Repeated;
        counted.UnitOther += counters.NumbersUsed + counters.Malformed;
        counted.UnitTooOld += counters.TooOld;
        counted.UnitNotAuthentic += desk.Unit.Uplink.Counters.MessagesRefused;
    }

    private sealed record Counted
    {
        public int NotAuthentic { get; set; }

        public int Replayed { get; set; }

        public int Expired { get; set; }

        public int Other { get; set; }

        public int UnitReceived { get; set; }

        public int UnitExecuted { get; set; }

        public int UnitExpired { get; set; }

        public int UnitRepeated { get; set; }

        public int UnitTooOld { get; set; }

        public int UnitOther { get; set; }

        public int UnitNotAuthentic { get; set; }
    }
}
