using Telltale.Gnss;

namespace Telltale.HostTests.Gnss;

public class FixMailboxThreadTests
{
    private const int Fixes = 300_000;

    [Test]
    public void Between_two_threads_no_fix_is_torn_repeated_or_out_of_order_and_each_is_taken_or_counted_as_overwritten()
    {
        Checker checker = new();
        FixMailbox mailbox = new();
        mailbox.Start(checker, checker);
        using Barrier start = new(2);
        Thread poster = new(() =>
        {
            Fix fix = new();
            start.SignalAndWait();
            for (int number = 1; number <= Fixes; number++)
            {
                Fill(fix, number);
                mailbox.Post(fix);
            }
        });
        poster.Start();
        start.SignalAndWait();
        while (poster.IsAlive)
        {
            mailbox.Step(0);
        }

        mailbox.Step(0);

        Assert.Multiple(() =>
        {
            Assert.That(checker.Torn, Is.Zero);
            Assert.That(checker.Late, Is.Zero, "an older fix, or the same again");
            Assert.That(checker.LastNumber, Is.EqualTo(Fixes), "the newest is never lost");
            Assert.That(mailbox.Posted, Is.EqualTo(Fixes));
            Assert.That(checker.Count + mailbox.Overwritten, Is.EqualTo(Fixes));
            Assert.That(checker.Count, Is.GreaterThan(1), "otherwise the two never met");
        });
    }

    [Test]
    public void Posting_and_taking_allocate_nothing()
    {
        FixMailbox mailbox = new();
        mailbox.Start(new Checker(), null);
        Fix fix = new();
        Fill(fix, 1);
        mailbox.Post(fix);
        mailbox.Step(0);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            mailbox.Post(fix);
            mailbox.Step(0);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static void Fill(Fix fix, int number)
    {
        fix.LatitudeDegreesE7 = number;
        fix.TimeUtcMilliseconds = number * 0x1_0000_0001L;
        fix.ReceivedUptimeMilliseconds = number;
        fix.LongitudeDegreesE7 = number;
        fix.SatellitesInView = number;
        Array.Fill(fix.SatellitesUsedByConstellation, number);
        Array.Fill(fix.SatellitesInViewByConstellation, number);
    }

    private sealed class Checker : IFixListener, IEpochListener
    {
        private long _epoch;

        public int Torn { get; private set; }

        public int Late { get; private set; }

        public int Count { get; private set; }

        public int LastNumber { get; private set; }

        public void BeginEpoch(long uptimeMilliseconds) => _epoch = uptimeMilliseconds;

        public void OnFix(Fix fix)
        {
            int number = fix.LatitudeDegreesE7;
            bool isWhole = fix.TimeUtcMilliseconds == number * 0x1_0000_0001L && fix.ReceivedUptimeMilliseconds == number && fix.LongitudeDegreesE7 == number
                && fix.SatellitesInView == number && (_epoch == number || _epoch == 0);
            for (int i = 0; i < Fix.Constellations; i++)
            {
                isWhole = isWhole && fix.SatellitesUsedByConstellation[i] == number && fix.SatellitesInViewByConstellation[i] == number;
            }

            Torn += isWhole ? 0 : 1;
            Late += number > LastNumber ? 0 : 1;
            LastNumber = number;
            Count++;
        }
    }
}
