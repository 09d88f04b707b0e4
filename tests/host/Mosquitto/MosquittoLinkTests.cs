using System.Diagnostics;
using System.Text;
using Telltale.Mosquitto;
using Telltale.Ports;
using Telltale.Virtual.Link;

namespace Telltale.HostTests.Mosquitto;

[TestFixture]
public class MosquittoLinkTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Test]
    public void A_frame_reaches_a_subscriber_over_TLS_and_its_acknowledgement_comes_back()
    {
        using TestBroker broker = new();
        using Subscriber owner = new(broker, "tt/+/up");
        using MosquittoLink link = MosquittoLink.ForUnit(broker.Options("unit-1"), "abcdefgh");

        Open(link);
        byte[] buffer = new byte[64];
        "sealed bytes"u8.CopyTo(buffer);

        Assert.That(link.TryPublish(7, buffer, 12), Is.True);
        Array.Clear(buffer);
        Until(() => owner.Count == 1, "the frame at the subscriber");
        Assert.Multiple(() =>
        {
            Assert.That(owner.Topic(0), Is.EqualTo("tt/abcdefgh/up"));
            Assert.That(owner.Text(0), Is.EqualTo("sealed bytes"), "the link copies the bytes");
        });
        int token = -1;
        Until(() => (token = link.TakeAcknowledgement()) >= 0, "the acknowledgement");
        Assert.That(token, Is.EqualTo(7));
        Assert.That(link.TakeAcknowledgement(), Is.EqualTo(-1), "only one");
    }

    [Test]
    public void A_downlink_message_of_this_unit_arrives_and_one_of_another_does_not()
    {
        using TestBroker broker = new();
        using Subscriber owner = new(broker, "tt/+/up");
        using MosquittoLink link = MosquittoLink.ForUnit(broker.Options("unit-1"), "abcdefgh");
        Open(link);

        owner.Client.Publish("tt/hgfedcba/down", "not for us"u8);
        owner.Client.Publish("tt/abcdefgh/down", "for us"u8);

        byte[] buffer = new byte[64];
        int length = 0;
        Until(() => (length = link.TakeMessage(buffer)) > 0, "the message");
        Assert.That(Encoding.UTF8.GetString(buffer, 0, length), Is.EqualTo("for us"));
        Assert.That(link.TakeMessage(buffer), Is.Zero);
    }

    [Test]
    public void No_more_frames_are_taken_than_the_window_allows()
    {
        using TestBroker broker = new();
        using MosquittoLink link = MosquittoLink.ForUnit(broker.Options("unit-1"), "abcdefgh", inFlightWindow: 3);
        Open(link);
        byte[] frame = new byte[10];

        // Acknowledged or not: until the unit has taken an acknowledgement, its place is not free.
        Assert.That(new[] { link.TryPublish(0, frame, 10), link.TryPublish(1, frame, 10), link.TryPublish(2, frame, 10) }, Is.All.True);
        Assert.That(link.TryPublish(3, frame, 10), Is.False);

        Until(() => link.TakeAcknowledgement() >= 0, "an acknowledgement");
        Assert.That(link.TryPublish(3, frame, 10), Is.True);
    }

    [Test]
    public void A_broker_with_a_certificate_of_an_unknown_authority_is_refused()
    {
        using TestBroker broker = new();
        string folder = Directory.CreateTempSubdirectory("telltale-authority-").FullName;
        try
        {
            TestAuthority other = new(folder, "Somebody else");
            using MosquittoLink link = MosquittoLink.ForUnit(broker.Options("unit-1") with { CertificateAuthorityFile = other.CertificateFile }, "abcdefgh");

            Fail(link);
            Assert.That(link.Failure, Is.EqualTo(LinkFailure.CertificateUntrusted), link.FailureMessage);
            Assert.That(link.FailureMessage, Does.Contain("certificate verify failed"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void A_broker_whose_certificate_names_another_host_is_refused()
    {
        using TestBroker broker = new(certificate: authority => authority.Issue("broker.example"));
        using MosquittoLink link = MosquittoLink.ForUnit(broker.Options("unit-1"), "abcdefgh");

        Fail(link);
        Assert.That(link.Failure, Is.EqualTo(LinkFailure.CertificateWrongHost), link.FailureMessage);
    }

    [TestCase(-2, -1, LinkFailure.CertificateExpired)]
    [TestCase(1, 2, LinkFailure.CertificateNotYetValid)]
    public void A_certificate_outside_its_time_is_refused(int notBeforeDays, int notAfterDays, LinkFailure expected)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using TestBroker broker = new(certificate: authority => authority.Issue("localhost", now.AddDays(notBeforeDays), now.AddDays(notAfterDays)));
        using MosquittoLink link = MosquittoLink.ForUnit(broker.Options("unit-1"), "abcdefgh");

        Fail(link);
        Assert.That(link.Failure, Is.EqualTo(expected), link.FailureMessage);
    }

    [Test]
    public void A_wrong_password_is_told_apart_from_a_broker_that_is_not_there()
    {
        using TestBroker broker = new();
        using MosquittoLink link = MosquittoLink.ForUnit(broker.Options("unit-1") with { Password = "wrong" }, "abcdefgh");

        Fail(link);
        Assert.That(link.Failure, Is.EqualTo(LinkFailure.Refused), link.FailureMessage);

        broker.Stop();
        Fail(link);
        Assert.That(link.Failure, Is.EqualTo(LinkFailure.Unreachable), link.FailureMessage);
    }

    [Test]
    public void A_client_certificate_takes_the_place_of_a_password()
    {
        using TestBroker broker = new(extraConfiguration: "require_certificate true\nuse_identity_as_username true");
        TestCertificate client = broker.Authority.Issue(TestBroker.UserName);
        MosquittoOptions options = broker.Options("unit-1") with { UserName = null, Password = null };
        using MosquittoLink without = MosquittoLink.ForUnit(options, "abcdefgh");
        using MosquittoLink with = MosquittoLink.ForUnit(
            options with { ClientCertificateFile = client.CertificateFile, ClientKeyFile = client.KeyFile }, "abcdefgh");

        Fail(without);
        Open(with);
    }

    [Test]
    public void A_broker_that_stops_closes_the_link_and_only_Connect_opens_it_again()
    {
        using TestBroker broker = new();
        using MosquittoLink link = MosquittoLink.ForUnit(broker.Options("unit-1"), "abcdefgh");
        Open(link);

        broker.Stop();
        Until(() => link.State == LinkState.Closed, "the link noticing");
        Assert.That(link.Failure, Is.EqualTo(LinkFailure.Lost));
        Assert.That(link.TryPublish(1, new byte[10], 10), Is.False);

        broker.Start();
        Assert.That(link.State, Is.EqualTo(LinkState.Closed));
        Open(link);
    }

    [Test]
    public void A_link_that_was_closed_while_connecting_stays_closed()
    {
        using TestBroker broker = new();
        using MosquittoLink link = MosquittoLink.ForUnit(broker.Options("unit-1"), "abcdefgh");

        link.Connect();
        link.Close();
        Assert.That(link.State, Is.EqualTo(LinkState.Closed));

        Open(link);
        Assert.That(broker.Log.Split("New client connected").Length - 1, Is.LessThanOrEqualTo(2));
    }

    [Test]
    public void A_receiver_connects_again_by_itself_and_finds_its_queued_messages()
    {
        using TestBroker broker = new();
        MosquittoOptions options = broker.Options("owner") with { CleanSession = false, Subscriptions = ["tt/+/up"], Reconnect = true };
        using (Subscriber first = new(options))
        {
            Until(() => first.Client.IsReady, "the first connection");
        }

        using MosquittoLink link = MosquittoLink.ForUnit(broker.Options("unit-1"), "abcdefgh");
        Open(link);
        Assert.That(link.TryPublish(0, "while away"u8.ToArray(), 10), Is.True);
        Until(() => link.TakeAcknowledgement() == 0, "the acknowledgement");

        using Subscriber owner = new(options);
        Until(() => owner.Count == 1, "the queued message");
        Assert.That(owner.Text(0), Is.EqualTo("while away"));

        broker.Restart();
        Until(() => owner.Failures > 0 && owner.Client.IsReady, "the connection after the restart");
        Open(link);
        Assert.That(link.TryPublish(0, "afterwards"u8.ToArray(), 10), Is.True);
        Until(() => owner.Count == 2, "the message after the restart");
    }

    [Test]
    public void A_missing_certificate_file_is_named()
    {
        MosquittoOptions options = new() { Host = "localhost", Port = 1, ClientId = "x", CertificateAuthorityFile = "/nowhere/ca.crt" };

        MosquittoException exception = Assert.Throws<MosquittoException>(() => _ = new MosquittoClient(options))!;

        Assert.That(exception.Message, Is.EqualTo("The certificate authority file '/nowhere/ca.crt' does not exist."));
    }

    private static void Open(MosquittoLink link)
    {
        Until(
            () =>
            {
                link.Connect();
                return link.State == LinkState.Open;
            },
            "an open link");
    }

    private static void Fail(MosquittoLink link)
    {
        link.Connect();
        Until(() => link.State != LinkState.Connecting, "the end of the attempt");
        Assert.That(link.State, Is.EqualTo(LinkState.Closed));
    }

    private static void Until(Func<bool> condition, string what)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.That(waited.Elapsed, Is.LessThan(Patience), what + " did not come");
            Thread.Sleep(5);
        }
    }

    private sealed class Subscriber : IDisposable
    {
        private readonly List<MosquittoMessage> _messages = [];
        private int _failures;

        public Subscriber(TestBroker broker, string pattern)
            : this(broker.Options("owner") with { Subscriptions = [pattern], Reconnect = true })
        {
            Until(() => Client.IsReady, "the subscription");
        }

        public Subscriber(MosquittoOptions options)
        {
            Client = new MosquittoClient(options)
            {
                Failed = _ => Interlocked.Increment(ref _failures),
                MessageReceived = message =>
                {
                    lock (_messages)
                    {
                        _messages.Add(message);
                    }
                },
            };
            Client.Start();
        }

        public MosquittoClient Client { get; }

        public int Failures => Volatile.Read(ref _failures);

        public int Count
        {
            get
            {
                lock (_messages)
                {
                    return _messages.Count;
                }
            }
        }

        public string Topic(int index)
        {
            lock (_messages)
            {
                return _messages[index].Topic;
            }
        }

        public string Text(int index)
        {
            lock (_messages)
            {
                return Encoding.UTF8.GetString(_messages[index].Payload);
            }
        }

        public void Dispose() => Client.Dispose();
    }
}
