using System;
using nanoFramework.TestFramework;
using Telltale.Gnss;

namespace Telltale.DeviceTests.Gnss;

[TestClass]
public class GnssReceiverTests
{
    private const string Questions = "$PMTK605 $PAIR020 $PCAS06,0 ";

    [TestMethod]
    public void A_receiver_that_answers_nothing_is_used_as_it_comes()
    {
        ScriptedReceiver board = Start(9600, new GnssReceiverSettings());
        board.Run(60000);
        Assert.AreEqual((int)GnssReceiverKind.Generic, (int)board.Receiver.Kind);
        Assert.AreEqual((int)GnssReceiverState.Running, (int)board.Receiver.State);
        Assert.AreEqual(9600, board.Receiver.BaudRate);
        Assert.AreEqual(60, board.Fixes);
        Assert.AreEqual(60, board.Epochs);
        Assert.AreEqual(Questions, board.Heard);
        Assert.AreEqual(5, board.Writes, "the questions, that for the version of a u-blox twice");
        Assert.AreEqual(1, board.Opens);
        Assert.IsFalse(board.Receiver.IsConfigured);
    }

    [TestMethod]
    public void Nothing_is_ever_sent_where_nothing_may_be()
    {
        GnssReceiverSettings settings = new GnssReceiverSettings();
        settings.MaySend = false;
        ScriptedReceiver board = Start(38400, settings);
        board.Run(120000);
        Assert.AreEqual(38400, board.Receiver.BaudRate);
        Assert.IsTrue(board.Fixes > 100);
        board.IsSilent = true;
        board.Run(120000);
        Assert.AreEqual(0, board.Writes);
    }

    [TestMethod]
    public void Every_baud_rate_is_found()
    {
        int[] rates = new int[] { 4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800 };
        for (int i = 0; i < rates.Length; i++)
        {
            ScriptedReceiver board = Start(rates[i], new GnssReceiverSettings());
            board.Run(25000);
            Assert.AreEqual(rates[i], board.Receiver.BaudRate);
            Assert.IsTrue(board.Fixes > 3);
            Assert.AreEqual(0, board.Receiver.Counters.SearchRounds);
        }
    }

    [TestMethod]
    public void With_nothing_there_it_looks_for_ever_with_bounded_pauses()
    {
        ScriptedReceiver board = Start(9600, new GnssReceiverSettings());
        board.IsSilent = true;
        board.Run(600000);
        int rounds = board.Receiver.Counters.SearchRounds;

        // 8 rates of 2.5 s and a pause of 1, 2, 4, 8, 16 and then 30 s.
        Assert.IsTrue(rounds >= 14 && rounds <= 15, rounds.ToString());
        board.IsSilent = false;
        board.Run(52000);
        Assert.AreEqual(9600, board.Receiver.BaudRate);
        Assert.AreEqual((int)GnssReceiverState.Running, (int)board.Receiver.State);
    }

    [TestMethod]
    public void A_receiver_that_falls_silent_is_looked_for_where_it_was_found_first()
    {
        ScriptedReceiver board = Start(57600, new GnssReceiverSettings());
        board.Run(40000);
        int opens = board.Opens;
        board.IsSilent = true;
        board.Run(6000);
        Assert.AreEqual(1, board.Receiver.Counters.Silences);
        Assert.AreEqual(opens + 1, board.Opens);
        board.IsSilent = false;
        int fixes = board.Fixes;
        board.Run(3000);
        Assert.AreEqual(fixes + 3, board.Fixes, "at once");
        Assert.AreEqual(57600, board.Receiver.BaudRate);
    }

    [TestMethod]
    public void A_loop_that_was_held_up_takes_what_has_come_meanwhile_for_no_silence()
    {
        ScriptedReceiver board = Start(9600, new GnssReceiverSettings());
        board.Run(20000);
        board.Say("GNRMC,010101.00,A,4902.00000,N,00830.00000,E,0.5,,010626,,,A");
        board.Uptime += 30000;
        board.Receiver.Step(board.Uptime);
        Assert.AreEqual(0, board.Receiver.Counters.Silences);
    }

    [TestMethod]
    public void A_MediaTek_is_told_to_send_what_is_needed()
    {
        ScriptedReceiver board = Start(9600, new GnssReceiverSettings());
        board.Answers = new string[]
        {
            "PMTK605", "PMTK705,AXN_2.31_3339_13101700,5632,PA6H,1.0", "PMTK314", "PMTK001,314,3", "PMTK220", "PMTK001,220,3",
        };
        board.Receiver.AidPosition(247728164, 1210226364, 160999, 10000000);
        board.Run(10000);
        Assert.AreEqual((int)GnssReceiverKind.MediaTek, (int)board.Receiver.Kind);
        Assert.AreEqual("AXN_2.31_3339_13101700", Model(board.Receiver));
        Assert.IsTrue(board.Receiver.IsConfigured);
        Assert.AreEqual("$PMTK605 $PMTK314,0,1,0,1,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0 $PMTK220,1000 ", board.Heard);

        board.Run(10000);
        board.Say("PMTK011,MTKGPS");
        board.Run(10000);
        Assert.AreEqual(1, board.Receiver.Counters.Restarts);
        Assert.AreEqual(2, board.Receiver.Counters.Configurations);
    }

    [TestMethod]
    public void A_MediaTek_without_a_fix_gets_place_and_time_where_both_are_good_enough_for_it()
    {
        for (int accuracy = 3000; accuracy <= 3001; accuracy++)
        {
            ScriptedReceiver board = Start(9600, new GnssReceiverSettings());
            board.IsSilent = true;
            board.Answers = new string[] { "PMTK314", "PMTK001,314,3", "PMTK220", "PMTK001,220,3" };
            board.Receiver.AidPosition(247728164, 1210226364, 160999, 10000000);
            board.Receiver.AidTime(1451649600000L - 100, accuracy, 0);
            board.Run(80);
            board.Say("PMTK705,AXN_0.2,1234,ABCD,1.0");
            board.Run(60);
            string aid = accuracy == 3000 ? "$PMTK740,2016,01,01,12,00,00 $PMTK741,24.772816,121.022636,160,2016,01,01,12,00,00 " : "";
            Assert.AreEqual(aid + "$PMTK314,0,1,0,1,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0 ", board.Heard);
        }
    }

    [TestMethod]
    public void An_Airoha_is_told_to_send_what_is_needed()
    {
        GnssReceiverSettings settings = new GnssReceiverSettings();
        settings.BaudRate = 115200;
        settings.IntervalMilliseconds = 200;
        ScriptedReceiver board = Start(115200, settings);
        board.Answers = new string[] { "PAIR020", "PAIR020,AG3335M_V1.0.0.ER5_20200416,S,I,1003931", "PAIR062", "PAIR001,062,0", "PAIR050", "PAIR001,050,0" };
        board.Run(20000);
        Assert.AreEqual((int)GnssReceiverKind.Airoha, (int)board.Receiver.Kind);
        Assert.AreEqual("AG3335M_V1.0.0.ER5_20200416", Model(board.Receiver));
        Assert.AreEqual("$PMTK605 $PAIR020 $PAIR062,0,1 $PAIR062,1,0 $PAIR062,2,1 $PAIR062,3,0 $PAIR062,4,1 $PAIR062,5,0 $PAIR050,200 ", board.Heard);
        Assert.IsTrue(board.Receiver.IsConfigured);
    }

    [TestMethod]
    public void More_epochs_a_second_are_asked_for_only_where_the_line_can_carry_them()
    {
        GnssReceiverSettings settings = new GnssReceiverSettings();
        settings.IntervalMilliseconds = 200;
        ScriptedReceiver board = Start(9600, settings);
        board.Answers = new string[] { "PMTK605", "PMTK705,AXN_0.2,1234,ABCD,", "PMTK314", "PMTK001,314,3", "PMTK220", "PMTK001,220,3" };
        board.Run(10000);
        Assert.IsTrue(board.Heard.IndexOf("$PMTK220,1000 ") > 0, board.Heard);
    }

    [TestMethod]
    public void A_CASIC_which_answers_no_command_is_told_each_once()
    {
        ScriptedReceiver board = Start(9600, new GnssReceiverSettings());
        board.Answers = new string[] { "PCAS06,0", "GPTXT,01,01,02,SW=URANUS5,V5.2.1.0" };
        board.Run(20000);
        Assert.AreEqual((int)GnssReceiverKind.Casic, (int)board.Receiver.Kind);
        Assert.AreEqual("URANUS5,V5.2.1.0", Model(board.Receiver));
        Assert.AreEqual(Questions + "$PCAS03,1,0,1,0,1,0,0,0,0,0,,,0,0 $PCAS02,1000 ", board.Heard);
    }

    [TestMethod]
    public void A_command_is_repeated_twice_and_then_counted_and_tried_again_much_later()
    {
        ScriptedReceiver board = Start(9600, new GnssReceiverSettings());
        board.Answers = new string[] { "PMTK605", "PMTK705,AXN_0.2,1234,ABCD,", "PMTK314", "PMTK001,314,2" };
        board.Run(10000);
        Assert.AreEqual(1, board.Receiver.Counters.Refused);
        Assert.AreEqual(1, board.Receiver.Counters.Unanswered);
        Assert.AreEqual("$PMTK605 $PMTK314,0,1,0,1,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0 $PMTK220,1000 $PMTK220,1000 $PMTK220,1000 ", board.Heard);
        Assert.IsFalse(board.Receiver.IsConfigured);

        board.Run(3600000);
        int tries = board.Receiver.Counters.Refused;
        Assert.IsTrue(tries >= 6 && tries <= 10, tries.ToString());
        board.Run(7200000);
        Assert.IsTrue(board.Receiver.Counters.Refused - tries <= 3, "at most once an hour in the end");
        Assert.AreEqual(0, board.Receiver.Counters.Silences);
    }

    [TestMethod]
    public void A_place_that_is_older_than_the_fix_is_not_sent()
    {
        ScriptedReceiver board = Start(9600, new GnssReceiverSettings());
        board.Answers = new string[] { "PMTK605", "PMTK705,AXN_0.2,1234,ABCD,", "PMTK314", "PMTK001,314,3", "PMTK220", "PMTK001,220,3" };
        board.Receiver.AidPosition(1, 1, 1, 1000);
        board.Receiver.AidTime(1451649600000L, 10, 0);
        board.Run(10000);
        Assert.AreEqual(0, board.Receiver.Counters.Aids);
    }

    [TestMethod]
    public void What_is_missing_or_out_of_range_is_refused_at_once()
    {
        GnssReceiverSettings settings = new GnssReceiverSettings();
        settings.IntervalMilliseconds = 99;
        Assert.IsTrue(IsRefused(settings));
        settings.IntervalMilliseconds = 1001;
        Assert.IsTrue(IsRefused(settings));
        settings.IntervalMilliseconds = 100;
        Assert.IsFalse(IsRefused(settings));
        settings.BaudRate = 0;
        Assert.IsTrue(IsRefused(settings));
    }

    private static bool IsRefused(GnssReceiverSettings settings)
    {
        try
        {
            return new ScriptedReceiver(9600, settings) == null;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    private static ScriptedReceiver Start(int baudRate, GnssReceiverSettings settings)
    {
        ScriptedReceiver board = new ScriptedReceiver(baudRate, settings);
        board.Receiver.Start(board, board);
        return board;
    }

    private static string Model(GnssReceiver receiver)
    {
        char[] text = new char[receiver.ModelLength];
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = (char)receiver.Model[i];
        }

        return new string(text);
    }
}
