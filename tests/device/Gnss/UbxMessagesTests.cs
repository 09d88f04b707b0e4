using nanoFramework.TestFramework;
using Telltale.Gnss;

namespace Telltale.DeviceTests.Gnss;

/// <summary>Messages as u-blox receivers sent them (NEO-M8N, LEA-M8F), and what becomes of damaged ones.</summary>
[TestClass]
public class UbxMessagesTests
{
    private const string Pvt = "b56201075c0030985811e107071308320037030000002780ad2f03030a0eadeb9d5289bb31eb50630000df7000006c04000042060000f6ffffffe4ffffff"
        + "260000001e000000aa053000e5000000685f0d00910000e0ac4c220000e000e000000080c855";

    private const string Sat = "b56201355801889a5811011c0000000100025300000010120000000400a50000000021000000000526131c0194005f190000000727215e00a0011f19000000081a0c8d002dff1f19000000"
        + "09220c1d00adff5f190000000b27116500e4ff1f190000000d2427e200f2ff1f190000000f1605dc00000013120000001124200800d3ff5f1900000013200f650137ff5f19000000142008f1"
        + "00ff0017190000001c274dd300efff1f190000001e293f870022001f190000018120310b00000016190000018920310b000000161900000501210f650156001f190000050300a500000000210000"
        + "00050400a5000000002100000006060022430100001112000006071d2bff0069ff1f1900000608000cd1000000111200000609182fd900000014120000060a000706010000111200000610162"
        + "98d0099ff1c19000006110b0a99000e0114190000061218226b0078041319000006131b1a2d0024ff1e1900009798";

    private const string Dop = "b56201041200d096d81a17000f2717000f270f270f270f27ab93";
    private const string Accepted = "b5620501020006000e37";
    private const string Refused = "b5620500020006010e33";

    // 2017-07-19T08:50:00.800Z
    private const long PvtTime = 1500454200800;

    [TestMethod]
    public void Nav_pvt_alone_makes_a_fix()
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Hex(Pvt, 7000);
        recorder.End();

        Assert.AreEqual(1, recorder.Count);
        Assert.AreEqual(
            (int)(FixFields.Time | FixFields.Position | FixFields.Height | FixFields.Speed | FixFields.Course | FixFields.SatellitesUsed
                | FixFields.PositionDilution | FixFields.HorizontalAccuracy | FixFields.VerticalAccuracy),
            (int)recorder.Fields[0]);
        Assert.AreEqual((int)FixMode.Differential, (int)recorder.Modes[0], "SBAS corrections are used");
        Assert.AreEqual(PvtTime, recorder.Times[0]);
        Assert.AreEqual(7000L, recorder.Received[0]);
        Assert.AreEqual(-349062263, recorder.Latitudes[0]);
        Assert.AreEqual(1386081197, recorder.Longitudes[0]);
        Assert.AreEqual(28895, recorder.Heights[0], "above mean sea level, not the ellipsoid's 25424");
        Assert.AreEqual(30, recorder.Speeds[0], "gSpeed, not the 38 of velD");
        Assert.AreEqual(3147, recorder.Courses[0], "31.47178 degrees");
        Assert.AreEqual(14, recorder.Satellites[0]);
        Assert.AreEqual(1132, recorder.Last.HorizontalAccuracyMillimetres);
        Assert.AreEqual(1602, recorder.Last.VerticalAccuracyMillimetres);
        Assert.AreEqual(145, recorder.Last.PositionDilutionHundredths);
        Assert.AreEqual('U' | ('B' << 8), recorder.Decoder.Talker);
        Assert.AreEqual(1, recorder.Decoder.Counters.UbxMessages);
    }

    [TestMethod]
    public void Cut_anywhere_the_same_fix_comes_out()
    {
        byte[] bytes = FixRecorder.FromHex(Pvt + Pvt);
        byte[] rest = new byte[bytes.Length];
        for (int cut = 1; cut < bytes.Length; cut++)
        {
            FixRecorder recorder = new FixRecorder();
            recorder.Decoder.Decode(bytes, cut, 0);
            System.Array.Copy(bytes, cut, rest, 0, bytes.Length - cut);
            recorder.Decoder.Decode(rest, bytes.Length - cut, 0);
            recorder.End();
            Assert.AreEqual(2, recorder.Decoder.Counters.UbxMessages);
            Assert.AreEqual(-349062263, recorder.Latitudes[0]);
        }
    }

    [TestMethod]
    public void Every_changed_byte_is_noticed()
    {
        for (int i = 0; i < Pvt.Length / 2; i++)
        {
            byte[] bytes = FixRecorder.FromHex(Pvt);
            bytes[i] ^= (byte)(1 << (i & 7));
            FixRecorder recorder = new FixRecorder();
            recorder.Decoder.Decode(bytes, bytes.Length, 0);
            recorder.End();
            Assert.AreEqual(0, recorder.Count);
            Assert.AreEqual(0, recorder.Decoder.Counters.UbxMessages);
        }
    }

    [TestMethod]
    public void The_checksum_is_right_for_messages_of_any_length()
    {
        FixRecorder recorder = new FixRecorder();
        for (int length = 0; length <= GnssDecoder.MaximumUbxLength - 8; length++)
        {
            byte[] message = FixRecorder.Ubx(0x77, 0x01, new byte[length]);
            for (int i = 0; i < length; i++)
            {
                message[6 + i] = (byte)((i * 151) + length);
            }

            FixRecorder.Seal(message);
            recorder.Decoder.Decode(message, message.Length, 0);
        }

        Assert.AreEqual(GnssDecoder.MaximumUbxLength - 7, recorder.Decoder.Counters.UbxMessages);
        Assert.AreEqual(GnssDecoder.MaximumUbxLength - 7, recorder.Decoder.Counters.Skipped);
        Assert.AreEqual(0, recorder.Decoder.Counters.BadChecksums);
    }

    [TestMethod]
    public void Nav_sat_counts_satellites_by_constellation_for_the_next_fix()
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Hex(Sat + Pvt, 0);
        recorder.End();

        Assert.IsTrue(recorder.Has(0, FixFields.SatellitesInView));
        Assert.AreEqual(28, recorder.Last.SatellitesInView);
        Assert.AreEqual(14, recorder.Last.SatellitesInViewByConstellation[(int)Constellation.Gps]);
        Assert.AreEqual(2, recorder.Last.SatellitesInViewByConstellation[(int)Constellation.Sbas]);
        Assert.AreEqual(3, recorder.Last.SatellitesInViewByConstellation[(int)Constellation.Qzss]);
        Assert.AreEqual(9, recorder.Last.SatellitesInViewByConstellation[(int)Constellation.Glonass]);
        Assert.AreEqual(10, recorder.Last.SatellitesUsedByConstellation[(int)Constellation.Gps]);
        Assert.AreEqual(1, recorder.Last.SatellitesUsedByConstellation[(int)Constellation.Qzss]);
        Assert.AreEqual(3, recorder.Last.SatellitesUsedByConstellation[(int)Constellation.Glonass]);
        Assert.AreEqual(recorder.Satellites[0], Sum(recorder.Last.SatellitesUsedByConstellation), "as many as NAV-PVT says");
    }

    [TestMethod]
    public void A_dilution_of_99_99_is_none()
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Hex(Pvt, 0);
        byte[] dop = FixRecorder.FromHex(Dop);
        System.Array.Copy(FixRecorder.FromHex(Pvt), 6, dop, 6, 4);
        FixRecorder.Seal(dop);
        recorder.Decoder.Decode(dop, dop.Length, 0);
        recorder.End();

        Assert.AreEqual(1, recorder.Count);
        Assert.IsFalse(recorder.Has(0, FixFields.HorizontalDilution));
        Assert.IsFalse(recorder.Has(0, FixFields.VerticalDilution));
        Assert.AreEqual(145, recorder.Last.PositionDilutionHundredths, "that of NAV-PVT stands");
    }

    [TestMethod]
    public void Nav_dop_adds_dilution_to_the_fix_of_its_time_of_week_only()
    {
        FixRecorder recorder = new FixRecorder();
        byte[] dop = FixRecorder.Ubx(0x01, 0x04, new byte[18]);
        byte[] pvt = FixRecorder.FromHex(Pvt);
        System.Array.Copy(pvt, 6, dop, 6, 4);
        dop[6 + 10] = 128;
        dop[6 + 12] = 71;
        FixRecorder.Seal(dop);
        recorder.Decoder.Decode(dop, dop.Length, 0);
        recorder.Decoder.Decode(pvt, pvt.Length, 0);
        recorder.End();
        Assert.AreEqual(1, recorder.Count);
        Assert.AreEqual(71, recorder.Dilutions[0]);
        Assert.AreEqual(128, recorder.Last.VerticalDilutionHundredths);

        // The DOP of an epoch whose PVT was lost belongs to no fix.
        dop[6]++;
        FixRecorder.Seal(dop);
        recorder.Decoder.Decode(dop, dop.Length, 1000);
        pvt[6] += 2;
        FixRecorder.Seal(pvt);
        recorder.Decoder.Decode(pvt, pvt.Length, 1000);
        recorder.Decoder.Step(3000000);
        Assert.AreEqual(2, recorder.Count);
        Assert.IsFalse(recorder.Has(1, FixFields.HorizontalDilution));
    }

    [DataRow(0, 1, false, (int)FixMode.None)]
    [DataRow(1, 1, true, (int)FixMode.DeadReckoning)]
    [DataRow(2, 1, true, (int)FixMode.TwoDimensional)]
    [DataRow(3, 1, true, (int)FixMode.ThreeDimensional)]
    [DataRow(3, 3, true, (int)FixMode.Differential)]
    [DataRow(3, 0x43, true, (int)FixMode.RealTimeKinematicFloat)]
    [DataRow(3, 0x83, true, (int)FixMode.RealTimeKinematicFixed)]
    [DataRow(4, 1, true, (int)FixMode.ThreeDimensional)]
    [DataRow(3, 0, false, (int)FixMode.None)]
    [DataRow(6, 1, false, (int)FixMode.None)]
    [TestMethod]
    public void The_mode_is_that_of_fix_type_and_flags(int fixType, int flags, bool hasPosition, int mode)
    {
        FixRecorder recorder = new FixRecorder();
        byte[] pvt = FixRecorder.FromHex(Pvt);
        pvt[6 + 20] = (byte)fixType;
        pvt[6 + 21] = (byte)flags;
        FixRecorder.Seal(pvt);
        recorder.Decoder.Decode(pvt, pvt.Length, 0);
        recorder.End();

        Assert.AreEqual(mode, (int)recorder.Modes[0]);
        Assert.AreEqual(hasPosition, recorder.Has(0, FixFields.Position));
        Assert.AreEqual(fixType > 2 && hasPosition || fixType == 1, recorder.Has(0, FixFields.Height));
        Assert.IsTrue(recorder.Has(0, FixFields.Time), "the receiver says that the time is resolved, fix or not");
    }

    [TestMethod]
    public void An_invalid_position_is_none_whatever_the_flags_say()
    {
        FixRecorder recorder = new FixRecorder();
        byte[] pvt = FixRecorder.FromHex(Pvt);
        pvt[6 + 78] |= 1;
        FixRecorder.Seal(pvt);
        recorder.Decoder.Decode(pvt, pvt.Length, 0);
        recorder.End();
        Assert.AreEqual((int)FixMode.None, (int)recorder.Modes[0]);
        Assert.IsFalse(recorder.Has(0, FixFields.Position));
    }

    [DataRow(0x37, true)]
    [DataRow(0x33, false)]
    [DataRow(0x36, false)]
    [DataRow(0x35, false)]
    [TestMethod]
    public void The_time_is_given_once_date_time_and_leap_seconds_are_known(int valid, bool isKnown)
    {
        FixRecorder recorder = new FixRecorder();
        byte[] pvt = FixRecorder.FromHex(Pvt);
        pvt[6 + 11] = (byte)valid;
        FixRecorder.Seal(pvt);
        recorder.Decoder.Decode(pvt, pvt.Length, 0);
        recorder.End();
        Assert.AreEqual(isKnown, recorder.Has(0, FixFields.Time));
        Assert.IsTrue(recorder.Has(0, FixFields.Position));
    }

    [TestMethod]
    public void A_second_rounded_up_over_midnight_is_of_the_day_before()
    {
        FixRecorder recorder = new FixRecorder();
        byte[] pvt = FixRecorder.FromHex(Pvt);
        pvt[6 + 8] = 0;
        pvt[6 + 9] = 0;
        pvt[6 + 10] = 0;

        // -200,000,000 ns
        pvt[6 + 16] = 0x00;
        pvt[6 + 17] = 0x3E;
        pvt[6 + 18] = 0x14;
        pvt[6 + 19] = 0xF4;
        FixRecorder.Seal(pvt);
        recorder.Decoder.Decode(pvt, pvt.Length, 0);
        recorder.End();

        // 2017-07-19T00:00:00Z less 0.2 s
        Assert.AreEqual(1500422400000L - 200, recorder.Times[0]);
    }

    [TestMethod]
    public void Sentences_and_messages_of_one_epoch_make_one_fix()
    {
        const string Rmc = "GNRMC,085000.80,A,3454.37356,S,13836.48719,E,0.058,,190717,,,A";
        FixRecorder recorder = new FixRecorder();
        recorder.Take(Rmc);
        recorder.Hex(Pvt, 0);
        recorder.Take("GNGGA,085000.80,3454.37356,S,13836.48719,E,2,12,0.71,28.9,M,-3.5,M,,0000");
        recorder.End();

        Assert.AreEqual(1, recorder.Count);
        Assert.AreEqual(-349062263, recorder.Latitudes[0], "the message is more exact");
        Assert.AreEqual(71, recorder.Dilutions[0], "the sentence has what the message has not");
        Assert.AreEqual(14, recorder.Satellites[0]);
    }

    [TestMethod]
    public void A_message_right_behind_a_sentence_that_lost_its_end_is_read()
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Text("$GNRMC,085000.80,A,3454.37", 0);
        recorder.Hex(Pvt, 0);
        recorder.Text("\r\n", 0);
        recorder.End();
        Assert.AreEqual(1, recorder.Count);
        Assert.AreEqual(1, recorder.Decoder.Counters.UbxMessages);
        Assert.AreEqual(1, recorder.Decoder.Counters.Malformed);
    }

    [TestMethod]
    public void A_header_without_its_message_holds_nothing_up_longer_than_the_burst()
    {
        // Noise that looks like a message of 600 bytes swallows the next ones, until the receiver pauses.
        FixRecorder recorder = new FixRecorder();
        recorder.Hex("b56201075802" + Pvt, 0);
        Assert.AreEqual(0, recorder.Decoder.Counters.UbxMessages);
        recorder.Decoder.Step(200);
        Assert.AreEqual(1, recorder.Decoder.Counters.UbxMessages);
        Assert.AreEqual(1, recorder.Count);
        Assert.AreEqual(-349062263, recorder.Latitudes[0]);
    }

    [TestMethod]
    public void A_message_too_long_to_be_one_of_interest_is_noise()
    {
        FixRecorder recorder = new FixRecorder();
        byte[] raw = FixRecorder.Ubx(0x02, 0x15, new byte[1500]);
        recorder.Decoder.Decode(raw, raw.Length, 0);
        recorder.Hex(Pvt, 0);
        Assert.AreEqual(1, recorder.Decoder.Counters.UbxMessages);
        Assert.AreEqual(1, recorder.Decoder.Counters.Resynchronisations);
    }

    [TestMethod]
    public void Answers_go_to_who_asked()
    {
        Answers answers = new Answers();
        FixRecorder recorder = new FixRecorder();
        recorder.Hex(Accepted + Refused, 0);
        Assert.AreEqual(2, recorder.Decoder.Counters.Skipped, "nobody asked");

        recorder.Decoder.ReceiverListener = answers;
        recorder.Hex(Accepted + Refused, 0);
        recorder.Take("PMTK705,AXN_5.1.7_3333_19020118,0027,PA1010D,1.0");
        recorder.Take("GNTXT,01,01,02,u-blox AG - www.u-blox.com");
        byte[] version = FixRecorder.Ubx(0x0A, 0x04, new byte[100]);
        recorder.Decoder.Decode(version, version.Length, 0);
        Assert.AreEqual("06.00+ 06.01- 49 42 v100 ", answers.Log);
    }

    private static int Sum(int[] values)
    {
        int sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            sum += values[i];
        }

        return sum;
    }

    private sealed class Answers : IReceiverListener
    {
        private const string Digits = "0123456789ABCDEF";

        public string Log = "";

        public void OnAcknowledgement(int messageClass, int messageId, bool isAccepted)
        {
            Log += Digits[messageClass >> 4].ToString() + Digits[messageClass & 15].ToString() + "." + Digits[messageId >> 4].ToString() + Digits[messageId & 15].ToString()
                + (isAccepted ? "+ " : "- ");
        }

        public void OnVersion(byte[] buffer, int offset, int count)
        {
            Log += "v" + count.ToString() + " ";
        }

        public void OnSentence(byte[] buffer, int offset, int count)
        {
            Log += (buffer[offset] == '$' ? count : -1).ToString() + " ";
        }
    }
}
