using nanoFramework.TestFramework;
using Telltale.Ports;
using Telltale.Uplink;

namespace Telltale.DeviceTests.Uplink;

[TestClass]
public class TimeKeeperTests
{
    private const long Day = 86400000;
    private const int BuildDay = 20454;
    private const long Now = (20700 * Day) + 12345678;

    [TestMethod]
    public void The_receivers_time_is_set_before_the_attempt_without_asking_anybody()
    {
        ScriptedNetwork host = new ScriptedNetwork();
        TimeKeeper time = Keeper(host, new MemoryVolume());
        time.OfferGnss(Now, 1000);
        Assert.IsTrue(time.Prepare(3000));
        Assert.AreEqual(Now + 2000, host.UtcMilliseconds);
        Assert.AreEqual(0, host.Requests);
        Assert.AreEqual((int)TimeOrigin.Gnss, (int)time.Origin);

        Assert.IsTrue(time.Prepare(3000));
        Assert.AreEqual(1, host.Sets, "it is right already");
    }

    [TestMethod]
    public void Without_a_fix_the_time_server_is_asked_and_without_an_answer_it_is_the_floor_of_the_build()
    {
        ScriptedNetwork host = new ScriptedNetwork();
        TimeKeeper time = Keeper(host, new MemoryVolume());
        Assert.IsFalse(time.Prepare(0), "waits for the answer");
        Assert.AreEqual(1, host.Requests);
        Assert.IsFalse(time.Prepare(14999));
        Assert.IsTrue(time.Prepare(15000));
        Assert.AreEqual(BuildDay * Day, host.UtcMilliseconds);
        Assert.AreEqual((int)TimeOrigin.Floor, (int)time.Origin);

        Assert.IsFalse(time.Prepare(60000), "asks again in the next attempt");
        host.Answer = Now;
        Assert.IsTrue(time.Prepare(60250));
        Assert.AreEqual(Now, host.UtcMilliseconds);
        Assert.AreEqual((int)TimeOrigin.Sntp, (int)time.Origin);
    }

    [TestMethod]
    public void A_time_before_the_floor_is_never_set()
    {
        ScriptedNetwork host = new ScriptedNetwork();
        TimeKeeper time = Keeper(host, new MemoryVolume());
        time.OfferGnss((BuildDay - 1) * Day, 0);
        Assert.IsFalse(time.Prepare(0), "asks the time server");
        host.Answer = (BuildDay - 400) * Day;
        Assert.IsTrue(time.Prepare(100));
        Assert.AreEqual(BuildDay * Day, host.UtcMilliseconds);
        Assert.AreEqual(3, time.BelowFloor);
    }

    [DataRow((int)LinkFailure.CertificateExpired)]
    [DataRow((int)LinkFailure.CertificateNotYetValid)]
    [TestMethod]
    public void A_certificate_refused_for_its_date_brings_the_time_server_then_the_floor_then_the_receiver_again(int failure)
    {
        ScriptedNetwork host = new ScriptedNetwork();
        TimeKeeper time = Keeper(host, new MemoryVolume());
        time.OfferGnss(Now + (3000 * Day), 0);
        time.Prepare(0);
        time.OnFailed((LinkFailure)failure);
        Assert.IsFalse(time.IsGnssTrusted);

        Assert.IsFalse(time.Prepare(100));
        host.Answer = Now + (2000 * Day);
        Assert.IsTrue(time.Prepare(200));
        Assert.AreEqual((int)TimeOrigin.Sntp, (int)time.Origin);
        time.OnFailed((LinkFailure)failure);

        Assert.IsTrue(time.Prepare(300));
        Assert.AreEqual((int)TimeOrigin.Floor, (int)time.Origin);
        Assert.AreEqual(BuildDay * Day, host.UtcMilliseconds);
        time.OnFailed((LinkFailure)failure);

        Assert.IsTrue(time.Prepare(400));
        Assert.AreEqual((int)TimeOrigin.Gnss, (int)time.Origin);
        Assert.AreEqual(3, time.Distrusted);
    }

    [TestMethod]
    public void A_failure_of_TLS_that_nobody_can_explain_counts_for_the_date_the_second_time_and_others_never_do()
    {
        ScriptedNetwork host = new ScriptedNetwork();
        TimeKeeper time = Keeper(host, new MemoryVolume());
        time.OfferGnss(Now, 0);
        time.Prepare(0);
        time.OnFailed(LinkFailure.Tls);
        time.OnFailed(LinkFailure.Unreachable);
        time.OnFailed(LinkFailure.CertificateUntrusted);
        time.OnFailed(LinkFailure.Timeout);
        Assert.AreEqual(0, time.Distrusted);
        time.OnFailed(LinkFailure.Tls);
        Assert.AreEqual(1, time.Distrusted);
    }

    [TestMethod]
    public void Only_a_receipt_raises_the_floor_and_it_outlives_a_restart_with_one_write_a_day()
    {
        MemoryVolume volume = new MemoryVolume();
        ScriptedNetwork host = new ScriptedNetwork();
        TimeKeeper time = Keeper(host, volume);
        time.OfferGnss(Now + (900 * Day), 0);
        time.Prepare(0);
        time.OnOpened();
        Assert.AreEqual(BuildDay * Day, time.FloorUtcMilliseconds, "neither GNSS nor a TLS session does");

        host.UtcMilliseconds = Now;
        for (int receipt = 0; receipt < 1000; receipt++)
        {
            time.TakeAuthenticated(Now + (receipt * 600000L));
        }

        Assert.AreEqual(Now + (999 * 600000L), time.FloorUtcMilliseconds);
        Assert.AreEqual(7, time.Writes, "a week of receipts");
        time.TakeAuthenticated(Now - Day);
        Assert.AreEqual(Now + (999 * 600000L), time.FloorUtcMilliseconds, "played back");

        time = Keeper(host, volume);
        Assert.IsTrue(Now + (999 * 600000L) - time.FloorUtcMilliseconds < Day);
    }

    [TestMethod]
    public void A_receipt_puts_a_late_clock_right_and_brings_back_a_receiver_that_agrees_with_it()
    {
        ScriptedNetwork host = new ScriptedNetwork();
        TimeKeeper time = Keeper(host, new MemoryVolume());
        time.OfferGnss(Now + (3000 * Day), 0);
        time.Prepare(0);
        time.OnFailed(LinkFailure.CertificateExpired);
        time.Prepare(100);
        time.Prepare(20000);
        Assert.AreEqual((int)TimeOrigin.Floor, (int)time.Origin);

        time.TakeAuthenticated(Now);
        Assert.AreEqual(Now, host.UtcMilliseconds);
        Assert.AreEqual((int)TimeOrigin.Owner, (int)time.Origin);
        Assert.IsFalse(time.IsGnssTrusted, "years away");

        time.OfferGnss(Now + 1500, 30000);
        time.TakeAuthenticated(Now + 1000);
        Assert.IsTrue(time.IsGnssTrusted);
    }

    private static TimeKeeper Keeper(ScriptedNetwork host, MemoryVolume volume)
    {
        TimeKeeper time = new TimeKeeper(volume, host, host, BuildDay);
        time.Load();
        return time;
    }
}
