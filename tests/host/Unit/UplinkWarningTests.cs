using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Telltale.Ports;
using Telltale.Sampling;
using Telltale.Uplink;

namespace Telltale.HostTests.Unit;

/// <summary>What is wrong with the way to the broker reaches the owner as an event, once for each time that it comes up.</summary>
internal sealed class UplinkWarningTests
{
    [Test]
    public void Another_client_with_the_identity_is_an_event_once_until_it_has_gone()
    {
        UnitOnTheDesk desk = new();
        desk.Start();
        desk.Run(20);
        ThrowOutUntilTheUnitBacksOff(desk, conflicts: 1);
        ThrowOutUntilTheUnitBacksOff(desk, conflicts: 2);
        StayOpen(desk, seconds: 70);
        Assert.That(Events(desk, UnitEvent.IdentityInUseElsewhere), Is.EqualTo(new[] { 1 }), "one event for two waits");

        ThrowOutUntilTheUnitBacksOff(desk, conflicts: 3);
        StayOpen(desk, seconds: 70);
        Assert.That(Events(desk, UnitEvent.IdentityInUseElsewhere), Is.EqualTo(new[] { 1, 3 }), "it came back");
    }

    [Test]
    public void An_anchor_that_ends_soon_is_an_event_and_a_restart_on_the_same_day_brings_no_other()
    {
        UnitOnTheDesk desk = new();
        byte[] anchor = Encoding.ASCII.GetBytes(Authority(desk.Clock.Start.AddDays(20).AddHours(3)));
        desk.Volume.Create("ca.pem", anchor, 0, anchor.Length);
        desk.Plug = ports =>
        {
            ports.Anchors = new TrustAnchors(desk.Volume, null);
            ports.Anchors.SetConfiguredFiles(["ca.pem", ""]);
        };
        desk.Start();
        desk.Run(60);
        desk.Start();
        desk.Run(60);
        Assert.That(Events(desk, UnitEvent.TrustAnchorExpiring), Is.EqualTo(new[] { 20 }));
    }

    private static IEnumerable<int> Events(UnitOnTheDesk desk, UnitEvent what) => desk.Owner.Alerts.Where(alert => alert.Event == what).Select(alert => alert.Value);

    private static void ThrowOutUntilTheUnitBacksOff(UnitOnTheDesk desk, int conflicts)
    {
        while (desk.Unit.Uplink.Counters.IdentityConflicts < conflicts)
        {
            desk.Scripted.StateFound = RetainedState.Other;
            while (!desk.Unit.Uplink.IsOpen)
            {
                desk.Step();
            }

            desk.Run(0.5);
            desk.Scripted.Drop();
            desk.Run(0.1);
        }
    }

    private static void StayOpen(UnitOnTheDesk desk, double seconds)
    {
        while (!desk.Unit.Uplink.IsOpen)
        {
            desk.Step();
        }

        desk.Run(seconds);
        Assert.That(desk.Unit.Uplink.IsIdentityInUseElsewhere, Is.False);
    }

    private static string Authority(DateTimeOffset notAfter)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=authority", key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(notAfter.AddYears(-1), notAfter);
        return certificate.ExportCertificatePem();
    }
}
