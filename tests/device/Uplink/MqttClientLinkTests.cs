using nanoFramework.TestFramework;
using Telltale.Ports;
using Telltale.Uplink;

namespace Telltale.DeviceTests.Uplink;

/// <summary>Each trap of nanoFramework.M2Mqtt's client that the link has to get round, played by <see cref="ScriptedMqttClients"/>.</summary>
[TestClass]
public class MqttClientLinkTests
{
    private const int Window = 4;

    private static ScriptedMqttClients _clients;
    private static readonly byte[] _buffer = new byte[100];
    private static MqttClientLink _link;

    [TestMethod]
    public void The_constructor_looks_the_name_up_so_nothing_is_made_before_the_thread_turns()
    {
        MqttClientLink link = Link();
        link.Connect();
        Assert.AreEqual((int)LinkState.Connecting, (int)link.State);
        Assert.AreEqual(0, _clients.MadeCount, "the loop does not wait for DNS");
        Assert.AreEqual(1, _clients.Wakes);
    }

    [TestMethod]
    public void The_constructor_throws_without_a_network_and_the_next_attempt_makes_another_client()
    {
        MqttClientLink link = Link();
        _clients.HasNetwork = false;
        link.Connect();
        Turn(link);
        Assert.AreEqual((int)LinkState.Closed, (int)link.State);
        Assert.AreEqual((int)LinkFailure.Unreachable, (int)link.Failure);

        _clients.HasNetwork = true;
        link.Connect();
        Turn(link);
        Assert.AreEqual((int)LinkState.Open, (int)link.State);
    }

    [TestMethod]
    public void What_protects_the_connection_is_known_before_there_is_one()
    {
        MqttClientLink link = Link();
        _clients.Protection = LinkProtection.None;
        Assert.AreEqual((int)LinkProtection.None, (int)link.Protection);
        _clients.Protection = LinkProtection.Tls;
        Assert.AreEqual((int)LinkProtection.Tls, (int)link.Protection);
    }

    [TestMethod]
    public void The_address_is_kept_for_a_clients_life_so_each_attempt_has_a_client_of_its_own()
    {
        MqttClientLink link = Link();
        for (int attempt = 1; attempt <= 3; attempt++)
        {
            Open(link);
            Assert.AreEqual(attempt, _clients.MadeCount);
            _clients.Newest.OnClosed();
            Turn(link);
            Assert.AreEqual((int)LinkState.Closed, (int)link.State);
            Assert.AreEqual(1, _clients.Newest.Discards, "closed in every path");
        }
    }

    [TestMethod]
    public void Connecting_blocks_without_a_limit_and_an_attempt_that_was_given_up_meanwhile_is_closed_when_it_returns()
    {
        MqttClientLink link = Link();
        _clients.ConnectMilliseconds = 300000;
        _clients.DuringConnect = link.Close;
        link.Connect();
        Turn(link);
        Assert.AreEqual((int)LinkState.Closed, (int)link.State);
        Assert.AreEqual(0, _clients.Newest.Subscribes, "nobody wants it any more");
        Assert.AreEqual(1, _clients.Newest.Discards);
    }

    [TestMethod]
    public void While_one_attempt_blocks_no_other_is_made_beside_it()
    {
        MqttClientLink link = Link();
        _clients.DuringConnect = CloseAndConnect;
        link.Connect();
        link.Turn(_clients.Now);
        Assert.AreEqual(1, _clients.MadeCount);
        Assert.AreEqual((int)LinkState.Connecting, (int)link.State, "the second one waits");

        _clients.DuringConnect = null;
        Turn(link);
        Assert.AreEqual(2, _clients.MadeCount);
        Assert.AreEqual(1, _clients.Made[0].Discards, "the first is closed before the second is made");
        Assert.AreEqual((int)LinkState.Open, (int)link.State);
    }

    [TestMethod]
    public void An_attempt_that_was_given_up_while_the_name_was_looked_up_never_connects()
    {
        MqttClientLink link = Link();
        _clients.DuringLookUp = link.Close;
        link.Connect();
        Turn(link);
        Assert.AreEqual(0, _clients.Newest.Connects);
        Assert.AreEqual(1, _clients.Newest.Discards);
    }

    [DataRow((int)LinkFailure.Timeout)]
    [DataRow((int)LinkFailure.Tls)]
    [DataRow((int)LinkFailure.Refused)]
    [DataRow((int)LinkFailure.CertificateExpired)]
    [TestMethod]
    public void A_failed_attempt_leaves_a_receiving_thread_until_the_client_is_closed_so_it_is(int failure)
    {
        MqttClientLink link = Link();
        _clients.ConnectFailure = (LinkFailure)failure;
        link.Connect();
        Turn(link);
        Assert.AreEqual((int)LinkState.Closed, (int)link.State);
        Assert.AreEqual(failure, (int)link.Failure);
        Assert.AreEqual(1, _clients.Newest.Discards);
    }

    [TestMethod]
    public void A_client_whose_close_throws_cannot_be_closed_again_and_is_never_used_again()
    {
        MqttClientLink link = Link();
        _clients.IsDiscardFailing = true;
        Open(link);
        link.Close();
        Turn(link);
        Turn(link);
        Assert.AreEqual(1, _clients.Newest.Discards);
        Assert.AreEqual(1, link.Counters.DiscardFailures);
        Open(link);
        Assert.AreEqual(2, _clients.MadeCount);
    }

    [TestMethod]
    public void A_subscription_without_an_answer_ends_the_attempt_after_ten_seconds()
    {
        MqttClientLink link = Link();
        _clients.IsSubscribeAnswered = false;
        _clients.ConnectMilliseconds = 29000;
        link.Connect();
        Turn(link);
        Assert.AreEqual((int)LinkState.Connecting, (int)link.State, "what connecting took does not count");
        _clients.Now += 9900;
        Turn(link);
        Assert.AreEqual((int)LinkState.Connecting, (int)link.State);
        _clients.Now += 200;
        Turn(link);
        Assert.AreEqual((int)LinkState.Closed, (int)link.State);
        Assert.AreEqual((int)LinkFailure.Timeout, (int)link.Failure);
        Assert.AreEqual(1, _clients.Newest.Discards);
    }

    [TestMethod]
    public void A_refused_subscription_is_a_refusal()
    {
        MqttClientLink link = Link();
        _clients.IsGranted = false;
        link.Connect();
        Turn(link);
        Assert.AreEqual((int)LinkFailure.Refused, (int)link.Failure);
    }

    [TestMethod]
    public void Publishing_only_enqueues_and_a_full_queue_refuses_the_frame_and_keeps_the_connection()
    {
        MqttClientLink link = Link();
        _clients.QueueSize = 1;
        Open(link);
        Assert.IsTrue(link.TryPublish(1, _buffer, 10));
        Assert.IsFalse(link.TryPublish(2, _buffer, 10));
        Assert.AreEqual(1, link.Counters.QueueFull);
        Assert.AreEqual((int)LinkState.Open, (int)link.State);

        _clients.Newest.Answer(0, true);
        Assert.AreEqual(1, link.TakeAcknowledgement());
        Assert.IsTrue(link.TryPublish(2, _buffer, 10));
    }

    [TestMethod]
    public void No_more_goes_to_the_client_than_the_window_whatever_its_queue_holds()
    {
        MqttClientLink link = Link();
        Open(link);
        for (int token = 0; token < Window; token++)
        {
            Assert.IsTrue(link.TryPublish(token, _buffer, 10));
        }

        Assert.IsFalse(link.TryPublish(Window, _buffer, 10));
        _clients.Newest.Answer(2, true);
        Assert.IsFalse(link.TryPublish(Window, _buffer, 10), "its place is free when the loop has heard of it");
        Assert.AreEqual(2, link.TakeAcknowledgement(), "the token, whatever the client's number is");
        Assert.IsTrue(link.TryPublish(Window, _buffer, 10));
        Assert.AreEqual(-1, link.TakeAcknowledgement());
    }

    [TestMethod]
    public void The_client_keeps_the_array_so_it_gets_one_of_its_own()
    {
        MqttClientLink link = Link();
        Open(link);
        _buffer[0] = 7;
        link.TryPublish(1, _buffer, 10);
        _buffer[0] = 8;
        Assert.AreEqual(7, (int)_clients.Newest.Frames[0][0]);
        Assert.AreEqual(10, _clients.Newest.Frames[0].Length);
    }

    [TestMethod]
    public void A_message_that_the_client_gives_up_after_four_sendings_closes_the_connection()
    {
        MqttClientLink link = Link();
        Open(link);
        link.TryPublish(1, _buffer, 10);
        for (int second = 0; second < 4; second++)
        {
            Assert.AreEqual((int)LinkState.Open, (int)link.State);
            _clients.Now += 1000;
            _clients.Newest.Turn();
        }

        Assert.AreEqual(4, _clients.Newest.Sent[0], "once, and three times again");
        Assert.AreEqual((int)LinkState.Closed, (int)link.State);
        Assert.AreEqual((int)LinkFailure.Timeout, (int)link.Failure);
        Assert.AreEqual(1, link.Counters.GivenUp);
        Assert.AreEqual(-1, link.TakeAcknowledgement());
        Assert.AreEqual(0, _clients.Newest.Discards, "not from the client's own thread");
        Turn(link);
        Assert.AreEqual(1, _clients.Newest.Discards);
    }

    [TestMethod]
    public void A_message_that_was_sent_twice_is_acknowledged_twice_and_counted_once()
    {
        MqttClientLink link = Link();
        Open(link);
        link.TryPublish(5, _buffer, 10);
        _clients.Newest.Answer(0, true);
        _clients.Newest.Answer(0, true);
        Assert.AreEqual(5, link.TakeAcknowledgement());
        Assert.AreEqual(-1, link.TakeAcknowledgement());
        Assert.AreEqual(1, link.Counters.StrayAcknowledgements);
    }

    [TestMethod]
    public void A_client_that_fails_to_publish_is_closed()
    {
        MqttClientLink link = Link();
        Open(link);
        _clients.IsPublishFailing = true;
        Assert.IsFalse(link.TryPublish(1, _buffer, 10));
        Assert.AreEqual((int)LinkState.Closed, (int)link.State);
        Assert.AreEqual(1, link.Counters.ClientFaults);
    }

    [TestMethod]
    public void Closing_raises_ConnectionClosed_too_and_it_is_not_taken_for_a_loss_of_the_next_connection()
    {
        MqttClientLink link = Link();
        Open(link);
        ScriptedMqttClient first = _clients.Newest;
        link.Close();
        link.Connect();
        Turn(link);
        Assert.AreEqual((int)LinkState.Open, (int)link.State);
        Assert.AreEqual((int)LinkFailure.None, (int)link.Failure);

        first.OnClosed();
        first.Deliver(new byte[3]);
        first.AnswerSubscription(false);
        Assert.AreEqual((int)LinkState.Open, (int)link.State, "the threads of a closed client speak late");
        Assert.AreEqual(0, link.TakeMessage(_buffer));
        Assert.IsTrue(link.Counters.LateEvents >= 3);
    }

    [TestMethod]
    public void The_acknowledgement_of_an_earlier_clients_message_with_the_same_number_is_not_taken()
    {
        MqttClientLink link = Link();
        Open(link);
        ScriptedMqttClient first = _clients.Newest;
        link.TryPublish(1, _buffer, 10);
        first.OnClosed();
        Open(link);
        link.TryPublish(2, _buffer, 10);
        first.Answer(0, true);
        Assert.AreEqual(-1, link.TakeAcknowledgement());
        first.Answer(0, false);
        Assert.AreEqual((int)LinkState.Open, (int)link.State);
    }

    [TestMethod]
    public void There_is_no_connecting_again_unless_the_loop_asks()
    {
        MqttClientLink link = Link();
        Open(link);
        _clients.Newest.OnClosed();
        Assert.AreEqual((int)LinkFailure.Lost, (int)link.Failure);
        for (int turn = 0; turn < 10; turn++)
        {
            _clients.Now += 60000;
            Assert.AreEqual(-1, Turn(link), "asleep until it is woken");
        }

        Assert.AreEqual(1, _clients.MadeCount);
    }

    [TestMethod]
    public void What_the_client_forgets_with_its_session_is_forgotten_by_the_link()
    {
        MqttClientLink link = Link();
        Open(link);
        for (int token = 0; token < Window; token++)
        {
            link.TryPublish(token, _buffer, 10);
        }

        _clients.Newest.Answer(0, true);
        _clients.Newest.Deliver(new byte[5]);
        _clients.Newest.OnClosed();
        Assert.AreEqual(-1, link.TakeAcknowledgement(), "the journal sends it again");
        Assert.AreEqual(0, link.TakeMessage(_buffer));
        Open(link);
        Assert.IsTrue(link.TryPublish(9, _buffer, 10), "the window is free");
    }

    [TestMethod]
    public void The_state_found_is_that_of_the_newest_connection_and_outlives_its_end()
    {
        MqttClientLink link = Link();
        _clients.IsSubscribeAnswered = false;
        link.Connect();
        Turn(link);
        ScriptedMqttClient first = _clients.Newest;

        // A broker may send what it has retained before it answers the subscription (MQTT 3.1.1 section 3.8.4).
        first.FindState(RetainedState.OwnOffline);
        Assert.AreEqual((int)RetainedState.OwnOffline, (int)link.StateFound);
        first.AnswerSubscription(true);
        first.OnClosed();
        Assert.AreEqual((int)RetainedState.OwnOffline, (int)link.StateFound);

        link.Connect();
        Assert.AreEqual((int)RetainedState.None, (int)link.StateFound);
        Turn(link);
        first.FindState(RetainedState.Other);
        Assert.AreEqual((int)RetainedState.None, (int)link.StateFound, "a closed client speaks late");
        _clients.Newest.FindState(RetainedState.Other);
        Assert.AreEqual((int)RetainedState.Other, (int)link.StateFound);
        Assert.AreEqual(0, link.TakeMessage(_buffer), "it is no message of the owner's");
    }

    [TestMethod]
    public void Messages_that_are_empty_too_long_or_too_many_are_dropped_and_counted()
    {
        MqttClientLink link = Link();
        Open(link);
        _clients.Newest.Deliver(null);
        _clients.Newest.Deliver(new byte[0]);
        _clients.Newest.Deliver(new byte[101]);
        for (int index = 0; index < 8; index++)
        {
            _clients.Newest.Deliver(new byte[index + 1]);
        }

        Assert.AreEqual(3, link.Counters.MessagesDropped, "empty, empty, and one that there was no room for");
        for (int index = 0; index < 7; index++)
        {
            Assert.AreEqual(index + 1, link.TakeMessage(_buffer));
        }

        Assert.AreEqual(4, link.Counters.MessagesDropped, "and the long one");
        Assert.AreEqual(0, link.TakeMessage(_buffer));
    }

    private static int Turn(MqttClientLink link, ScriptedMqttClients clients)
    {
        int wait;
        do
        {
            wait = link.Turn(clients.Now);
        }
        while (wait == 0);
        return wait;
    }

    private static MqttClientLink Link()
    {
        _clients = new ScriptedMqttClients();
        _link = new MqttClientLink(_clients, Window);
        return _link;
    }

    private static void CloseAndConnect()
    {
        _link.Close();
        _link.Connect();
    }

    private static int Turn(MqttClientLink link) => Turn(link, _clients);

    private static void Open(MqttClientLink link)
    {
        link.Connect();
        Turn(link);
        Assert.AreEqual((int)LinkState.Open, (int)link.State);
    }
}
