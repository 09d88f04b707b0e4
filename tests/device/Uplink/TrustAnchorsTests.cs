using System;
using nanoFramework.TestFramework;
using Telltale.Ports;
using Telltale.Uplink;

namespace Telltale.DeviceTests.Uplink;

[TestClass]
public class TrustAnchorsTests
{
    private const long Day = 86400000;

    // 2030-06-01T12:34:56Z
    private const long End = 1906547696000L;

    [DataRow("240101000000Z", "300601123456Z", 1704067200L, 1906547696L)]
    [DataRow("19700101000000Z", "99991231235959Z", 0L, 253402300799L)]
    [DataRow("500101000000Z", "491231235959Z", -631152000L, 2524607999L)]
    [DataRow("240229000000Z", "20510228000000Z", 1709164800L, 2561155200L)]
    [TestMethod]
    public void The_dates_of_a_certificate_are_read_from_DER_and_from_PEM(string notBefore, string notAfter, long from, long until)
    {
        byte[] der = CertificateMaker.Der(notBefore, notAfter);
        CertificateDates dates = new CertificateDates();
        Assert.IsTrue(dates.TryRead(der, der.Length));
        Assert.AreEqual(from * 1000, dates.NotBeforeUtcMilliseconds);
        Assert.AreEqual(until * 1000, dates.NotAfterUtcMilliseconds);

        byte[] pem = CertificateMaker.Pem(der);
        dates = new CertificateDates();
        Assert.IsTrue(dates.TryRead(pem, pem.Length));
        Assert.AreEqual(until * 1000, dates.NotAfterUtcMilliseconds);
    }

    [TestMethod]
    public void A_certificate_cut_anywhere_before_its_dates_end_is_none()
    {
        byte[] der = CertificateMaker.Der("240101000000Z", "300601123456Z");
        CertificateDates dates = new CertificateDates();
        for (int length = 0; length < der.Length; length++)
        {
            Assert.IsFalse(dates.TryRead(der, length));
        }

        byte[] wrong = CertificateMaker.Der("240101000000Z", "301301123456Z");
        Assert.IsFalse(dates.TryRead(wrong, wrong.Length), "a thirteenth month");
        wrong = CertificateMaker.Der("310101000000Z", "300601123456Z");
        Assert.IsFalse(dates.TryRead(wrong, wrong.Length), "ends before it begins");
    }

    [TestMethod]
    public void A_proposal_takes_the_place_of_the_old_anchor_when_a_connection_was_made_with_it_alone_and_not_before()
    {
        MemoryVolume volume = new MemoryVolume();
        byte[] old = Pem("300601123456Z");
        volume.Create("anchor-1.pem", old, 0, old.Length);
        TrustAnchors anchors = Load(volume);
        byte[] proposal = Pem("350601123456Z");
        Assert.AreEqual((int)TrustAnchorResult.Proposed, (int)anchors.Propose(1, proposal, proposal.Length));
        Assert.AreEqual(End, anchors.NotAfterUtcMilliseconds(1), "the old one stays");

        UplinkBench bench = new UplinkBench(null);
        bench.Start();
        bench.Uplink.Anchors = anchors;
        bench.Step(0);
        AssertSelected(proposal, anchors);
        bench.Link.Drop(LinkFailure.CertificateUntrusted);
        bench.Step(20);
        for (int attempt = 0; attempt < 4; attempt++)
        {
            Attempt(bench);
            AssertSelected(old, anchors);
            if (attempt == 1)
            {
                bench.Link.State = LinkState.Open;
                bench.Step(20);
                Assert.AreEqual(0, anchors.Confirmed, "a connection with the old one says nothing of the proposal");
            }

            bench.Link.Drop(LinkFailure.Unreachable);
            bench.Step(20);
        }

        Assert.AreEqual(1, anchors.ProposalsRefused);
        Assert.AreEqual(1, Load(volume).ProposedSlot, "it outlives a restart, unconfirmed");

        Attempt(bench);
        AssertSelected(proposal, anchors);
        bench.Link.State = LinkState.Open;
        bench.Step(20);
        Assert.AreEqual(1, anchors.Confirmed);
        Assert.AreEqual(0, anchors.ProposedSlot);
        TrustAnchors restarted = Load(volume);
        Assert.AreEqual(1, restarted.Count);
        byte[] buffer = new byte[TrustAnchors.MaximumLength];
        Assert.AreEqual(proposal.Length, restarted.Read(1, buffer));
    }

    [TestMethod]
    public void A_refused_certificate_leads_to_the_other_anchor_and_what_worked_is_kept_to()
    {
        MemoryVolume volume = new MemoryVolume();
        byte[] first = Pem("300601123456Z");
        byte[] second = Pem("310601123456Z");
        volume.Create("anchor-1.pem", first, 0, first.Length);
        volume.Create("anchor-2.pem", second, 0, second.Length);
        TrustAnchors anchors = Load(volume);
        UplinkBench bench = new UplinkBench(null);
        bench.Start();
        bench.Uplink.Anchors = anchors;
        bench.Step(0);
        AssertSelected(first, anchors);
        bench.Link.Drop(LinkFailure.Tls);
        bench.Step(20);
        for (int time = 0; time < 3; time++)
        {
            Attempt(bench);
            AssertSelected(second, anchors);
            bench.Link.State = LinkState.Open;
            bench.Step(20);
            bench.Link.Drop(LinkFailure.Unreachable);
            bench.Step(20);
        }

        Attempt(bench);
        bench.Link.Drop(LinkFailure.CertificateWrongHost);
        bench.Step(20);
        Attempt(bench);
        AssertSelected(second, anchors);
    }

    [TestMethod]
    public void The_owner_is_warned_30_days_before_the_first_anchor_ends()
    {
        MemoryVolume volume = new MemoryVolume();
        byte[] first = Pem("310601123456Z");
        byte[] second = Pem("300601123456Z");
        volume.Create("anchor-1.pem", first, 0, first.Length);
        Assert.AreEqual(0L, Load(new MemoryVolume()).EarliestNotAfterUtcMilliseconds());
        volume.Create("anchor-2.pem", second, 0, second.Length);
        TrustAnchors anchors = Load(volume);
        Assert.AreEqual(End, anchors.EarliestNotAfterUtcMilliseconds());
        Assert.IsFalse(anchors.IsWarningDue(End - (30 * Day) - 1));
        Assert.IsTrue(anchors.IsWarningDue(End - (30 * Day)));
        Assert.IsTrue(anchors.IsWarningDue(End + Day));
    }

    [TestMethod]
    public void The_warning_is_taken_once_a_day_restarts_included()
    {
        MemoryVolume volume = new MemoryVolume();
        byte[] anchor = Pem("300601123456Z");
        volume.Create("anchor-1.pem", anchor, 0, anchor.Length);
        TrustAnchors anchors = Load(volume);
        Assert.IsFalse(anchors.TakeWarning(End - (31 * Day)));
        Assert.IsTrue(anchors.TakeWarning(End - (29 * Day)));
        Assert.IsFalse(anchors.TakeWarning(End - (29 * Day) + 3600000));
        anchors = Load(volume);
        Assert.IsFalse(anchors.TakeWarning(End - (29 * Day) + 7200000), "after a restart");
        Assert.IsFalse(anchors.TakeWarning(End - (30 * Day)), "a start that has only the floor of the time");
        Assert.IsTrue(anchors.TakeWarning(End - (28 * Day)));
        Assert.IsTrue(anchors.TakeWarning(End + (7000 * Day)), "by a wrong clock");
        Assert.IsTrue(anchors.TakeWarning(End - (27 * Day)), "which does not silence it for ever");

        volume.IsFull = true;
        Assert.IsTrue(anchors.TakeWarning(End - (26 * Day)), "what cannot be written down is told all the same");
        Assert.IsFalse(anchors.TakeWarning(End - (26 * Day) + 1000));
        Assert.AreEqual(1, anchors.VolumeFailures);
    }

    [TestMethod]
    public void Without_anchors_the_configured_files_are_watched_and_with_one_they_are_not()
    {
        MemoryVolume volume = new MemoryVolume();
        byte[] first = Pem("310601123456Z");
        byte[] second = Pem("300601123456Z");
        volume.Create("ca.pem", first, 0, first.Length);
        volume.Create("other.pem", second, 0, second.Length);
        TrustAnchors anchors = new TrustAnchors(volume, null);
        anchors.SetConfiguredFiles(new string[] { "ca.pem", "" });
        anchors.Load();
        Assert.AreEqual(End + (365 * Day), anchors.EarliestNotAfterUtcMilliseconds());
        anchors.SetConfiguredFiles(new string[] { "ca.pem", "other.pem", "absent.pem" });
        anchors.Load();
        Assert.AreEqual(End, anchors.EarliestNotAfterUtcMilliseconds());

        byte[] anchor = Pem("350601123456Z");
        volume.Create("anchor-2.pem", anchor, 0, anchor.Length);
        anchors.Load();
        Assert.AreEqual(End + (1826 * Day), anchors.EarliestNotAfterUtcMilliseconds(), "an anchor is trusted alone");
    }

    [TestMethod]
    public void A_proposal_that_is_no_certificate_or_has_expired_is_refused()
    {
        TimeKeeper time = new TimeKeeper(new MemoryVolume(), new ScriptedNetwork(), null, 20454);
        TrustAnchors anchors = new TrustAnchors(new MemoryVolume(), time);
        byte[] good = Pem("300601123456Z");
        byte[] expired = Pem("250601123456Z");
        byte[] text = CertificateMaker.Bytes("no certificate");
        Assert.AreEqual((int)TrustAnchorResult.BadSlot, (int)anchors.Propose(3, good, good.Length));
        Assert.AreEqual((int)TrustAnchorResult.BadCertificate, (int)anchors.Propose(1, text, text.Length));
        Assert.AreEqual((int)TrustAnchorResult.BadCertificate, (int)anchors.Propose(1, good, 0));
        Assert.AreEqual((int)TrustAnchorResult.Expired, (int)anchors.Propose(1, expired, expired.Length));
        Assert.AreEqual(0, anchors.ProposedSlot);
    }

    private static byte[] Pem(string notAfter) => CertificateMaker.Pem(CertificateMaker.Der("240101000000Z", notAfter));

    private static TrustAnchors Load(MemoryVolume volume)
    {
        TrustAnchors anchors = new TrustAnchors(volume, null);
        anchors.Load();
        return anchors;
    }

    private static void Attempt(UplinkBench bench)
    {
        while (bench.Link.State != LinkState.Connecting)
        {
            bench.Step(20);
        }
    }

    private static void AssertSelected(byte[] expected, TrustAnchors anchors)
    {
        byte[] buffer = new byte[TrustAnchors.MaximumLength];
        byte[] actual = new byte[anchors.ReadSelected(buffer)];
        Array.Copy(buffer, 0, actual, 0, actual.Length);
        CollectionAssert.AreEqual(expected, actual);
    }
}
