using nanoFramework.TestFramework;
using Telltale.Can;
using Telltale.DeviceTests.Can;
using Telltale.DeviceTests.IsoTp;
using Telltale.IsoTp;
using Telltale.Uds;

namespace Telltale.DeviceTests.Uds;

[TestClass]
public class UdsClientTests
{
    [TestMethod]
    public void Nothing_is_sent_before_it_may()
    {
        Bench bench = new Bench();
        bench.Client.Step(0, false);
        Assert.IsFalse(bench.Read(0xF190, 0));
        Assert.IsFalse(bench.Client.TryBeginExtendedSession(0));
        Assert.IsFalse(bench.Client.TryBeginDefaultSession(0));
        Assert.IsFalse(bench.Client.TryReadDtcNumber(0xFF, 0));
        Assert.IsFalse(bench.Client.TryReadDtcs(0xFF, 0));
        Assert.IsFalse(bench.Client.TryReadSupportedDtcs(0));
        Assert.IsFalse(bench.Client.TryReadMirrorDtcs(0xFF, 0));
        Assert.IsFalse(bench.Client.TryReadDtcExtendedData(0x030100, 0xFF, 0));
        Assert.AreEqual(0, bench.Can.SentCount);
        bench.At(1);
        Assert.IsTrue(bench.Read(0xF190, 0));
        Assert.IsFalse(bench.Read(0xF190, 0), "one request at a time");
    }

    // What UDSim's description shows of an ECU: P2 of 150 ms, P2* of 60 s. (zombieCraig/UDSim)
    [TestMethod]
    public void The_extended_session_brings_the_times_of_the_ECU()
    {
        Bench bench = new Bench();
        Assert.IsTrue(bench.Client.TryBeginExtendedSession(0));
        bench.Sent("02 10 03 CC CC CC CC CC");
        bench.Receive("06 50 03 00 96 17 70 00");
        bench.Ended(UdsResult.Positive);
        Assert.IsTrue(bench.Client.IsExtendedSession);
        Assert.AreEqual(150, bench.Client.P2Milliseconds);
        Assert.AreEqual(60000, bench.Client.P2StarMilliseconds);

        Assert.IsTrue(bench.Read(0xF190, 0));
        bench.Sent("03 22 F1 90 CC CC CC CC");
        bench.At(250);
        Assert.IsTrue(bench.Client.IsBusy);
        bench.At(251);
        bench.Ended(UdsResult.Timeout);
    }

    [DataRow("06 50 03 00 00 00 00 00", 50, 5000)]
    [DataRow("06 50 03 FF FF FF FF 00", 5000, 60000)]
    [DataRow("06 50 03 00 32 01 F4 00", 50, 5000)]
    [DataRow("02 50 03 00 32 01 F4 00", 50, 5000)]
    [TestMethod]
    public void Times_of_the_ECU_are_believed_within_limits(string response, int p2, int p2Star)
    {
        Bench bench = new Bench();
        bench.Client.TryBeginExtendedSession(0);
        bench.Sent("02 10 03 CC CC CC CC CC");
        bench.Receive(response);
        bench.Ended(UdsResult.Positive);
        Assert.AreEqual(p2, bench.Client.P2Milliseconds);
        Assert.AreEqual(p2Star, bench.Client.P2StarMilliseconds);
    }

    [TestMethod]
    public void Tester_present_keeps_the_extended_session_and_nothing_else()
    {
        Bench bench = new Bench();
        bench.At(10000);
        bench.Nothing();
        bench.Extend();
        bench.At(11999);
        bench.Nothing();
        bench.At(12000);
        bench.Sent("02 3E 80 CC CC CC CC CC");
        bench.At(13999);
        bench.Nothing();

        // A request keeps the session too.
        Assert.IsTrue(bench.Read(0x0101, 0));
        bench.Sent("03 22 01 01 CC CC CC CC");
        bench.Receive("04 62 01 01 55");
        bench.Ended(UdsResult.Positive);
        bench.At(15998);
        bench.Nothing();
        bench.At(15999);
        bench.Sent("02 3E 80 CC CC CC CC CC");
        Assert.AreEqual(2, bench.Client.Counters.TesterPresentsSent);

        Assert.IsTrue(bench.Client.TryBeginDefaultSession(bench.Now));
        bench.Sent("02 10 01 CC CC CC CC CC");
        Assert.IsFalse(bench.Client.IsExtendedSession);
        bench.At(20000);
        bench.Ended(UdsResult.Timeout);
        bench.At(30000);
        bench.Nothing();
    }

    [TestMethod]
    public void An_extended_session_without_requests_is_left_to_end()
    {
        Bench bench = new Bench();
        bench.Extend();
        for (int second = 1; second <= 200; second++)
        {
            bench.At(1000 * second);
        }

        Assert.IsFalse(bench.Client.IsExtendedSession);
        Assert.AreEqual(30, bench.Client.Counters.TesterPresentsSent);
        Assert.AreEqual(0, bench.Client.Counters.SessionsLost);
        Assert.AreEqual(50, bench.Client.P2Milliseconds);
    }

    [TestMethod]
    public void A_session_that_could_not_be_kept_is_lost()
    {
        Bench bench = new Bench();
        bench.Extend();
        bench.At(5001);
        Assert.IsFalse(bench.Client.IsExtendedSession, "the loop slept");
        Assert.AreEqual(1, bench.Client.Counters.SessionsLost);

        bench.Extend();
        bench.Client.Step(bench.Now + 4000, false);
        bench.Nothing();
        bench.Client.Step(bench.Now + 5001, false);
        Assert.IsFalse(bench.Client.IsExtendedSession, "nothing might be sent");
        Assert.AreEqual(2, bench.Client.Counters.SessionsLost);

        bench.At(bench.Now + 1);
        bench.Extend();
        bench.Can.IsFull = true;
        bench.At(bench.Now + 2000);
        Assert.IsFalse(bench.Read(0x0101, 0), "tester present is still to go");
        bench.At(bench.Now + 1001);
        Assert.AreEqual(1, bench.Client.Counters.TransportErrors);
        bench.Can.IsFull = false;
        bench.At(bench.Now + 1);
        bench.Sent("02 3E 80 CC CC CC CC CC");
    }

    // A real answer of a Hyundai Kona's battery control; its OBDb test says 36.5 % charge, 354.5 V, 3.6 V of the highest cell. (OBDb/Hyundai-Kona-Electric)
    [TestMethod]
    public void A_battery_answers_over_nine_frames()
    {
        Bench bench = new Bench(IsoTpAddress.Normal(0x7E4, 0x7EC));
        bench.Settings.IsoTp.BlockSize = 0;
        Assert.IsTrue(bench.Read(0x0101, 0));
        bench.Sent("03 22 01 01 CC CC CC CC");
        bench.Receive("10 3E 62 01 01 FF F7 E7");
        bench.Sent("30 00 00 CC CC CC CC CC");
        bench.Receive("21 FF 49 00 00 00 00 80");
        bench.Receive("22 00 00 0D D9 09 09 08");
        bench.Receive("23 08 09 08 00 00 07 B4");
        bench.Receive("24 02 B4 01 00 00 7E 00");
        bench.Receive("25 00 DB 54 00 00 D9 15");
        bench.Receive("26 00 00 52 59 00 00 4F");
        bench.Receive("27 57 00 7B 02 13 00 00");
        Assert.IsTrue(bench.Client.IsBusy);
        bench.Receive("28 00 00 00 00 00 0B B8");
        bench.Ended(UdsResult.Positive);
        int offset = bench.Client.DataOffset(0);
        Assert.AreEqual(3, offset);
        Assert.AreEqual(59, bench.Client.DataLength(0));
        byte[] response = bench.Client.Response;
        Assert.AreEqual(73, (int)response[offset + 4], "charge in half per cent");
        Assert.AreEqual(3545, (response[offset + 12] << 8) | response[offset + 13], "tenths of a volt");
        Assert.AreEqual(180, (int)response[offset + 23], "fiftieths of a volt");
    }

    // A real answer of the same vehicle's instruments, padded with 0xAA: 42910 miles.
    [TestMethod]
    public void An_odometer_answers_over_three_frames()
    {
        Bench bench = new Bench(IsoTpAddress.Normal(0x7C6, 0x7CE));
        Assert.IsTrue(bench.Read(0xB002, 12));
        bench.Sent("03 22 B0 02 CC CC CC CC");
        bench.Receive("10 0F 62 B0 02 D0 00 00");
        bench.Sent("30 02 00 CC CC CC CC CC");
        bench.Receive("21 00 00 9B 00 00 00 00");
        bench.Receive("22 A7 9E AA AA AA AA AA");
        bench.Ended(UdsResult.Positive);
        Assert.AreEqual(12, bench.Client.DataLength(0));
        Assert.AreEqual(42910, (bench.Client.Response[13] << 8) | bench.Client.Response[14]);
    }

    // A real answer of a BMW i3, extended addressing. (mechanics.stackexchange.com, question 83122)
    [TestMethod]
    public void An_ECU_with_extended_addressing_answers()
    {
        Bench bench = new Bench(IsoTpAddress.Extended(0x6F1, 0x07, 0x607, 0xF1));
        Assert.IsTrue(bench.Read(0xDD69, 4));
        bench.Sent("07 03 22 DD 69 CC CC CC");
        bench.Receive("F1 10 07 62 DD 69 FF FF");
        bench.Sent("07 30 02 00 CC CC CC CC");
        bench.Receive("F1 21 FE 44 FF FF FF FF");
        bench.Ended(UdsResult.Positive);
        Assert.AreEqual(0xFE, (int)bench.Client.Response[5]);
        Assert.AreEqual(0x44, (int)bench.Client.Response[6]);
    }

    [TestMethod]
    public void Several_identifiers_in_one_request_are_told_apart_by_their_lengths()
    {
        Bench bench = new Bench();
        Assert.IsTrue(bench.Client.TryReadData(new int[] { 0x0001, 0x0002, 0x0003, 0xF190 }, new int[] { 2, 1, 3, 0 }, 4, 0));
        bench.Sent("10 09 22 00 01 00 02 00");
        bench.Receive("30 00 00");
        bench.Sent("21 03 F1 90 CC CC CC CC");
        bench.Receive("10 11 62 00 01 12 34 00");
        bench.Sent("30 02 00 CC CC CC CC CC");
        bench.Receive("21 03 01 02 03 F1 90 41");
        bench.Receive("22 42 43 44 45 00 00 00");
        bench.Ended(UdsResult.Positive);
        Assert.AreEqual(3, bench.Client.DataOffset(0));
        Assert.AreEqual(2, bench.Client.DataLength(0));
        Assert.AreEqual(-1, bench.Client.DataOffset(1), "left out: the ECU has none");
        Assert.AreEqual(0, bench.Client.DataLength(1));
        Assert.AreEqual(7, bench.Client.DataOffset(2));
        Assert.AreEqual(12, bench.Client.DataOffset(3));
        Assert.AreEqual(5, bench.Client.DataLength(3));
        Assert.AreEqual(17, bench.Client.ResponseLength);
    }

    [DataRow("04 62 00 01 12")]
    [DataRow("06 62 00 01 12 34 00")]
    [DataRow("07 62 00 01 12 34 00 02")]
    [DataRow("07 62 00 01 12 34 00 05")]
    [TestMethod]
    public void Data_that_do_not_fit_the_lengths_are_malformed(string response)
    {
        Bench bench = new Bench();
        bench.Client.TryReadData(new int[] { 0x0001, 0x0002 }, new int[] { 2, 1 }, 2, 0);
        bench.Sent("05 22 00 01 00 02 CC CC");
        bench.Receive(response);
        bench.Ended(UdsResult.ResponseMalformed);
        Assert.AreEqual(1, bench.Client.Counters.ResponsesMalformed);
    }

    [TestMethod]
    public void Arguments_out_of_range_are_refused()
    {
        Bench bench = new Bench();
        UdsClient client = bench.Client;
        Assert.IsFalse(client.TryReadData(new int[] { 1 }, new int[] { 1 }, 0, 0), "none");
        Assert.IsFalse(client.TryReadData(new int[] { 1 }, new int[] { 1 }, 2, 0), "more than there are");
        Assert.IsFalse(client.TryReadData(new int[17], new int[17], 17, 0), "more than a request holds");
        Assert.IsFalse(client.TryReadData(new int[] { 0x10000 }, new int[] { 1 }, 1, 0), "no identifier");
        Assert.IsFalse(client.TryReadData(new int[] { -1 }, new int[] { 1 }, 1, 0), "no identifier");
        Assert.IsFalse(client.TryReadData(new int[] { 1 }, new int[] { -1 }, 1, 0), "no length");
        Assert.IsFalse(client.TryReadData(new int[] { 1, 2 }, new int[] { 0, 1 }, 2, 0), "unknown length, not the last");
        bench.Nothing();
    }

    [TestMethod]
    public void Trouble_codes_are_counted()
    {
        Bench bench = new Bench();
        Assert.IsTrue(bench.Client.TryReadDtcNumber(0x5A, 0));
        bench.Sent("03 19 01 5A CC CC CC CC");
        bench.Receive("06 59 01 FB 01 12 34");
        bench.Ended(UdsResult.Positive);
        Assert.AreEqual(0xFB, bench.Client.DtcStatusAvailabilityMask);
        Assert.AreEqual(UdsDtc.FormatIso14229, bench.Client.DtcFormat);
        Assert.AreEqual(0x1234, bench.Client.DtcNumber);
    }

    [DataRow(0x02, "03 19 02 FF CC CC CC CC")]
    [DataRow(0x0A, "02 19 0A CC CC CC CC CC")]
    [DataRow(0x0F, "03 19 0F FF CC CC CC CC")]
    [TestMethod]
    public void Trouble_codes_are_read_with_their_status(int subFunction, string request)
    {
        Bench bench = new Bench();
        Assert.IsTrue(bench.ReadDtcs(subFunction));
        bench.Sent(request);
        string echo = request.Substring(6, 2);
        bench.Receive("10 0B 59 " + echo + " FF 80 01 13");
        bench.Sent("30 02 00 CC CC CC CC CC");
        bench.Receive("21 89 03 01 00 08 00 00");
        bench.Ended(UdsResult.Positive);
        Assert.AreEqual(0xFF, bench.Client.DtcStatusAvailabilityMask);
        Assert.AreEqual(2, bench.Client.DtcCount);
        Assert.AreEqual(0x800113, bench.Client.Dtc(0));
        Assert.AreEqual(UdsDtc.WarningIndicatorRequested | UdsDtc.Confirmed | UdsDtc.TestFailed, bench.Client.DtcStatus(0));
        Assert.AreEqual("P0301-00", UdsDtc.ToText(bench.Client.Dtc(1)));
        Assert.AreEqual(UdsDtc.Confirmed, bench.Client.DtcStatus(1));

        Assert.IsTrue(bench.ReadDtcs(subFunction));
        bench.Sent(request);
        bench.Receive("03 59 " + echo + " FF");
        bench.Ended(UdsResult.Positive);
        Assert.AreEqual(0, bench.Client.DtcCount, "none");
    }

    [TestMethod]
    public void Extended_data_of_a_trouble_code_are_read()
    {
        Bench bench = new Bench();
        Assert.IsTrue(bench.Client.TryReadDtcExtendedData(0x123456, 0x99, 0));
        bench.Sent("06 19 06 12 34 56 99 CC");
        bench.Receive("06 59 06 12 34 57 20");
        Assert.IsTrue(bench.Client.IsBusy, "another code");
        Assert.AreEqual(1, bench.Client.Counters.ResponsesIgnored);
        bench.Receive("10 0C 59 06 12 34 56 20");
        bench.Sent("30 02 00 CC CC CC CC CC");
        bench.Receive("21 99 01 02 03 04 05 00");
        bench.Ended(UdsResult.Positive);
        Assert.AreEqual(1, bench.Client.DtcCount);
        Assert.AreEqual(0x123456, bench.Client.Dtc(0));
        Assert.AreEqual(0x20, bench.Client.DtcStatus(0));
        Assert.AreEqual(12, bench.Client.ResponseLength);
        Assert.AreEqual(0x99, (int)bench.Client.Response[6]);
    }

    [DataRow(0x01, "05 59 01 FB 01 12")]
    [DataRow(0x02, "02 59 02")]
    [DataRow(0x02, "06 59 02 FF 03 01 00")]
    [DataRow(0x0A, "04 59 0A FF 03")]
    [DataRow(0x06, "02 59 06")]
    [DataRow(0x06, "05 59 06 12 34 56")]
    [TestMethod]
    public void Trouble_codes_cut_off_are_malformed(int subFunction, string response)
    {
        Bench bench = new Bench();
        Assert.IsTrue(bench.ReadDtcs(subFunction));
        bench.Can.SentCount = 0;
        bench.Receive(response);
        bench.Ended(UdsResult.ResponseMalformed);
        Assert.AreEqual(0, bench.Client.DtcCount);
    }

    [TestMethod]
    public void A_negative_response_ends_the_request_with_its_code()
    {
        Bench bench = new Bench();
        bench.Read(0xF1A0, 0);
        bench.Sent("03 22 F1 A0 CC CC CC CC");
        bench.Receive("03 7F 22 33 AA AA AA AA");
        bench.Ended(UdsResult.Negative);
        Assert.AreEqual("securityAccessDenied", UdsNegativeResponse.NameOf(bench.Client.NegativeResponseCode));
    }

    [TestMethod]
    public void Response_pending_extends_the_wait_to_P2_star()
    {
        Bench bench = new Bench();
        bench.Read(0x8032, 0);
        bench.Sent("03 22 80 32 CC CC CC CC");
        bench.At(140);
        bench.Receive("03 7F 22 78");
        bench.At(5240);
        Assert.IsTrue(bench.Client.IsBusy);
        bench.Receive("05 62 80 32 0B B8");
        bench.Ended(UdsResult.Positive);
        Assert.AreEqual(1, bench.Client.Counters.ResponsesPending);

        bench.Read(0x8032, 0);
        bench.Sent("03 22 80 32 CC CC CC CC");
        bench.Receive("03 7F 22 78");
        bench.At(bench.Now + 5101);
        bench.Ended(UdsResult.Timeout);
    }

    [TestMethod]
    public void Response_pending_is_borne_so_often_and_no_more()
    {
        Bench bench = new Bench();
        bench.Read(0x8032, 0);
        bench.Sent("03 22 80 32 CC CC CC CC");
        for (int turn = 1; turn <= 20; turn++)
        {
            bench.At(1000 * turn / 10);
            bench.Receive("03 7F 22 78");
            Assert.IsTrue(bench.Client.IsBusy, "turn " + turn);
        }

        bench.Receive("03 7F 22 78");
        bench.Ended(UdsResult.PendingTooOften);
    }

    [TestMethod]
    public void A_busy_ECU_is_asked_again_later_and_not_for_ever()
    {
        Bench bench = new Bench();
        bench.Read(0x8032, 0);
        for (int turn = 0; turn < 3; turn++)
        {
            bench.Sent("03 22 80 32 CC CC CC CC");
            bench.Receive("03 7F 22 21");
            bench.At(bench.Now + 199);
            bench.Nothing();
            Assert.IsTrue(bench.Client.IsBusy);
            bench.At(bench.Now + 1);
        }

        bench.Sent("03 22 80 32 CC CC CC CC");
        bench.Receive("03 7F 22 21");
        bench.Ended(UdsResult.Negative);
        Assert.AreEqual(UdsNegativeResponse.BusyRepeatRequest, bench.Client.NegativeResponseCode);
        Assert.AreEqual(3, bench.Client.Counters.BusyRepeats);

        bench.Read(0x8032, 0);
        bench.Sent("03 22 80 32 CC CC CC CC");
        bench.Receive("03 7F 22 21");
        bench.Client.Step(bench.Now + 200, false);
        bench.Ended(UdsResult.Negative);
    }

    [TestMethod]
    public void Answers_to_something_else_are_ignored_and_counted()
    {
        Bench bench = new Bench();
        bench.Read(0x8032, 0);
        bench.Sent("03 22 80 32 CC CC CC CC");
        bench.Receive("06 41 00 BE 1F B8 10");
        bench.Receive("05 62 80 33 0B B8");
        bench.Receive("01 62");
        bench.Receive("03 7F 19 31");
        bench.Receive("02 7F 22");
        Assert.AreEqual(5, bench.Client.Counters.ResponsesIgnored);
        Assert.IsTrue(bench.Client.IsBusy);
        bench.Receive("05 62 80 32 0B B8");
        bench.Ended(UdsResult.Positive);

        bench.Client.TryReadDtcs(0xFF, 0);
        bench.Sent("03 19 02 FF CC CC CC CC");
        bench.Receive("03 59 0A FF");
        bench.Receive("01 59");
        Assert.AreEqual(7, bench.Client.Counters.ResponsesIgnored);
        bench.Receive("03 59 02 FF");
        bench.Ended(UdsResult.Positive);

        bench.Client.TryBeginExtendedSession(0);
        bench.Sent("02 10 03 CC CC CC CC CC");
        bench.Receive("06 50 01 00 32 01 F4");
        Assert.AreEqual(8, bench.Client.Counters.ResponsesIgnored);
        bench.At(bench.Now + 151);
        bench.Ended(UdsResult.Timeout);
        Assert.IsFalse(bench.Client.IsExtendedSession);
    }

    [TestMethod]
    public void What_does_not_go_over_says_why()
    {
        Bench bench = new Bench();
        bench.Can.IsFull = true;
        bench.Read(0x8032, 0);
        bench.At(1001);
        bench.Ended(UdsResult.RequestLost);
        Assert.AreEqual((int)IsoTpResult.TimeoutA, (int)bench.Client.TransportResult);
        bench.Can.IsFull = false;

        bench.Client.TryReadData(new int[] { 1, 2, 3, 4 }, new int[] { 1, 1, 1, 1 }, 4, bench.Now);
        bench.Sent("10 09 22 00 01 00 02 00");
        bench.At(bench.Now + 1001);
        bench.Ended(UdsResult.RequestLost);
        Assert.AreEqual((int)IsoTpResult.TimeoutBs, (int)bench.Client.TransportResult);

        bench.Read(0x8032, 0);
        bench.Sent("03 22 80 32 CC CC CC CC");
        bench.Receive("10 14 62 80 32 01 02 03");
        bench.Sent("30 02 00 CC CC CC CC CC");
        bench.At(bench.Now + 1000);
        Assert.IsTrue(bench.Client.IsBusy);
        bench.At(bench.Now + 1);
        bench.Ended(UdsResult.ResponseLost);
        Assert.AreEqual((int)IsoTpResult.TimeoutCr, (int)bench.Client.TransportResult);

        bench.Read(0x8032, 0);
        bench.Sent("03 22 80 32 CC CC CC CC");
        bench.Receive("1F FF 62 80 32 01 02 03");
        bench.Sent("32 02 00 CC CC CC CC CC");
        bench.Ended(UdsResult.ResponseLost);
        Assert.AreEqual((int)IsoTpResult.BufferOverflow, (int)bench.Client.TransportResult);
        Assert.AreEqual(4, bench.Client.Counters.TransportErrors);
    }

    [TestMethod]
    public void An_ECU_that_begins_again_and_again_does_not_hold_a_request_for_ever()
    {
        Bench bench = new Bench();
        bench.Read(0x8032, 0);
        int turns = 0;
        while (bench.Client.IsBusy)
        {
            bench.Receive("10 14 62 80 32 01 02 03");
            bench.At(bench.Now + 900);
            turns++;
            Assert.IsTrue(turns < 200, "no end");
        }

        Assert.AreEqual((int)UdsResult.Timeout, (int)bench.Client.LastResult);
    }

    [TestMethod]
    public void A_client_gives_way_to_another_tester()
    {
        Bench bench = new Bench();
        bench.Receive("10 14 62 80 32 01 02 03");
        bench.Nothing();
        Assert.IsFalse(bench.Read(0x8032, 0));
        bench.At(1999);
        Assert.IsFalse(bench.Read(0x8032, 0));
        bench.At(2000);
        Assert.IsTrue(bench.Read(0x8032, 0));
        bench.Sent("03 22 80 32 CC CC CC CC");
        bench.At(2151);
        bench.Ended(UdsResult.Timeout);

        bench.Receive("05 62 80 32 0B B8");
        Assert.IsTrue(bench.Read(0x8032, 0), "what was late was this client's own");
        Assert.AreEqual(1, bench.Client.Counters.GivenWay);
        Assert.AreEqual(2, bench.Client.Counters.FramesUnsolicited);
    }

    [TestMethod]
    public void Frames_of_others_are_left_alone()
    {
        Bench bench = new Bench(IsoTpAddress.Extended(0x6F1, 0x07, 0x607, 0xF1));
        bench.Read(0xDD69, 4);
        CanFrame frame = new CanFrame();
        ScriptedCan.Fill(frame, 0x608, new byte[] { 0xF1, 0x03, 0x7F, 0x22, 0x31 });
        Assert.IsFalse(bench.Client.Take(frame, 0));
        ScriptedCan.Fill(frame, CanFrame.ExtendedKey | 0x607, new byte[] { 0xF1, 0x03, 0x7F, 0x22, 0x31 });
        Assert.IsFalse(bench.Client.Take(frame, 0));
        ScriptedCan.Fill(frame, 0x607, new byte[] { 0xF2, 0x03, 0x7F, 0x22, 0x31 });
        Assert.IsFalse(bench.Client.Take(frame, 0));
        ScriptedCan.Fill(frame, 0x607, new byte[0]);
        Assert.IsFalse(bench.Client.Take(frame, 0));
        Assert.IsTrue(bench.Client.IsBusy);
        ScriptedCan.Fill(frame, 0x607, new byte[] { 0xF1, 0x03, 0x7F, 0x22, 0x31 });
        Assert.IsTrue(bench.Client.Take(frame, 0));
        Assert.IsFalse(bench.Client.IsBusy);
    }

    private sealed class Bench
    {
        public readonly ScriptedCan Can = new ScriptedCan();
        public readonly UdsSettings Settings = new UdsSettings();
        public readonly UdsClient Client;
        public long Now;

        private readonly CanFrame _frame = new CanFrame();
        private readonly IsoTpAddress _address;
        private int _checked;

        public Bench()
            : this(IsoTpAddress.Normal(0x7E0, 0x7E8))
        {
        }

        public Bench(IsoTpAddress address)
        {
            _address = address;
            Client = new UdsClient(Can, Settings, address);
            Client.Step(0, true);
        }

        public void At(long now)
        {
            Now = now;
            Client.Step(now, true);
        }

        public bool Read(int identifier, int length)
        {
            return Client.TryReadData(new int[] { identifier }, new int[] { length }, 1, Now);
        }

        public bool ReadDtcs(int subFunction)
        {
            switch (subFunction)
            {
                case 0x01: return Client.TryReadDtcNumber(0xFF, Now);
                case 0x02: return Client.TryReadDtcs(0xFF, Now);
                case 0x06: return Client.TryReadDtcExtendedData(0x123456, 0xFF, Now);
                case 0x0A: return Client.TryReadSupportedDtcs(Now);
                default: return Client.TryReadMirrorDtcs(0xFF, Now);
            }
        }

        public void Extend()
        {
            Assert.IsTrue(Client.TryBeginExtendedSession(Now));
            Sent("02 10 03 CC CC CC CC CC");
            Receive("06 50 03 00 32 01 F4 00");
            Ended(UdsResult.Positive);
        }

        public void Receive(string frame)
        {
            ScriptedCan.Fill(_frame, _address.ReceiveKey, IsoTpScript.Bytes(frame.Split(' '), 0));
            Client.Take(_frame, Now);
        }

        public void Sent(string frame)
        {
            Assert.IsTrue(_checked < Can.SentCount, "nothing was sent");
            Assert.AreEqual(_address.SendKey, Can.SentKeys[_checked]);
            CollectionAssert.AreEqual(IsoTpScript.Bytes(frame.Split(' '), 0), Can.Sent[_checked]);
            _checked++;
        }

        public void Nothing()
        {
            Assert.AreEqual(_checked, Can.SentCount, "frames sent");
        }

        public void Ended(UdsResult result)
        {
            Assert.IsFalse(Client.IsBusy);
            Assert.AreEqual((int)result, (int)Client.LastResult);
        }
    }
}
