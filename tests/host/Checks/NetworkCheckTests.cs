using System.Text.Json;
using Telltale.Checks;
using Telltale.Fleet;
using Telltale.HostTests.Unit;
using Telltale.Mosquitto;
using Telltale.Ports;
using Telltale.Uplink;
using Telltale.Virtual.Link;

namespace Telltale.HostTests.Checks;

/// <summary>What the unit says of its connection's protection and of why it has none.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class NetworkCheckTests
{
    private readonly Terminal _terminal = new();

    [TestCase(LinkProtection.Tls, StatusCheckState.Pass, null)]
    [TestCase(LinkProtection.None, StatusCheckState.NotFitted, 1L)]
    [TestCase(LinkProtection.NotApplicable, StatusCheckState.NotFitted, null)]
    public void An_open_connection_passes_the_check_only_where_the_link_has_TLS(LinkProtection protection, StatusCheckState state, long? value)
    {
        UnitOnTheDesk desk = On(protection);
        desk.Run(10);
        Assert.That(desk.Unit.Uplink.IsOpen);
        Check tls = desk.Unit.Reporting.Checks.Find(CheckNumber.Tls);
        Assert.That((tls.State, tls.HasValue ? tls.Value : default(long?)), Is.EqualTo((state, value)));
    }

    [Test]
    public void TLS_that_is_off_by_configuration_is_said_in_words_on_the_console_and_at_the_owners()
    {
        UnitOnTheDesk desk = On(LinkProtection.None);
        desk.Run(10);
        Assert.That(_terminal.Ask(desk, "checks"), Does.Contain("42  tls                 not fitted 1, off by configuration, the connection is not protected\r\n"));
        JsonElement tls = _terminal.AskJson(desk, "checks").GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("n").GetInt32() == 42);
        Assert.That(tls.GetProperty("note").GetString(), Is.EqualTo("off by configuration, the connection is not protected"));
        Assert.That(_terminal.Ask(desk, "net"), Does.Contain("tls                     off by configuration, not protected"));
        StatusReport status = desk.Owner.Statuses[^1];
        int index = Array.IndexOf(status.CheckNumbers, (int)CheckNumber.Tls);
        UnitCheck check = new(42, SampleNames.Of(status.CheckStates[index]), status.CheckValues[index], null);
        Assert.That((check.State, check.Note), Is.EqualTo(("not_fitted", "off by configuration, the connection is not protected")));
    }

    [TestCase(LinkFailure.Tls, "the TLS handshake failed")]
    [TestCase(LinkFailure.CertificateExpired, "the certificate has expired")]
    [TestCase(LinkFailure.CertificateNotYetValid, "the certificate is not yet valid")]
    [TestCase(LinkFailure.CertificateUntrusted, "the certificate leads to no trust anchor")]
    [TestCase(LinkFailure.CertificateWrongHost, "the certificate names another host")]
    public void A_refused_certificate_fails_the_check_and_says_which_way(LinkFailure failure, string words)
    {
        UnitOnTheDesk desk = On(LinkProtection.Tls);
        Fail(desk, failure);
        desk.Run(10);
        CheckList checks = desk.Unit.Reporting.Checks;
        Assert.That((checks.Find(CheckNumber.Tls).State, checks.Find(CheckNumber.Tls).Value), Is.EqualTo((StatusCheckState.Fail, (long)failure)));
        Assert.That(checks.Find(CheckNumber.Network).State, Is.EqualTo(StatusCheckState.Pass), "the broker's address was reached");
        Assert.That(checks.Find(CheckNumber.Broker).State, Is.EqualTo(StatusCheckState.Waiting));
        Assert.That(_terminal.Ask(desk, "checks"), Does.Contain($", {words}\r\n"));
    }

    [TestCase(LinkFailure.Unreachable, StatusCheckState.Fail, StatusCheckState.Waiting, StatusCheckState.Waiting)]
    [TestCase(LinkFailure.Refused, StatusCheckState.Pass, StatusCheckState.Pass, StatusCheckState.Fail)]
    [TestCase(LinkFailure.Timeout, StatusCheckState.Waiting, StatusCheckState.Waiting, StatusCheckState.Fail)]
    [TestCase(LinkFailure.Lost, StatusCheckState.Waiting, StatusCheckState.Waiting, StatusCheckState.Waiting)]
    public void A_failed_attempt_proves_what_came_before_its_failure(LinkFailure failure, StatusCheckState network, StatusCheckState tls, StatusCheckState broker)
    {
        UnitOnTheDesk desk = On(LinkProtection.Tls);
        Fail(desk, failure);
        desk.Run(10);
        CheckList checks = desk.Unit.Reporting.Checks;
        Assert.That((checks.Find(CheckNumber.Network).State, checks.Find(CheckNumber.Tls).State, checks.Find(CheckNumber.Broker).State), Is.EqualTo((network, tls, broker)));
    }

    [Test]
    public void Without_a_connection_for_five_minutes_the_broker_fails_whatever_the_reason()
    {
        UnitOnTheDesk desk = On(LinkProtection.Tls);
        Fail(desk, LinkFailure.Lost);
        desk.Run(295);
        Assert.That(desk.Unit.Reporting.Checks.Find(CheckNumber.Broker).State, Is.EqualTo(StatusCheckState.Waiting));
        desk.Run(10);
        Assert.That(desk.Unit.Reporting.Checks.Find(CheckNumber.Broker).State, Is.EqualTo(StatusCheckState.Fail));
    }

    [Test]
    public void A_check_that_fails_over_a_certificate_says_so_in_the_owners_alarm()
    {
        Assert.That(new CheckFailure(42, 6, null, default, null).Text, Is.EqualTo("check 42 tls fails: 6, the certificate has expired"));
        Assert.That(new CheckFailure(43, 3, null, default, null).Text, Is.EqualTo("check 43 broker fails: 3, the credentials were refused"));
        Assert.That(CheckNotes.Of(CheckNumber.Supply, StatusCheckState.Fail, true, 6), Is.Null);
        Assert.That(CheckNotes.Of(CheckNumber.Broker, StatusCheckState.Fail, false, 6), Is.Null);
    }

    [Test]
    public void A_link_over_libmosquitto_is_protected_where_it_has_a_certificate_authority()
    {
        using MosquittoLink plain = MosquittoLink.ForUnit(new MosquittoOptions { Host = "localhost", Port = 8883, ClientId = "a" }, "abcdefgh");
        using MosquittoLink tls = MosquittoLink.ForUnit(new MosquittoOptions { Host = "localhost", Port = 8883, ClientId = "a", CertificateAuthorityFile = "ca.crt" }, "abcdefgh");
        Assert.That((plain.Protection, tls.Protection), Is.EqualTo((LinkProtection.None, LinkProtection.Tls)));
    }

    private UnitOnTheDesk On(LinkProtection protection)
    {
        UnitOnTheDesk desk = new() { Console = _terminal };
        desk.Scripted.Protection = protection;
        desk.Start();
        return desk;
    }

    private static void Fail(UnitOnTheDesk desk, LinkFailure failure)
    {
        for (int attempt = 0; attempt < 100; attempt++)
        {
            desk.Scripted.FailNextAttempt(failure);
        }
    }
}
