using nanoFramework.TestFramework;
using Telltale.Can;
using Telltale.DeviceTests.Gnss;
using Telltale.Elm327;

namespace Telltale.DeviceTests.Elm327;

[TestClass]
public class Elm327AdapterTests
{
    private const string SetUp = "ATI ATZ ATE0 ATL0 ATS0 ATH1 ATM0 ATAT1 ATST20 ATCSM1 STI ";
    private static readonly byte[] SupportedPids = new byte[] { 0x01, 0x00 };

    [TestMethod]
    public void An_adapter_is_found_set_up_and_listens()
    {
        ScriptedAdapter board = new ScriptedAdapter(new Elm327Settings(), 38400);
        board.Run(500);
        Assert.AreEqual(SetUp + "ATTP6 ATCAF0 ATMA ", board.Heard);
        Assert.AreEqual((int)Elm327State.Listening, (int)board.Adapter.State);
        Assert.AreEqual((int)CanMode.ListenOnly, (int)board.Adapter.Mode);
        Assert.AreEqual(38400, board.Adapter.BaudRate);
        Assert.AreEqual(1, board.Adapter.AdapterCounters.CommandsRefused, "STI");
        Assert.IsFalse(board.Adapter.IsStn);
        Hex.AreEqual("454C4D3332372076312E35", board.Adapter.Version, board.Adapter.VersionLength);
    }

    [TestMethod]
    public void An_STN_says_so()
    {
        ScriptedAdapter board = new ScriptedAdapter(new Elm327Settings(), 38400);
        board.Answer("STI", "STN1110 v4.2.0|");
        board.Run(500);
        Assert.IsTrue(board.Adapter.IsStn);
        Assert.AreEqual(14, board.Adapter.VersionLength);
    }

    [TestMethod]
    public void Every_baud_rate_is_found()
    {
        int[] rates = new Elm327Settings().BaudRates;
        for (int i = 0; i < rates.Length; i++)
        {
            ScriptedAdapter board = new ScriptedAdapter(new Elm327Settings(), rates[i]);
            board.Run(6000);
            Assert.AreEqual(rates[i], board.Adapter.BaudRate);
        }
    }

    [TestMethod]
    public void A_board_without_an_adapter_goes_on_looking()
    {
        ScriptedAdapter board = new ScriptedAdapter(new Elm327Settings(), 38400);
        board.IsSilent = true;
        board.Run(60000);
        Assert.AreEqual((int)Elm327State.Searching, (int)board.Adapter.State);
        Assert.IsTrue(board.Adapter.AdapterCounters.SearchRounds >= 5);
        Assert.IsFalse(board.Adapter.TrySetMode(CanMode.ListenOnly, true));
        board.IsSilent = false;
        board.Run(11000);
        Assert.AreEqual(38400, board.Adapter.BaudRate);
    }

    [TestMethod]
    public void Commands_that_a_clone_does_not_know_are_done_without()
    {
        ScriptedAdapter board = new ScriptedAdapter(new Elm327Settings(), 38400);
        string[] refused = new string[] { "ATE0", "ATL0", "ATS0", "ATM0", "ATAT1", "ATST20", "ATCSM1", "ATTP6" };
        for (int i = 0; i < refused.Length; i++)
        {
            board.Answer(refused[i], "?|");
        }

        board.Run(500);
        Assert.AreEqual(9, board.Adapter.AdapterCounters.CommandsRefused);
        Assert.AreEqual((int)Elm327State.Listening, (int)board.Adapter.State);
        Assert.IsTrue(board.Heard.IndexOf("ATTP6 ATSP6 ATCAF0 ATMA ") > 0, board.Heard);
    }

    [TestMethod]
    public void Without_headers_there_is_no_set_up()
    {
        ScriptedAdapter board = new ScriptedAdapter(new Elm327Settings(), 38400);
        board.Answer("ATH1", "?|");
        board.Run(4000);
        Assert.AreEqual(1, board.Adapter.AdapterCounters.SetUpsFailed);
        Assert.AreEqual((int)CanMode.Configuration, (int)board.Adapter.Mode);
        Assert.IsTrue(board.Heard.IndexOf("ATMA") < 0);
    }

    [TestMethod]
    public void An_adapter_that_cannot_monitor_is_not_used()
    {
        ScriptedAdapter board = new ScriptedAdapter(new Elm327Settings(), 38400);
        board.Answer("ATMA", "?|");
        board.Run(4000);
        Assert.AreEqual(1, board.Adapter.AdapterCounters.SetUpsFailed);
        Assert.AreEqual((int)CanMode.Configuration, (int)board.Adapter.Mode);
    }

    [TestMethod]
    public void Each_protocol_is_listened_to_until_a_frame_is_heard_and_nothing_is_sent()
    {
        ScriptedAdapter board = new ScriptedAdapter(new Elm327Settings(), 38400);
        board.Run(4900);
        Assert.IsTrue(board.Heard.IndexOf("ATTP6 ATCAF0 ATMA _ ATTP8 ATMA _ ATTP7 ATMA _ ATTP9 ATMA _ ATTP6 ATMA ") > 0, board.Heard);
        Assert.IsFalse(board.Send(0x7DF, SupportedPids));
        board.Say("0C91AF8000102|");
        board.Run(20000);
        Assert.AreEqual((int)Elm327Protocol.Can11At500, (int)board.Adapter.Protocol);
        Assert.AreEqual((int)Elm327State.Listening, (int)board.Adapter.State);
        Assert.IsTrue(board.Adapter.TryReceive(board.Frame));
        Assert.AreEqual(0x0C9u, board.Frame.Key);
        Hex.AreEqual("1AF8000102", board.Frame.Data, board.Frame.Length);
        Assert.IsFalse(board.Adapter.TryReceive(board.Frame));
    }

    [TestMethod]
    public void Faults_in_every_line_end_the_listening_to_a_protocol_at_once()
    {
        ScriptedAdapter board = new ScriptedAdapter(new Elm327Settings(), 38400);
        board.Run(300);
        board.Say("0C9 1A <RX ERROR|<RX ERROR|0C9<RX ERROR|");
        board.Run(100);
        Assert.IsTrue(board.Heard.IndexOf("ATTP8") > 0, board.Heard);
        Assert.AreEqual(3, board.Adapter.AdapterCounters.Texts[(int)Elm327Text.LineReceiveError]);
        Assert.AreEqual(3, board.Adapter.Counters.MessageErrors);
        Assert.IsFalse(board.Adapter.TryReceive(board.Frame));
    }

    [TestMethod]
    public void A_request_stops_the_monitor_sets_the_header_once_and_gives_its_answers()
    {
        ScriptedAdapter board = Normal(Elm327Protocol.Can11At500);
        board.Answer("0100", "7E8064100BE3EB81300|7E90641008018000100|");
        board.Answer("010C", "7E804410C1AF8000000|");
        board.Heard = "";
        Assert.IsTrue(board.Send(0x7DF, SupportedPids));
        board.Run(100);
        Assert.AreEqual("ATSH7DF 0100 ", board.Heard);
        AssertFrame(board, 0x7E8, "064100BE3EB81300");
        AssertFrame(board, 0x7E9, "0641008018000100");
        board.Heard = "";
        Assert.IsTrue(board.Send(0x7E0, new byte[] { 0x01, 0x0C }));
        Assert.IsFalse(board.Send(0x7E0, new byte[] { 0x01, 0x0C }), "one at a time");
        board.Run(100);
        AssertFrame(board, 0x7E8, "04410C1AF8000000");
        Assert.IsTrue(board.Send(0x7E0, new byte[] { 0x01, 0x0C }));
        board.Run(100);
        Assert.AreEqual("ATSH7E0 010C 010C ", board.Heard);
        Assert.AreEqual(3, board.Adapter.Counters.FramesSent);
    }

    [TestMethod]
    public void Flow_control_is_the_adapter_s_and_longer_requests_are_not_taken()
    {
        ScriptedAdapter board = Normal(Elm327Protocol.Can11At500);
        CanFrame frame = new CanFrame();
        frame.Key = 0x7E0;
        frame.Length = 8;
        frame.Data[0] = 0x30;
        Assert.IsTrue(board.Adapter.TrySend(frame));
        Assert.AreEqual(1, board.Adapter.AdapterCounters.FlowControlsDropped);
        frame.Data[0] = 0x10;
        frame.Data[1] = 9;
        Assert.IsFalse(board.Adapter.TrySend(frame));
        frame.Data[0] = 2;
        frame.Key = CanFrame.ExtendedKey | 0x18DB33F1;
        Assert.IsFalse(board.Adapter.TrySend(frame), "an extended identifier on an 11-bit bus");
        Assert.AreEqual(2, board.Adapter.AdapterCounters.RequestsUnsupported);
    }

    [TestMethod]
    public void Requests_and_answers_of_29_bits_are_given_as_those_of_11_bits()
    {
        ScriptedAdapter board = Normal(Elm327Protocol.Can29At500);
        board.Answer("0100", "18DAF110064100BE3EB81300|18DAF11D0641008018000100|");
        board.Heard = "";
        Assert.IsTrue(board.Send(0x7DF, SupportedPids));
        board.Run(100);
        AssertFrame(board, 0x7E8, "064100BE3EB81300");
        AssertFrame(board, 0x7E9, "0641008018000100");
        Assert.IsTrue(board.Send(0x7E1, SupportedPids));
        board.Run(100);
        Assert.AreEqual("ATSHDB33F1 0100 ATSHDA1DF1 0100 ", board.Heard);
        Assert.IsTrue(board.Send(0x7E2, SupportedPids));
        Assert.AreEqual(1, board.Adapter.AdapterCounters.RequestsDropped);
        while (board.Adapter.TryReceive(board.Frame))
        {
        }

        Assert.IsTrue(board.Send(CanFrame.ExtendedKey | 0x18DB33F1, SupportedPids));
        board.Run(100);
        AssertFrame(board, CanFrame.ExtendedKey | 0x18DAF110, "064100BE3EB81300");
    }

    [TestMethod]
    public void Answers_before_CAN_become_single_frames()
    {
        AssertMessage(Elm327Protocol.J1850Pwm, "41 6B 10 41 0C 1A F8 C4", "04410C1AF8");
        AssertMessage(Elm327Protocol.J1850Vpw, "486B10410C1AF8C4", "04410C1AF8");
        AssertMessage(Elm327Protocol.Iso9141, "BUS INIT: ...OK|486B10410C1AF8C4", "04410C1AF8");
        AssertMessage(Elm327Protocol.Kwp2000Slow, "BUS INIT: OK|84F110410C1AF8E4", "04410C1AF8");
        AssertMessage(Elm327Protocol.Kwp2000Fast, "80F11004410C1AF8E4", "04410C1AF8");
    }

    [TestMethod]
    public void Several_PIDs_are_asked_one_by_one_before_CAN_and_others_answers_left_out()
    {
        ScriptedAdapter board = Old(Elm327Protocol.Iso9141);
        board.Answer("010C", "486B10410C1AF8C4|486B11410C1AF8C4|");
        Assert.IsTrue(board.Send(0x7DF, new byte[] { 0x01, 0x0C, 0x0D }));
        board.Run(100);
        AssertFrame(board, 0x7E8, "04410C1AF8");
        AssertFrame(board, 0x7E9, "04410C1AF8");
        Assert.IsTrue(board.Send(0x7E1, new byte[] { 0x01, 0x0C }));
        board.Run(100);
        AssertFrame(board, 0x7E9, "04410C1AF8");
        Assert.IsFalse(board.Adapter.TryReceive(board.Frame));
        Assert.IsTrue(board.Heard.IndexOf("ATSH") < 0, board.Heard);
    }

    [TestMethod]
    public void A_VIN_in_five_messages_becomes_one_of_three_frames()
    {
        ScriptedAdapter board = Old(Elm327Protocol.J1850Vpw);
        board.Answer("0902", "486B104902010000003100|486B104902024434475000|486B104902033030523500|486B104902043542313200|486B104902053334353600|");
        Assert.IsTrue(board.Send(0x7DF, new byte[] { 0x09, 0x02 }));
        board.Run(100);
        AssertFrame(board, 0x7E8, "1014490201314434");
        AssertFrame(board, 0x7E8, "2147503030523535");
        AssertFrame(board, 0x7E8, "2242313233343536");
    }

    [TestMethod]
    public void An_old_car_is_asked_only_while_the_supply_says_that_it_runs()
    {
        Elm327Settings settings = new Elm327Settings();
        settings.Protocol = Elm327Protocol.Iso9141;
        settings.AliveSupplyMillivolts = 13200;
        ScriptedAdapter board = new ScriptedAdapter(settings, 38400);
        board.Run(5000);
        Assert.AreEqual(12600, board.Adapter.SupplyMillivolts);
        Assert.IsFalse(board.Adapter.TryReceive(board.Frame));
        board.Answer("ATRV", "14.1V|");
        board.Run(1000);
        Assert.AreEqual(14100, board.Adapter.SupplyMillivolts);
        Assert.IsTrue(board.Adapter.TryReceive(board.Frame));
        Assert.IsTrue(board.Frame.IsRemote && board.Frame.Length == 0, "a sign of life, no data");
    }

    [TestMethod]
    public void Without_a_threshold_an_old_car_is_never_asked()
    {
        Elm327Settings settings = new Elm327Settings();
        settings.Protocol = Elm327Protocol.Iso9141;
        ScriptedAdapter board = new ScriptedAdapter(settings, 38400);
        board.Run(60000);
        Assert.AreEqual(SetUp, board.Heard);
        Assert.IsFalse(board.Adapter.TryReceive(board.Frame));
    }

    [TestMethod]
    public void A_bus_that_cannot_be_heard_is_searched_for_while_the_supply_is_high()
    {
        Elm327Settings settings = new Elm327Settings();
        settings.AliveSupplyMillivolts = 13200;
        ScriptedAdapter board = new ScriptedAdapter(settings, 38400);
        board.Answer("ATRV", "14.1V|");
        board.Answer("0100", "SEARCHING...|41 6B 10 41 00 BE 3E B8 11 FA|");
        board.Answer("ATDPN", "A1|");
        board.Run(2000);
        Assert.IsTrue(board.Adapter.TrySetMode(CanMode.Normal, false));
        board.Run(300);
        Assert.IsTrue(board.Send(0x7DF, SupportedPids));
        board.Run(200);
        Assert.AreEqual((int)Elm327Protocol.J1850Pwm, (int)board.Adapter.Protocol);
        while (board.Adapter.TryReceive(board.Frame))
        {
        }

        Assert.IsTrue(board.Send(0x7DF, SupportedPids));
        board.Run(100);
        AssertFrame(board, 0x7E8, "064100BE3EB811");
    }

    [TestMethod]
    public void A_supply_is_measured_when_asked()
    {
        ScriptedAdapter board = new ScriptedAdapter(new Elm327Settings(), 38400);
        board.Run(500);
        Assert.AreEqual(-1, board.Adapter.SupplyMillivolts);
        board.Adapter.MeasureSupply();
        board.Run(100);
        Assert.AreEqual(12600, board.Adapter.SupplyMillivolts);
        board.Answer("ATRV", "9.87V|");
        board.Adapter.MeasureSupply();
        board.Run(100);
        Assert.AreEqual(9870, board.Adapter.SupplyMillivolts);
    }

    [TestMethod]
    public void Every_text_is_counted_and_the_next_request_is_answered()
    {
        string[] texts = new string[]
        {
            "?", "NO DATA", "SEARCHING...", "UNABLE TO CONNECT", "BUS INIT: ...OK", "BUS INIT: ...ERROR", "BUS BUSY", "BUS ERROR", "CAN ERROR", "DATA ERROR",
            "7E803410D00 <DATA ERROR", "7E803410D00<RX ERROR", "BUFFER FULL", "FB ERROR", "ERR94", "ERR71", "LV RESET", "!LP ALERT", "!ACT ALERT", "STOPPED",
            "OUT OF MEMORY", "ELM327 v1.5",
        };
        for (int text = 0; text < texts.Length; text++)
        {
            ScriptedAdapter board = Normal(Elm327Protocol.Can11At500);
            board.Answer("0100", texts[text] + "|");
            int before = board.Adapter.AdapterCounters.Texts[text];
            Assert.IsTrue(board.Send(0x7DF, SupportedPids));
            board.Run(500);
            Assert.IsTrue(board.Adapter.AdapterCounters.Texts[text] > before, texts[text]);
            Assert.IsFalse(board.Adapter.TryReceive(board.Frame), texts[text]);
            Assert.AreEqual(0, board.Adapter.AdapterCounters.LinesUnknown, texts[text]);
            bool wantsSetUp = text == (int)Elm327Text.FatalCanError || text == (int)Elm327Text.InternalError || text == (int)Elm327Text.LowVoltageReset
                || text == (int)Elm327Text.LowPowerAlert || text == (int)Elm327Text.SignOn;
            bool wantsHoldOff = text == (int)Elm327Text.UnableToConnect || text == (int)Elm327Text.BusInitialisationError || text == (int)Elm327Text.BusError
                || text == (int)Elm327Text.FeedbackError || text == (int)Elm327Text.FatalCanError;
            bool wantsRetry = text == (int)Elm327Text.BusBusy || text == (int)Elm327Text.Stopped;
            bool wantsAbort = wantsHoldOff || text == (int)Elm327Text.CanError;
            Assert.AreEqual(wantsRetry ? 1 : 0, board.Adapter.AdapterCounters.Retries, texts[text]);
            Assert.AreEqual(wantsHoldOff ? 1 : 0, board.Adapter.AdapterCounters.HoldOffs, texts[text]);
            Assert.AreEqual(wantsAbort ? 1 : 0, board.Adapter.Counters.TransmissionsAborted, texts[text]);
            board.Run(5000);
            Assert.AreEqual(wantsSetUp ? 2 : 1, board.Adapter.AdapterCounters.SetUps, texts[text]);
            board.Adapter.TrySetMode(CanMode.Normal, false);
            board.Run(500);
            Assert.AreEqual(!wantsHoldOff, board.Send(0x7DF, SupportedPids), texts[text]);
            board.Run(6000);
            board.Adapter.TrySetMode(CanMode.Normal, false);
            board.Run(500);
            board.Answer("0100", "7E8064100BE3EB81300|");
            Assert.IsTrue(board.Send(0x7DF, SupportedPids), texts[text]);
            board.Run(200);
            AssertFrame(board, 0x7E8, "064100BE3EB81300");
        }
    }

    [TestMethod]
    public void An_adapter_that_falls_silent_is_noticed_and_set_up_when_it_is_back()
    {
        ScriptedAdapter board = Normal(Elm327Protocol.Can11At500);
        board.IsSilent = true;
        Assert.IsTrue(board.Send(0x7DF, SupportedPids));
        board.Run(4000);
        Assert.AreEqual((int)Elm327State.Searching, (int)board.Adapter.State);
        Assert.AreEqual((int)CanMode.Configuration, (int)board.Adapter.Mode);
        Assert.AreEqual(0, board.Adapter.BaudRate);
        board.IsSilent = false;
        board.Run(11000);
        Assert.AreEqual(2, board.Adapter.AdapterCounters.SetUps);
        Assert.AreEqual((int)CanMode.ListenOnly, (int)board.Adapter.Mode);
    }

    [TestMethod]
    public void An_adapter_that_falls_silent_on_a_silent_bus_is_noticed_too()
    {
        Elm327Settings settings = new Elm327Settings();
        settings.Protocol = Elm327Protocol.Can11At500;
        ScriptedAdapter board = new ScriptedAdapter(settings, 38400);
        board.Run(500);
        board.IsSilent = true;
        board.Run(40000);
        Assert.AreEqual(0, board.Adapter.BaudRate);
    }

    private static ScriptedAdapter Normal(Elm327Protocol protocol)
    {
        Elm327Settings settings = new Elm327Settings();
        settings.Protocol = protocol;
        ScriptedAdapter board = new ScriptedAdapter(settings, 38400);
        board.Run(500);
        Assert.IsTrue(board.Adapter.TrySetMode(CanMode.Normal, false));
        board.Run(100);
        return board;
    }

    private static ScriptedAdapter Old(Elm327Protocol protocol)
    {
        ScriptedAdapter board = Normal(protocol);
        board.Run(100);
        return board;
    }

    private static void AssertMessage(Elm327Protocol protocol, string answer, string data)
    {
        ScriptedAdapter board = Old(protocol);
        board.Answer("010C", answer + "|");
        Assert.IsTrue(board.Send(0x7DF, new byte[] { 0x01, 0x0C }));
        board.Run(100);
        AssertFrame(board, 0x7E8, data);
        Assert.IsFalse(board.Adapter.TryReceive(board.Frame));
    }

    private static void AssertFrame(ScriptedAdapter board, uint key, string data)
    {
        Assert.IsTrue(board.Adapter.TryReceive(board.Frame), "a frame");
        Assert.AreEqual(key, board.Frame.Key);
        Hex.AreEqual(data, board.Frame.Data, board.Frame.Length);
    }
}
