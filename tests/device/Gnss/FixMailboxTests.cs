using nanoFramework.TestFramework;
using Telltale.Gnss;

namespace Telltale.DeviceTests.Gnss;

[TestClass]
public class FixMailboxTests
{
    [TestMethod]
    public void A_posted_fix_comes_to_the_listener_within_the_next_step_and_once()
    {
        Listener listener = new Listener();
        FixMailbox mailbox = new FixMailbox();
        mailbox.Start(listener, listener);
        mailbox.Step(900);
        Assert.AreEqual(0, listener.Fixes, "nothing was posted");

        mailbox.Post(Numbered(1));
        Assert.AreEqual(0, listener.Fixes, "not on the thread that posts");
        mailbox.Step(1020);
        mailbox.Step(1040);

        Assert.AreEqual(1, listener.Fixes);
        Assert.AreEqual(1, mailbox.Posted);
        Assert.AreEqual(0, mailbox.Overwritten);
    }

    [TestMethod]
    public void Every_field_arrives()
    {
        Listener listener = new Listener();
        FixMailbox mailbox = new FixMailbox();
        mailbox.Start(listener, null);
        mailbox.Post(Numbered(7));
        mailbox.Step(0);

        Assert.IsTrue(IsNumbered(listener.Last, 7));
    }

    [TestMethod]
    public void The_epoch_is_told_of_just_before_its_fix_with_the_uptime_that_was_posted()
    {
        Listener listener = new Listener();
        FixMailbox mailbox = new FixMailbox();
        mailbox.Start(listener, listener);
        mailbox.Post(Numbered(5));
        mailbox.Step(99000);

        Assert.AreEqual(1, listener.Epochs);
        Assert.AreEqual(Numbered(5).ReceivedUptimeMilliseconds, listener.EpochUptime);
        Assert.AreEqual(0, listener.FixesBeforeEpoch);
    }

    [TestMethod]
    public void The_newest_fix_wins_and_the_one_that_nobody_saw_is_counted()
    {
        Listener listener = new Listener();
        FixMailbox mailbox = new FixMailbox();
        mailbox.Start(listener, null);
        mailbox.Post(Numbered(1));
        mailbox.Post(Numbered(2));
        mailbox.Post(Numbered(3));
        mailbox.Step(0);

        Assert.AreEqual(1, listener.Fixes);
        Assert.IsTrue(IsNumbered(listener.Last, 3));
        Assert.AreEqual(3, mailbox.Posted);
        Assert.AreEqual(2, mailbox.Overwritten);
    }

    [TestMethod]
    public void The_poster_may_fill_its_object_again_at_once()
    {
        Listener listener = new Listener();
        FixMailbox mailbox = new FixMailbox();
        mailbox.Start(listener, null);
        Fix fix = Numbered(1);
        mailbox.Post(fix);
        Fill(fix, 2);
        mailbox.Step(0);

        Assert.IsTrue(IsNumbered(listener.Last, 1));
    }

    [TestMethod]
    public void A_fix_that_is_posted_while_the_listener_runs_leaves_the_listeners_alone_and_comes_next()
    {
        Listener listener = new Listener();
        FixMailbox mailbox = new FixMailbox();
        mailbox.Start(listener, null);
        listener.PostsInto = mailbox;
        mailbox.Post(Numbered(1));
        mailbox.Step(0);
        Assert.IsTrue(IsNumbered(listener.Last, 1));

        listener.PostsInto = null;
        mailbox.Step(20);
        Assert.AreEqual(2, listener.Fixes);
        Assert.IsTrue(IsNumbered(listener.Last, 2));
        Assert.AreEqual(0, mailbox.Overwritten);
    }

    [TestMethod]
    public void What_is_posted_before_the_start_waits_for_it()
    {
        Listener listener = new Listener();
        FixMailbox mailbox = new FixMailbox();
        mailbox.Post(Numbered(1));
        mailbox.Step(0);
        mailbox.Start(listener, null);
        mailbox.Step(20);

        Assert.AreEqual(1, listener.Fixes);
    }

    private static Fix Numbered(int number)
    {
        Fix fix = new Fix();
        Fill(fix, number);
        return fix;
    }

    private static void Fill(Fix fix, int number)
    {
        fix.Fields = (FixFields)number;
        fix.Mode = (FixMode)(number % 7);
        fix.TimeUtcMilliseconds = 1763823600000L + number;
        fix.ReceivedUptimeMilliseconds = 5000000000L + number;
        fix.LatitudeDegreesE7 = number + 1;
        fix.LongitudeDegreesE7 = number + 2;
        fix.HeightMillimetres = number + 3;
        fix.SpeedMillimetresPerSecond = number + 4;
        fix.CourseHundredthsDegree = number + 5;
        fix.HorizontalDilutionHundredths = number + 6;
        fix.VerticalDilutionHundredths = number + 7;
        fix.PositionDilutionHundredths = number + 8;
        fix.HorizontalAccuracyMillimetres = number + 9;
        fix.VerticalAccuracyMillimetres = number + 10;
        fix.SatellitesUsed = number + 11;
        fix.SatellitesInView = number + 12;
        for (int i = 0; i < Fix.Constellations; i++)
        {
            fix.SatellitesUsedByConstellation[i] = number + 13 + i;
            fix.SatellitesInViewByConstellation[i] = number + 30 + i;
        }
    }

    private static bool IsNumbered(Fix fix, int number)
    {
        bool isSame = (int)fix.Fields == number && (int)fix.Mode == number % 7
            && fix.TimeUtcMilliseconds == 1763823600000L + number && fix.ReceivedUptimeMilliseconds == 5000000000L + number
            && fix.LatitudeDegreesE7 == number + 1 && fix.LongitudeDegreesE7 == number + 2 && fix.HeightMillimetres == number + 3
            && fix.SpeedMillimetresPerSecond == number + 4 && fix.CourseHundredthsDegree == number + 5
            && fix.HorizontalDilutionHundredths == number + 6 && fix.VerticalDilutionHundredths == number + 7
            && fix.PositionDilutionHundredths == number + 8 && fix.HorizontalAccuracyMillimetres == number + 9
            && fix.VerticalAccuracyMillimetres == number + 10 && fix.SatellitesUsed == number + 11 && fix.SatellitesInView == number + 12;
        for (int i = 0; i < Fix.Constellations; i++)
        {
            isSame = isSame && fix.SatellitesUsedByConstellation[i] == number + 13 + i && fix.SatellitesInViewByConstellation[i] == number + 30 + i;
        }

        return isSame;
    }

    private sealed class Listener : IFixListener, IEpochListener
    {
        public int Fixes;
        public int Epochs;
        public int FixesBeforeEpoch;
        public long EpochUptime;
        public Fix Last;
        public FixMailbox PostsInto;

        public void BeginEpoch(long uptimeMilliseconds)
        {
            Epochs++;
            EpochUptime = uptimeMilliseconds;
            FixesBeforeEpoch = Fixes;
        }

        public void OnFix(Fix fix)
        {
            Fixes++;
            Last = fix;
            if (PostsInto != null)
            {
                PostsInto.Post(Numbered(2));
            }
        }
    }
}
