using nanoFramework.TestFramework;
using Telltale.Ports;
using Telltale.Sealing;
using Telltale.Uplink;

namespace Telltale.DeviceTests.Uplink;

[TestClass]
public class FrameUplinkTests
{
    [TestMethod]
    public void Frames_are_published_in_order_and_no_more_than_the_window_at_once()
    {
        UplinkBench bench = new UplinkBench(null);
        bench.Settings.InFlightWindow = 3;
        bench.Append(5);
        bench.StartOpen();

        bench.Run(1000);
        Assert.AreEqual(3, bench.Link.Published, "the window");
        Assert.AreEqual(3, bench.Uplink.InFlight);

        bench.Link.Acknowledge(1);
        bench.Run(100);
        Assert.AreEqual(4, bench.Link.Published, "one acknowledged, one more sent");
        for (int index = 0; index < 4; index++)
        {
            Assert.AreEqual(index + 1, bench.SequenceOf(index));
        }
    }

    [TestMethod]
    public void An_acknowledgement_alone_releases_nothing_and_a_receipt_does()
    {
        UplinkBench bench = new UplinkBench(null);
        bench.Append(2);
        bench.StartOpen();
        bench.Run(100);
        bench.Link.Acknowledge(0);
        bench.Link.Acknowledge(1);
        bench.Run(1000);
        Assert.IsTrue(bench.Uplink.IsDrained);
        Assert.AreEqual(1, bench.Journal.OldestSequence, "still in the journal");

        bench.DeliverReceipt(ReceiptKind.Stored, 1, 2);
        bench.Run(100);
        Assert.AreEqual(3, bench.Journal.OldestSequence, "released");
        Assert.AreEqual(2, bench.Uplink.Counters.FramesReleased);
    }

    [TestMethod]
    public void A_receipt_is_taken_though_the_acknowledgement_never_came()
    {
        UplinkBench bench = new UplinkBench(null);
        bench.Append(1);
        bench.StartOpen();
        bench.Run(100);

        bench.DeliverReceipt(ReceiptKind.Stored, 1, 1);
        bench.Run(100);

        Assert.AreEqual(2, bench.Journal.OldestSequence);
    }

    [TestMethod]
    public void Damaged_frames_are_released_and_counted()
    {
        UplinkBench bench = new UplinkBench(null);
        bench.Append(3);
        bench.StartOpen();
        bench.Run(100);

        bench.DeliverReceipt(ReceiptKind.Damaged, 2, 2);
        bench.Run(100);
        Assert.AreEqual(1, bench.Uplink.Counters.FramesRefused);
        Assert.AreEqual(0, bench.Uplink.Counters.FramesReleased);

        bench.DeliverReceipt(ReceiptKind.Stored, 1, 1);
        bench.Run(100);
        Assert.AreEqual(3, bench.Journal.OldestSequence, "2 is released too");
    }

    [DataRow(0)]
    [DataRow(1)]
    [DataRow(9)]
    [DataRow(11)]
    [DataRow(20)]
    [DataRow(-1)]
    [TestMethod]
    public void A_receipt_with_a_changed_byte_releases_nothing_and_is_counted(int position)
    {
        UplinkBench bench = new UplinkBench(null);
        bench.Append(1);
        bench.StartOpen();
        bench.Run(100);

        bench.DeliverForgedReceipt(1, 1, position);
        bench.Run(100);

        Assert.AreEqual(1, bench.Journal.OldestSequence);
        Assert.AreEqual(1, bench.Uplink.Counters.MessagesRefused);
        Assert.AreEqual(0, bench.Uplink.Counters.Receipts);
    }

    [TestMethod]
    public void The_units_own_frames_played_back_at_it_are_refused()
    {
        UplinkBench bench = new UplinkBench(null);
        bench.Append(1);
        bench.StartOpen();
        bench.Run(100);

        byte[] own = bench.Link.Frame(0);
        bench.Link.Deliver(own, own.Length);
        bench.Run(100);

        Assert.AreEqual(1, bench.Uplink.Counters.MessagesRefused);
    }

    [TestMethod]
    public void An_authentic_message_of_a_kind_without_a_taker_is_counted()
    {
        UplinkBench bench = new UplinkBench(null);
        bench.StartOpen();
        bench.Run(100);
        bench.DeliverOther(FrameKind.Command);
        bench.Run(100);
        Assert.AreEqual(1, bench.Uplink.Counters.MessagesUnserved);
        Assert.AreEqual(0, bench.Uplink.Counters.MessagesRefused);
    }

    [TestMethod]
    public void A_lost_connection_sends_again_what_was_not_acknowledged()
    {
        UplinkBench bench = new UplinkBench(null);
        bench.Append(4);
        bench.StartOpen();
        bench.Run(100);
        Assert.AreEqual(4, bench.Link.Published);
        bench.Link.Acknowledge(0);
        bench.Link.Acknowledge(1);
        bench.Step(20);

        bench.Link.Drop(LinkFailure.Lost);
        bench.Run(2000);
        Assert.AreEqual(2, bench.Link.Attempts);
        bench.Link.State = LinkState.Open;
        bench.Run(200);

        Assert.AreEqual(6, bench.Link.Published, "only 3 and 4 again");
        Assert.AreEqual(3, bench.SequenceOf(4));
        Assert.AreEqual(4, bench.SequenceOf(5));
        CollectionAssert.AreEqual(bench.Link.Frame(2), bench.Link.Frame(4), "byte for byte");
        Assert.AreEqual(1, bench.Uplink.Counters.LostConnections);
    }

    [TestMethod]
    public void An_acknowledgement_of_an_earlier_connection_acknowledges_nothing_of_the_next()
    {
        UplinkBench bench = new UplinkBench(null);
        bench.Append(1);
        bench.StartOpen();
        bench.Run(100);
        bench.Link.Drop(LinkFailure.Lost);
        bench.Run(2000);
        bench.Link.State = LinkState.Open;
        bench.Run(100);
        Assert.AreEqual(2, bench.Link.Published);

        bench.Link.Acknowledge(0);
        bench.Run(100);
        Assert.AreEqual(1, bench.Uplink.InFlight);
        Assert.AreEqual(1, bench.Uplink.Counters.StrayAcknowledgements);

        bench.Link.Acknowledge(1);
        bench.Link.Acknowledge(1);
        bench.Run(100);
        Assert.AreEqual(0, bench.Uplink.InFlight);
        Assert.AreEqual(2, bench.Uplink.Counters.StrayAcknowledgements, "and a repeated one is counted");
    }

    [TestMethod]
    public void Frames_without_a_receipt_are_sent_again_with_growing_waits_and_over_a_new_connection()
    {
        UplinkBench bench = new UplinkBench(null);
        bench.Append(2);
        bench.StartOpen();
        int acknowledged = 0;
        long[] published = new long[16];
        int seen = 0;
        while (bench.Now < 10000000 && seen < published.Length)
        {
            bench.Step(20);
            if (bench.Link.State == LinkState.Connecting)
            {
                bench.Link.State = LinkState.Open;
            }

            while (acknowledged < bench.Link.Published)
            {
                bench.Link.Acknowledge(acknowledged);
                acknowledged++;
            }

            while (seen < bench.Link.Published && seen < published.Length)
            {
                published[seen] = bench.Now;
                seen++;
            }
        }

        // Frames go in pairs; the waits between the pairs double from between one and two times 30 s.
        Assert.AreEqual(16, seen);
        long wait = published[2] - published[0];
        Assert.IsTrue(wait >= 30000 && wait <= 60100, "first wait " + wait);
        for (int pair = 2; pair < 6; pair++)
        {
            long next = published[2 * pair] - published[(2 * pair) - 2];
            Assert.IsTrue(next >= wait, "wait " + pair + ": " + next);
            wait = next;
        }

        Assert.IsTrue(wait >= 480000, "after five repetitions " + wait);
        Assert.AreEqual(1, bench.SequenceOf(14));
        Assert.IsTrue(bench.Link.Attempts > 1, "every second repetition goes over a new connection");
        Assert.AreEqual(1, bench.Journal.OldestSequence, "nothing was released");
    }

    [TestMethod]
    public void One_lost_receipt_among_many_is_made_good()
    {
        UplinkBench bench = new UplinkBench(null);
        bench.StartOpen();
        bench.Run(100);

        // A frame every two seconds; the receipt of the third gets lost.
        for (int sequence = 1; sequence <= 40; sequence++)
        {
            int before = bench.Link.Published;
            bench.Append(1);
            bench.Run(1000);
            for (int publication = before; publication < bench.Link.Published; publication++)
            {
                bench.Link.Acknowledge(publication);
                bench.Step(20);
                int published = bench.SequenceOf(publication);
                if (publication == 2)
                {
                    Assert.AreEqual(3, published);
                }
                else
                {
                    bench.DeliverReceipt(ReceiptKind.Stored, published, published);
                    bench.Step(20);
                }
            }

            bench.Run(1000);
        }

        Assert.AreEqual(41, bench.Journal.OldestSequence);
        Assert.AreEqual(1, bench.Uplink.Counters.ReceiptTimeouts);
        Assert.AreEqual(41, bench.Link.Published, "again went the one frame and no other");
    }

    [TestMethod]
    public void A_receipt_that_is_lost_later_is_made_good_too()
    {
        UplinkBench bench = new UplinkBench(null);
        bench.StartOpen();
        bench.Run(100);
        int handled = 0;
        for (int second = 0; second < 400; second++)
        {
            if (second % 2 == 0 && second < 200)
            {
                bench.Append(1);
            }

            bench.Run(1000);
            for (; handled < bench.Link.Published; handled++)
            {
                bench.Link.Acknowledge(handled);
                bench.Step(20);
                int sequence = bench.SequenceOf(handled);
                if (handled != 2 && handled != 80)
                {
                    bench.DeliverReceipt(ReceiptKind.Stored, sequence, sequence);
                    bench.Step(20);
                }
            }
        }

        Assert.AreEqual(101, bench.Journal.OldestSequence);
        Assert.AreEqual(2, bench.Uplink.Counters.ReceiptTimeouts);
        Assert.AreEqual(102, bench.Link.Published);
    }

    [TestMethod]
    public void A_receipt_releases_what_was_sent_and_nothing_that_was_not()
    {
        // The owner has frames 1 to 40 of this flash's earlier life; it has been written back and has 1 to 20 with another content.
        UplinkBench bench = new UplinkBench(null);
        bench.Append(20);
        bench.StartOpen();
        bench.Run(300);
        Assert.AreEqual(8, bench.Link.Published, "as many as may be in flight");
        bench.DeliverReceipt(ReceiptKind.Stored, 1, 16);
        bench.Run(20);
        Assert.AreEqual(8, bench.Uplink.Counters.FramesReleased);
        Assert.AreEqual(9, bench.Journal.OldestSequence);
        for (int handled = 0; handled < 20; handled++)
        {
            bench.Link.Acknowledge(handled);
            bench.Run(100);
        }

        Assert.AreEqual(20, bench.Link.Published, "all were sent, those too that the receipt had named before");
        bench.DeliverReceipt(ReceiptKind.Stored, 1, 20);
        bench.Run(20);
        Assert.AreEqual(21, bench.Journal.OldestSequence);
        Assert.AreEqual(20, bench.Uplink.Counters.FramesReleased);
    }

    [TestMethod]
    public void A_status_that_the_owner_could_not_read_has_told_nothing()
    {
        UplinkBench bench = new UplinkBench(null);
        bench.Journal.TryAppend(new byte[1], 0, 0);
        bench.Append(1);
        bench.Journal.MarkDroppedReported(1, 2);
        bench.StartOpen();
        bench.Run(100);
        bench.DeliverReceipt(ReceiptKind.Damaged, 2, 2);
        bench.Run(100);
        Assert.AreEqual(1, bench.Journal.DroppedRangeCount);

        bench.Append(1);
        bench.Journal.MarkDroppedReported(1, 3);
        bench.Run(300);
        bench.DeliverReceipt(ReceiptKind.Stored, 3, 3);
        bench.Run(300);
        Assert.AreEqual(0, bench.Journal.DroppedRangeCount);
    }

    [TestMethod]
    public void Files_that_a_receipt_leaves_to_be_deleted_make_the_next_step_due_soon()
    {
        UplinkBench bench = new UplinkBench(null);
        bench.Settings.ReceiptWindow = 1000;
        bench.Append(400);
        bench.StartOpen();
        for (int publication = 0; publication < 400; publication++)
        {
            while (bench.Link.Published <= publication)
            {
                bench.Step(20);
            }

            bench.Link.Acknowledge(publication);
        }

        bench.Run(100);
        Assert.AreEqual(500, bench.Step(20), "idle");
        int segments = bench.Journal.SegmentCount;
        Assert.IsTrue(segments > 3, "segments " + segments);
        bench.DeliverReceipt(ReceiptKind.Stored, 1, 400);
        bench.Step(500);
        while (bench.Journal.SegmentCount > 1)
        {
            Assert.AreEqual(20, bench.Step(20));
        }
    }

    [TestMethod]
    public void Nobody_receiving_stops_the_sending_after_the_receipt_window()
    {
        UplinkBench bench = new UplinkBench(null);
        bench.Settings.ReceiptWindow = 10;
        bench.Append(20);
        bench.StartOpen();
        int acknowledged = 0;
        for (int step = 0; step < 500; step++)
        {
            bench.Step(20);
            while (acknowledged < bench.Link.Published)
            {
                bench.Link.Acknowledge(acknowledged);
                acknowledged++;
            }
        }

        Assert.AreEqual(10, bench.Link.Published);

        bench.DeliverReceipt(ReceiptKind.Stored, 1, 10);
        bench.Run(200);
        Assert.IsTrue(bench.Link.Published > 10, "a receipt opens it");
    }

    [TestMethod]
    public void A_connection_on_which_no_acknowledgement_comes_is_given_up()
    {
        UplinkBench bench = new UplinkBench(null);
        bench.Append(1);
        bench.StartOpen();
        bench.Run(100);
        Assert.AreEqual(1, bench.Link.Published);

        bench.Run(29000);
        Assert.AreEqual(0, bench.Link.Closes);
        bench.Run(2000);
        Assert.AreEqual(1, bench.Link.Closes);
        Assert.AreEqual(1, bench.Uplink.Counters.SilentConnections);
        Assert.AreEqual((int)LinkFailure.Timeout, (int)bench.Uplink.LastFailure);
    }

    [TestMethod]
    public void A_loop_that_slept_through_a_deadline_takes_what_came_in_before_it_judges()
    {
        UplinkBench bench = new UplinkBench(null);
        bench.Append(1);
        bench.StartOpen();
        bench.Run(100);

        bench.Link.Acknowledge(0);
        bench.Step(40000);

        Assert.AreEqual(0, bench.Link.Closes, "the acknowledgement was there");
        Assert.AreEqual(0, bench.Uplink.InFlight);
    }

    [TestMethod]
    public void A_loop_that_slept_through_the_connecting_finds_the_connection_open()
    {
        UplinkBench bench = new UplinkBench(null);
        bench.Start();
        bench.Step(0);
        bench.Link.State = LinkState.Open;

        bench.Step(200000);

        Assert.IsTrue(bench.Uplink.IsOpen);
        Assert.AreEqual(0, bench.Uplink.Counters.FailedAttempts);
    }

    [TestMethod]
    public void An_attempt_that_hangs_is_given_up_and_there_is_only_one_at_a_time()
    {
        UplinkBench bench = new UplinkBench(null);
        bench.Start();
        bench.Run(60000);
        Assert.AreEqual(1, bench.Link.Attempts);

        bench.Run(40000);
        Assert.AreEqual(1, bench.Link.Closes);
        Assert.AreEqual(2, bench.Link.Attempts);
        Assert.AreEqual(1, bench.Uplink.Counters.FailedAttempts);
    }

    [TestMethod]
    public void Waits_between_attempts_double_up_to_the_longest_and_differ_by_the_seed()
    {
        long[] first = FailedAttempts(1);
        long[] same = FailedAttempts(1);
        long[] other = FailedAttempts(2);
        bool differ = false;
        int limit = 1000;
        for (int index = 0; index < first.Length; index++)
        {
            Assert.IsTrue(first[index] >= limit / 2 && first[index] <= limit + 40, "wait " + index + " was " + first[index] + " of " + limit);
            Assert.AreEqual(first[index], same[index], "the same seed, the same waits");
            differ |= first[index] != other[index];
            limit = limit < 150000 ? limit * 2 : 300000;
        }

        Assert.IsTrue(differ, "another seed, other waits");
    }

    [TestMethod]
    public void An_acknowledged_frame_ends_the_back_off_and_a_bare_connection_does_not()
    {
        UplinkBench bench = new UplinkBench(null);
        bench.Settings.TakeOversUntilBackOff = 20;
        bench.Append(1);
        bench.Start();
        for (int attempt = 0; attempt < 6; attempt++)
        {
            while (bench.Link.State != LinkState.Connecting)
            {
                bench.Step(20);
            }

            bench.Link.State = LinkState.Open;
            bench.Step(20);
            bench.Link.Drop(LinkFailure.Lost);
            bench.Step(20);
        }

        Assert.IsTrue(bench.Uplink.NextAttemptUptimeMilliseconds - bench.Now >= 16000, "a broker that throws the unit out again and again");

        while (bench.Link.State != LinkState.Connecting)
        {
            bench.Step(20);
        }

        bench.Link.State = LinkState.Open;
        bench.Step(20);
        bench.Link.Acknowledge(bench.Link.Published - 1);
        bench.Step(20);
        bench.Link.Drop(LinkFailure.Lost);
        bench.Step(20);
        Assert.IsTrue(bench.Uplink.NextAttemptUptimeMilliseconds - bench.Now <= 1000, "one that served it");
    }

    [TestMethod]
    public void A_link_that_takes_nothing_loses_no_frame_and_changes_no_order()
    {
        UplinkBench bench = new UplinkBench(null);
        bench.Append(3);
        bench.StartOpen();
        bench.Link.IsRefusing = true;
        bench.Run(1000);
        Assert.AreEqual(0, bench.Link.Published);

        bench.Link.IsRefusing = false;
        bench.Run(1000);
        Assert.AreEqual(3, bench.Link.Published);
        Assert.AreEqual(1, bench.SequenceOf(0));
        Assert.AreEqual(3, bench.SequenceOf(2));
    }

    [TestMethod]
    public void After_a_restart_everything_unreleased_is_sent_again()
    {
        UplinkBench bench = new UplinkBench(null);
        bench.Append(2);
        bench.StartOpen();
        bench.Run(100);
        bench.Link.Acknowledge(0);
        bench.Link.Acknowledge(1);
        bench.Run(100);

        UplinkBench next = new UplinkBench(bench.Volume);
        next.Append(1);
        next.StartOpen();
        next.Run(200);

        Assert.AreEqual(3, next.Link.Published);
        Assert.AreEqual(1, next.SequenceOf(0));
        Assert.AreEqual(3, next.SequenceOf(2));
        CollectionAssert.AreEqual(bench.Link.Frame(1), next.Link.Frame(1), "a repeated frame is the same bytes");
    }

    [TestMethod]
    public void With_release_at_the_broker_chosen_an_acknowledgement_releases()
    {
        UplinkBench bench = new UplinkBench(null);
        bench.Settings.ReleaseOnAcknowledgement = true;
        bench.Append(2);
        bench.StartOpen();
        bench.Run(100);
        bench.Link.Acknowledge(1);
        bench.Run(100);
        Assert.AreEqual(1, bench.Journal.OldestSequence);
        bench.Link.Acknowledge(0);
        bench.Run(200000);
        Assert.AreEqual(3, bench.Journal.OldestSequence);
        Assert.AreEqual(2, bench.Link.Published, "and no receipt is waited for");
    }

    [TestMethod]
    public void An_alert_goes_before_a_backlog_that_is_on_its_way()
    {
        UplinkBench bench = new UplinkBench(null);
        bench.Settings.InFlightWindow = 3;
        bench.Append(30);
        bench.StartOpen();
        bench.Run(100);
        Assert.AreEqual(3, bench.Link.Published);
        bench.AppendAlert();
        bench.Link.Acknowledge(0);
        bench.Run(40);
        Assert.AreEqual(31, bench.SequenceOf(3), "the alert takes the first place that is free");
        bench.Link.Acknowledge(1);
        bench.Run(40);
        Assert.AreEqual(4, bench.SequenceOf(4));
    }

    [TestMethod]
    public void The_next_step_is_wanted_when_there_is_something_to_do()
    {
        UplinkBench bench = new UplinkBench(null);
        bench.Start();
        Assert.AreEqual(20, bench.Step(0), "connecting");
        bench.Link.State = LinkState.Open;
        Assert.AreEqual(500, bench.Step(20), "open, and nothing to send");
        Assert.AreEqual(500, bench.Step(500));

        bench.Append(1);
        Assert.IsTrue(bench.Uplink.NextDueUptimeMilliseconds <= bench.Now + 20, "a frame was journalled");
        Assert.AreEqual(20, bench.Step(100), "in flight");
        bench.Link.Acknowledge(0);
        Assert.AreEqual(500, bench.Step(20), "receipts are looked for twice a second");

        bench.Link.IsRefusing = true;
        bench.Append(1);
        Assert.AreEqual(100, bench.Step(20), "the link takes nothing");
        bench.Link.Drop(LinkFailure.Lost);
        int wait = bench.Step(20);
        Assert.IsTrue(wait >= 500 && wait <= 1000, "the next attempt " + wait);
        Assert.AreEqual(bench.Uplink.NextAttemptUptimeMilliseconds, bench.Uplink.NextDueUptimeMilliseconds);
    }

    [TestMethod]
    public void A_full_receipt_window_is_no_reason_to_hurry_and_the_end_of_the_wait_is_kept()
    {
        UplinkBench bench = new UplinkBench(null);
        bench.Settings.ReceiptWindow = 4;
        bench.Append(10);
        bench.StartOpen();
        bench.Run(200);
        for (int publication = 0; publication < 4; publication++)
        {
            bench.Link.Acknowledge(publication);
        }

        bench.Run(20);
        int wait = bench.Step(20);
        Assert.AreEqual(500, wait);
        int steps = 0;
        while (bench.Uplink.Counters.ReceiptTimeouts == 0)
        {
            wait = bench.Step(wait);
            steps++;
        }

        Assert.IsTrue(bench.Now <= 60100, "twice the wait at most: " + bench.Now);
        Assert.IsTrue(steps < 250, "steps " + steps);
    }

    [TestMethod]
    public void Work_that_a_receipt_leaves_is_done_though_nothing_is_sent()
    {
        UplinkBench bench = new UplinkBench(null);
        bench.Append(400);
        bench.StartOpen();
        int acknowledged = 0;
        int wait = 20;
        for (int step = 0; step < 4000 && bench.Journal.OldestSequence < 401; step++)
        {
            wait = bench.Step(wait);
            int before = acknowledged;
            while (acknowledged < bench.Link.Published)
            {
                bench.Link.Acknowledge(acknowledged);
                acknowledged++;
            }

            if (acknowledged > before)
            {
                bench.DeliverReceipt(ReceiptKind.Stored, 1, acknowledged);
            }
        }

        Assert.AreEqual(401, bench.Journal.OldestSequence);
        for (int step = 0; step < 20 && wait < 500; step++)
        {
            wait = bench.Step(wait);
        }

        Assert.AreEqual(500, wait, "nothing is left to do");
        Assert.AreEqual(1, bench.Journal.SegmentCount);
    }

    private static long[] FailedAttempts(int seed)
    {
        UplinkBench bench = new UplinkBench(null);
        bench.Start();
        bench.Uplink.Seed(seed);
        long[] waits = new long[12];
        bench.Step(0);
        for (int index = 0; index < waits.Length; index++)
        {
            bench.Link.Drop(LinkFailure.Unreachable);
            bench.Step(20);
            long failed = bench.Now;
            while (bench.Link.State != LinkState.Connecting)
            {
                bench.Step(20);
            }

            waits[index] = bench.Now - failed;
        }

        return waits;
    }
}
