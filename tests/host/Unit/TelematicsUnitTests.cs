using Telltale.Sampling;
using Telltale.Sealing;
using Telltale.Signals;
using Telltale.Unit;
using Telltale.Virtual.Gnss;

namespace Telltale.HostTests.Unit;

[TestFixture]
public class TelematicsUnitTests
{
    // The batch keeps 0.15 m, in steps of up to 0.3 m.
    private const double LatitudeToleranceE7 = 15;
    private const double LongitudeToleranceE7 = 23;

    [Test]
    public void What_goes_in_at_the_UART_and_the_bus_comes_out_at_the_owner()
    {
        UnitOnTheDesk desk = new();
        desk.Start();
        desk.Run(310);

        List<EmittedEpoch> epochs = [.. desk.Epochs.Where(epoch => epoch.HasFix)];
        Dictionary<long, OwnedSample> samples = desk.Owner.DatedSamples().Where(sample => sample.HasPosition).ToDictionary(sample => sample.UtcMilliseconds!.Value);
        Assert.That(samples, Has.Count.GreaterThan(290));
        Assert.That(epochs, Has.Count.EqualTo(samples.Count + desk.Unit.SamplesInOpenBatch), "every epoch is stored or in the open batch");
        foreach (EmittedEpoch epoch in epochs.Take(samples.Count))
        {
            OwnedSample sample = samples[epoch.UtcMilliseconds!.Value];
            Assert.That(sample.LatitudeDegreesE7, Is.EqualTo(epoch.LatitudeDegreesE7).Within(LatitudeToleranceE7));
            Assert.That(sample.LongitudeDegreesE7, Is.EqualTo(epoch.LongitudeDegreesE7).Within(LongitudeToleranceE7));
            Assert.That(sample.Signal, Is.EqualTo(epoch.FirstByteMicroseconds / 100_000), "signals are those of the moment of the position");
        }

        SignalDefinition[] dictionary = desk.Owner.Dictionaries.Values.Single();
        Assert.Multiple(() =>
        {
            Assert.That(dictionary.Single().Name, Is.EqualTo("Test.Tenths"));
            Assert.That(desk.Owner.NotOpened, Is.Zero);
            Assert.That(desk.Owner.Repetitions, Is.Zero);
            Assert.That(desk.Owner.Frames[0].Kind, Is.EqualTo(FrameKind.Dictionary), "the dictionary comes first");
            Assert.That(desk.Owner.Frames.Select(frame => frame.Sequence), Is.EqualTo(Enumerable.Range(1, desk.Owner.Frames.Count)));
            Assert.That(desk.IsEverythingReleased, Is.True);
        });
    }

    [Test]
    public void Samples_from_before_the_clock_was_set_are_in_a_batch_of_their_own_and_can_be_dated_by_their_start_up()
    {
        UnitOnTheDesk desk = new() { IsSkyHidden = true };
        desk.Start();
        desk.Run(10.5);
        desk.IsSkyHidden = false;
        desk.Run(70);

        List<OwnedSample> undated = [.. desk.Owner.Samples.Where(sample => sample.UtcMilliseconds is null)];
        OwnedSample dated = desk.Owner.Samples.First(sample => sample.UtcMilliseconds is not null);
        Assert.That(undated, Has.Count.InRange(10, 12));
        Assert.That(undated.SkipLast(1).Select(sample => sample.HasPosition), Is.All.False);
        Assert.That(undated[^1].HasPosition, Is.True, "one fix does not set the clock");
        Assert.That(undated.Select(sample => sample.Sequence).Distinct().Single(), Is.LessThan(dated.Sequence));
        Assert.That(undated.Select(sample => sample.BootNumber), Is.All.EqualTo(dated.BootNumber));

        // UTC less uptime is the same for all of one start-up.
        long offset = dated.UtcMilliseconds!.Value - dated.UptimeMilliseconds;
        foreach (OwnedSample sample in undated)
        {
            long millisecondsOfSecond = (sample.UptimeMilliseconds + offset) % 1000;
            Assert.That(Math.Min(millisecondsOfSecond, 1000 - millisecondsOfSecond), Is.LessThanOrEqualTo(200), "taken at the receiver's epochs");
        }
    }

    [Test]
    public void A_frame_stays_in_the_journal_until_the_receipt_and_an_acknowledgement_alone_releases_nothing()
    {
        UnitOnTheDesk desk = new();
        desk.Owner.SendReceipt = null;
        desk.Start();
        desk.Run(600);
        Assert.That(desk.Unit.Uplink.Counters.FramesAcknowledged, Is.GreaterThan(10));
        Assert.That(desk.Unit.Journal.OldestSequence, Is.EqualTo(1));
        Assert.That(desk.Owner.Repetitions, Is.GreaterThan(0), "sent again for want of a receipt");

        desk.Owner.SendReceipt = desk.Scripted.Deliver;
        desk.Run(3600);
        Assert.That(desk.IsEverythingReleased, Is.True);
    }

    [Test]
    public void A_broker_that_forgets_what_it_acknowledged_loses_nothing()
    {
        UnitOnTheDesk desk = new();
        desk.Start();
        desk.Run(70);
        desk.Scripted.FramesToForget = 5;
        desk.Run(900);

        Assert.That(desk.Scripted.FramesToForget, Is.Zero);
        AssertNothingIsLost(desk);
    }

    [Test]
    public void Lost_and_repeated_acknowledgements_and_dropped_connections_lose_nothing()
    {
        UnitOnTheDesk desk = new();
        desk.Settings.BatchMilliseconds = 5000;
        desk.Start();
        for (int round = 0; round < 20; round++)
        {
            desk.Scripted.AcknowledgementsToDrop = round % 5;
            desk.Scripted.AcknowledgementsToRepeat = round % 3;
            desk.Run(17);
            desk.Scripted.Drop();
            desk.Run(10);
            desk.Scripted.IsHalfOpen = true;
            desk.Run(13);
            desk.Scripted.IsHalfOpen = false;
        }

        desk.Run(900);
        Assert.That(desk.Unit.Uplink.Counters.LostConnections, Is.GreaterThan(20));
        AssertNothingIsLost(desk);
    }

    [Test]
    public void An_outage_of_six_hours_is_made_good()
    {
        UnitOnTheDesk desk = new();
        desk.Settings.Journal.BudgetBytes = 1024 * 1024;
        desk.Start();
        desk.Run(100);
        desk.Scripted.HasNetwork = false;
        desk.Run(6 * 3600);
        Assert.That(desk.Owner.Samples, Has.Count.LessThan(200));

        desk.Scripted.HasNetwork = true;
        desk.Run(900);
        AssertNothingIsLost(desk);
    }

    [Test]
    public void A_restart_loses_the_open_batch_and_nothing_else()
    {
        UnitOnTheDesk desk = new();
        desk.Scripted.HasNetwork = false;
        desk.Start();
        desk.Run(200.5);
        int open = desk.Unit.SamplesInOpenBatch;
        int epochs = desk.Epochs.Count;
        int next = desk.Unit.Journal.NextSequence;
        Assert.That(open, Is.InRange(1, 60));

        desk.Volume.BytesRead = 0;
        desk.Start();
        Assert.That(desk.Unit.KeyState, Is.EqualTo(UnitKeyState.Resumed));
        Assert.That(desk.Unit.Journal.NextSequence, Is.EqualTo(next), "the sequence goes on");
        Assert.That(desk.Volume.BytesRead, Is.LessThan(desk.Settings.Journal.SegmentBytes + 2048), "at most one segment is read");
        desk.Scripted.HasNetwork = true;
        desk.Run(200);

        int stored = desk.Owner.Samples.Count(sample => sample.BootNumber == 1);
        Assert.Multiple(() =>
        {
            Assert.That(stored, Is.InRange(epochs - open - 2, epochs - open + 1), "the first life, less the open batch");
            Assert.That(desk.Owner.Samples.Count(sample => sample.BootNumber == 2), Is.GreaterThan(100));
            Assert.That(desk.Owner.Frames.Count(frame => frame.Kind == FrameKind.Dictionary), Is.EqualTo(1), "the dictionary is known already");
            Assert.That(desk.Owner.Frames[^1].Epoch, Is.GreaterThan(desk.Owner.Frames[0].Epoch), "each start-up begins a key epoch");
            Assert.That(desk.Owner.NotOpened, Is.Zero);
        });
    }

    [Test]
    public void A_changed_profile_sends_its_dictionary_before_the_first_batch_that_needs_it()
    {
        UnitOnTheDesk desk = new();
        desk.Start();
        desk.Run(70);
        desk.UseProfile("Test.Other");
        desk.Start();
        desk.Run(130);

        Assert.That(desk.Owner.Dictionaries, Has.Count.EqualTo(2));
        OpenedFrame dictionary = desk.Owner.Frames.Last(frame => frame.Kind == FrameKind.Dictionary);
        OpenedFrame batch = desk.Owner.Frames[^1];
        Assert.That(batch.Sequence, Is.GreaterThan(dictionary.Sequence));
        Assert.That(desk.Owner.Dictionaries[batch.DictionaryId].Single().Name, Is.EqualTo("Test.Other"));
    }

    [Test]
    public void A_damaged_profile_is_reported_and_the_built_in_one_taken()
    {
        UnitOnTheDesk desk = new();
        desk.Volume.Delete(TelematicsUnit.ProfileFileName);
        desk.Volume.Create(TelematicsUnit.ProfileFileName, [1, 2, 3], 0, 3);
        desk.Start();

        Assert.That(desk.Unit.ProfileFault, Is.EqualTo(SignalProfileFault.NotAProfile));
        Assert.That(desk.Unit.Signals.Definitions, Has.Length.EqualTo(10));
        Assert.That(desk.Unit.State, Is.EqualTo(UnitState.Running));
    }

    [Test]
    public void Ignition_off_closes_the_batch_at_once_and_ends_the_key_epoch()
    {
        UnitOnTheDesk desk = new();
        desk.Start();
        desk.Run(30);
        int epoch = desk.Unit.Keys.Epoch;
        Assert.That(desk.Unit.SamplesInOpenBatch, Is.GreaterThan(20));

        desk.Supply.Ignition = 0;
        desk.Run(0.3);
        Assert.That(desk.Unit.Counters.TripsEnded, Is.Zero, "a dip is not the end of a trip");
        desk.Run(2);
        Assert.Multiple(() =>
        {
            Assert.That(desk.Unit.Ignition, Is.EqualTo(IgnitionState.Off));
            Assert.That(desk.Unit.Counters.TripsEnded, Is.EqualTo(1));
            Assert.That(desk.Unit.SamplesInOpenBatch, Is.LessThanOrEqualTo(1));
            Assert.That(desk.Unit.Keys.Epoch, Is.EqualTo(epoch + 1));
        });
    }

    [Test]
    public void Without_an_ignition_wire_the_supply_voltage_tells()
    {
        UnitOnTheDesk desk = new() { IsSkyHidden = true };
        desk.Supply.Ignition = -1;
        desk.Start();
        desk.Run(6);
        Assert.That(desk.Unit.Ignition, Is.EqualTo(IgnitionState.On));

        desk.Supply.SupplyMillivolts = 12600;
        desk.Run(4);
        Assert.That(desk.Unit.Ignition, Is.EqualTo(IgnitionState.On), "not before it has settled");
        desk.Run(2);
        Assert.That(desk.Unit.Ignition, Is.EqualTo(IgnitionState.Off));

        desk.Supply.SupplyMillivolts = -1;
        desk.Run(6);
        Assert.That(desk.Unit.Ignition, Is.EqualTo(IgnitionState.Off), "nothing says otherwise, and nothing moves");
    }

    [Test]
    public void In_safe_mode_receiver_and_bus_are_left_alone_and_the_link_is_served()
    {
        UnitOnTheDesk desk = new();
        for (int life = 0; life < BootLog.EarlyEndsUntilSafeMode; life++)
        {
            new BootLog(desk.Volume).Begin();
        }

        desk.BootLog = new BootLog(desk.Volume);
        desk.BootLog.Begin();
        desk.Start();
        desk.Unit.RequestStatus();
        desk.Run(30);
        Assert.That(desk.Unit.IsSafeMode);
        Assert.That(desk.Unit.Bus, Is.Null);
        Assert.That(desk.Unit.Gnss!.Counters.Epochs, Is.Zero);
        Assert.That(desk.Unit.Uplink.IsOpen);
        Assert.That(desk.Unit.Counters.StatusesJournalled, Is.Positive);
    }

    [Test]
    public void Low_supply_closes_the_batch_at_once_and_keeps_batches_short()
    {
        UnitOnTheDesk desk = new();
        desk.Start();
        desk.Run(30);
        desk.Supply.SupplyMillivolts = 9000;
        desk.Run(0.1);
        Assert.That(desk.Unit.SamplesInOpenBatch, Is.LessThanOrEqualTo(1));
        Assert.That(desk.Unit.Counters.LowSupplyCloses, Is.EqualTo(1));

        int frames = desk.Unit.Counters.BatchesJournalled;
        desk.Run(32);
        Assert.That(desk.Unit.Counters.BatchesJournalled, Is.EqualTo(frames + 3));
        Assert.That(desk.Unit.Counters.LowSupplyCloses, Is.EqualTo(1), "once for one fall");
    }

    [Test]
    public void A_volume_that_refuses_to_write_for_a_while_loses_nothing()
    {
        UnitOnTheDesk desk = new();
        desk.Start();
        desk.Run(70);
        desk.Volume.IsFull = true;
        desk.Run(70);
        Assert.That(desk.Unit.Counters.JournalFailures, Is.GreaterThan(0));
        desk.Volume.IsFull = false;
        desk.Run(130);

        Assert.That(desk.Unit.Counters.SamplesLost, Is.Zero);
        AssertNothingIsLost(desk);
    }

    [Test]
    public void What_a_full_batch_that_cannot_be_journalled_loses_is_counted()
    {
        UnitOnTheDesk desk = new();
        desk.Settings.MaximumSamplesInBatch = 30;
        desk.Start();
        desk.Run(35);
        desk.Volume.IsFull = true;
        desk.Run(100);
        int lost = desk.Unit.Counters.SamplesLost;
        Assert.That(lost, Is.InRange(65, 100));

        desk.Volume.IsFull = false;
        desk.Run(60);
        HashSet<long?> stored = [.. desk.Owner.DatedSamples().Select(sample => sample.UtcMilliseconds)];
        int missing = desk.Epochs.Count(epoch => epoch.HasFix && !stored.Contains(epoch.UtcMilliseconds));
        Assert.That(missing, Is.EqualTo(desk.Unit.Counters.SamplesLost + desk.Unit.SamplesInOpenBatch));
    }

    [Test]
    public void A_loop_held_up_for_seconds_again_and_again_loses_no_epoch()
    {
        UnitOnTheDesk desk = new();
        desk.Start();
        desk.Run(10);
        for (int round = 0; round < 30; round++)
        {
            desk.Run(1.7);
            desk.Stall(2300);
        }

        desk.Run(100);
        Assert.That(desk.Receiver.OverflowedBytes, Is.Zero);
        Assert.That(desk.Unit.Counters.LongestStepMilliseconds, Is.GreaterThanOrEqualTo(2300));
        AssertNothingIsLost(desk);
    }

    [Test]
    public void More_than_64_frames_are_opened_over_several_key_epochs()
    {
        UnitOnTheDesk desk = new();
        desk.Settings.BatchMilliseconds = 500;
        desk.Start();
        desk.Run(200);

        Assert.That(desk.Owner.Frames, Has.Count.GreaterThan(190));
        Assert.That(desk.Owner.Frames[^1].Epoch, Is.GreaterThanOrEqualTo(3));
        Assert.That(desk.Owner.NotOpened, Is.Zero);
    }

    [Test]
    public void A_unit_that_was_never_enrolled_says_so_and_does_nothing()
    {
        UnitOnTheDesk desk = new(isEnrolled: false);
        desk.Start();
        desk.Run(60);

        Assert.Multiple(() =>
        {
            Assert.That(desk.Unit.State, Is.EqualTo(UnitState.NotEnrolled));
            Assert.That(desk.Unit.UnitId, Is.Null);
            Assert.That(desk.Scripted.Attempts, Is.Zero);
        });
    }

    [Test]
    public void Wrong_cryptography_stops_the_unit_before_it_seals_anything()
    {
        UnitOnTheDesk desk = new(new WrongCryptography());
        desk.Start();
        desk.Run(60);

        Assert.That(desk.Unit.State, Is.EqualTo(UnitState.SealingFailed));
        Assert.That(desk.Volume.List("seg-"), Is.Empty);
    }

    [Test]
    public void In_the_steady_state_only_steps_with_a_frame_allocate()
    {
        UnitOnTheDesk desk = new();
        desk.Start();
        desk.Run(250);

        long between = 0;
        long withFrames = 0;
        int steps = 0;
        int frames = desk.Unit.Counters.BatchesJournalled;
        long end = desk.Clock.NowMilliseconds + 600_000;
        while (desk.Clock.NowMilliseconds < end)
        {
            // What the simulated devices allocate happens here, outside the measurement.
            _ = desk.Receiver.BytesToRead;
            desk.Scripted.CatchUp();
            int journalled = desk.Unit.Journal.NextSequence;
            int published = desk.Unit.Uplink.Counters.FramesPublished;
            int receipts = desk.Unit.Uplink.Counters.Receipts;
            long uptime = desk.Uptime;
            long before = GC.GetAllocatedBytesForCurrentThread();
            long due = desk.Unit.Step(uptime);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            bool hasFrame = desk.Unit.Journal.NextSequence != journalled || desk.Unit.Uplink.Counters.FramesPublished != published
                || desk.Unit.Uplink.Counters.Receipts != receipts;
            withFrames += hasFrame ? allocated : 0;
            between += hasFrame ? 0 : allocated;
            steps++;
            desk.Clock.AdvanceTo(desk.Clock.NowMicroseconds + ((due - uptime) * 1000));
        }

        frames = desk.Unit.Counters.BatchesJournalled - frames;
        TestContext.Out.WriteLine($"{steps} steps, {frames} frames; between frames {between} bytes; with a frame, its publishing and its receipt, volume and link of the desk included: {withFrames / frames} bytes a frame");
        Assert.That(frames, Is.GreaterThanOrEqualTo(9));
        Assert.That(between, Is.Zero);
    }

    private static void AssertNothingIsLost(UnitOnTheDesk desk)
    {
        List<long> epochs = [.. desk.Epochs.Where(epoch => epoch.HasFix).Select(epoch => epoch.UtcMilliseconds!.Value)];
        List<long> stored = [.. desk.Owner.DatedSamples().Where(sample => sample.HasPosition).Select(sample => sample.UtcMilliseconds!.Value)];
        int open = desk.Unit.SamplesInOpenBatch;
        Assert.Multiple(() =>
        {
            Assert.That(stored, Is.Unique);
            Assert.That(epochs.SkipLast(open + 1).Except(stored), Is.Empty, "stored, or in the open batch");
            Assert.That(desk.Owner.NotOpened, Is.Zero);
            Assert.That(desk.IsEverythingReleased, Is.True, "everything journalled is released");
        });
    }
}
