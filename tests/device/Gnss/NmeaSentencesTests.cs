using nanoFramework.TestFramework;
using Telltale.Gnss;

namespace Telltale.DeviceTests.Gnss;

[TestClass]
public class NmeaSentencesTests
{
    // As a u-blox MAX-M8Q sends them; the checksums are the receiver's own.
    private const string UbloxRmc = "$GNRMC,000941.00,A,4404.13387,N,12118.85628,W,0.029,,100117,,,A*7D\r\n";
    private const string UbloxVtg = "$GNVTG,,T,,M,0.029,N,0.053,K,A*30\r\n";
    private const string UbloxGga = "$GNGGA,000941.00,4404.13387,N,12118.85628,W,1,12,1.01,1144.8,M,-21.4,M,,*4D\r\n";
    private const string UbloxGsa = "$GNGSA,A,3,23,09,16,07,26,03,27,22,,,,,1.71,1.01,1.38*1B\r\n$GNGSA,A,3,80,70,73,79,69,71,,,,,,,1.71,1.01,1.38*1D\r\n";
    private const string UbloxGsv = "$GPGSV,4,1,16,02,05,307,,03,21,174,29,04,12,038,23,06,07,270,06*7E\r\n";
    private const string UbloxGll = "$GNGLL,4404.13387,N,12118.85628,W,000941.00,A,A*69\r\n";
    private const string UbloxEpoch = UbloxRmc + UbloxVtg + UbloxGga + UbloxGsa + UbloxGsv + UbloxGll;

    // 2017-01-10T00:09:41Z
    private const long UbloxTime = 1484006981000;

    [TestMethod]
    public void An_epoch_gives_one_fix_with_everything_its_sentences_say()
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Text(UbloxEpoch, 5000);
        Assert.AreEqual(0, recorder.Count, "nothing tells yet that the epoch is over");
        recorder.End();

        Assert.AreEqual(1, recorder.Count);
        Assert.AreEqual(
            (int)(FixFields.Time | FixFields.Position | FixFields.Height | FixFields.Speed | FixFields.SatellitesUsed
                | FixFields.HorizontalDilution | FixFields.VerticalDilution | FixFields.PositionDilution),
            (int)recorder.Fields[0],
            "the empty course is absent");
        Assert.AreEqual((int)FixMode.ThreeDimensional, (int)recorder.Modes[0]);
        Assert.AreEqual(UbloxTime, recorder.Times[0]);
        Assert.AreEqual(5000L, recorder.Received[0]);
        Assert.AreEqual(440688978, recorder.Latitudes[0]);
        Assert.AreEqual(-1213142713, recorder.Longitudes[0]);
        Assert.AreEqual(1144800, recorder.Heights[0]);
        Assert.AreEqual(15, recorder.Speeds[0], "0.029 knots are 14.9 mm/s");
        Assert.AreEqual(101, recorder.Dilutions[0]);
        Assert.AreEqual(12, recorder.Satellites[0]);
        Assert.AreEqual('G' | ('N' << 8), recorder.Decoder.Talker);

        GnssCounters counters = recorder.Decoder.Counters;
        Assert.AreEqual(UbloxEpoch.Length, counters.Bytes);
        Assert.AreEqual(5, counters.Sentences, "RMC, GGA, both GSA and, for the satellites, the first GSV");
        Assert.AreEqual(2, counters.Skipped, "VTG and GLL add nothing");
        Assert.AreEqual(0, counters.BadChecksums + counters.Malformed + counters.UnknownSentences + counters.Resynchronisations + counters.Overruns);
    }

    [TestMethod]
    public void Cut_anywhere_the_same_fix_comes_out()
    {
        byte[] bytes = FixRecorder.Bytes(UbloxEpoch);
        for (int cut = 1; cut < bytes.Length; cut++)
        {
            FixRecorder recorder = new FixRecorder();
            recorder.Text(UbloxEpoch.Substring(0, cut), 0);
            recorder.Text(UbloxEpoch.Substring(cut), 0);
            recorder.End();

            Assert.AreEqual(1, recorder.Count);
            Assert.AreEqual(440688978, recorder.Latitudes[0]);
            Assert.AreEqual(UbloxTime, recorder.Times[0]);
            Assert.AreEqual(5, recorder.Decoder.Counters.Sentences);
            Assert.AreEqual(2, recorder.Decoder.Counters.Skipped);
        }
    }

    // The receiver means no fix in each of these, and fills in coordinates all the same.
    [DataRow("GPRMC,081434.590,V,5212.978993,N,00653.097906,E,0.052,0.00,230808,,,N")]
    [DataRow("GPRMC,081434.590,V,5212.978993,N,00653.097906,E,0.052,0.00,230808,,")]
    [DataRow("GPRMC,081434.590,A,5212.978993,N,00653.097906,E,0.052,0.00,230808,,,N")]
    [DataRow("GPRMC,081434.590,A,5212.978993,N,00653.097906,E,0.052,0.00,230808,,,S")]
    [DataRow("GPRMC,081434.590,V,5212.978993,N,00653.097906,E,0.052,0.00,230808,,,E")]
    [DataRow("GPRMC,081434.590,,5212.978993,N,00653.097906,E,0.052,0.00,230808,,,A")]
    [DataRow("GPGGA,081434.590,5212.978993,N,00653.097906,E,0,3,,102.907,M,47.093,M,,")]
    [DataRow("GPGGA,081434.590,5212.978993,N,00653.097906,E,8,3,,102.907,M,47.093,M,,")]
    [DataRow("GPGGA,081434.590,5212.978993,N,00653.097906,E,,3,,102.907,M,47.093,M,,")]
    [DataRow("GPGLL,5212.978993,N,00653.097906,E,081434.590,V,N")]
    [DataRow("GPGLL,5212.978993,N,00653.097906,E,081434.590,V")]
    [DataRow("GNGNS,081434.590,5212.978993,N,00653.097906,E,NNNN,03,,102.907,47.093,,")]
    [TestMethod]
    public void A_void_fix_never_gives_a_position(string body)
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Take(body);
        recorder.End();

        Assert.AreEqual(1, recorder.Count);
        Assert.AreEqual((int)FixMode.None, (int)recorder.Modes[0]);
        Assert.AreEqual(0, (int)(recorder.Fields[0] & ~FixFields.SatellitesUsed));
        Assert.AreEqual(1, recorder.Decoder.Counters.Sentences);
    }

    [TestMethod]
    public void One_sentence_that_says_void_makes_the_epoch_void()
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Take("GPRMC,081434.590,A,5212.978993,N,00653.097906,E,0.052,0.00,230808,,,A");
        recorder.Take("GPGGA,081434.590,5212.978993,N,00653.097906,E,0,3,,102.907,M,47.093,M,,");
        recorder.End();

        Assert.AreEqual(1, recorder.Count);
        Assert.IsFalse(recorder.Has(0, FixFields.Position));
        Assert.IsFalse(recorder.Has(0, FixFields.Speed));
    }

    [DataRow("GPRMC,,V,,,,,,,,,,N")]
    [DataRow("GPGGA,,,,,,0,,,,,,,,")]
    [DataRow("GPGGA,,,,,,0,,,,M,,M,,")]
    [DataRow("GPGLL,,,,,,V,N")]
    [DataRow("GNRMC,074150.799,V,,,,,,,250215,,,N")]
    [TestMethod]
    public void Empty_fields_are_absent(string body)
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Take(body);
        recorder.End();

        Assert.AreEqual(1, recorder.Count, "an epoch without anything is an epoch");
        Assert.AreEqual(0, (int)recorder.Fields[0]);
        Assert.AreEqual(0, recorder.Decoder.Counters.Malformed);
    }

    [TestMethod]
    public void An_empty_position_in_a_valid_sentence_is_absent_and_the_rest_is_not()
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Take("GPRMC,123519.00,A,,,,,12.5,84.4,230394,,,A");
        recorder.End();

        Assert.AreEqual((int)FixFields.Time, (int)recorder.Fields[0], "without a position there is no motion either");
    }

    // What the text says divided by hand; half a unit rounds away from zero.
    [DataRow("4404.14063", "N", 440690105)]
    [DataRow("4134.49821229", "N", 415749702)]
    [DataRow("4134.49821229", "S", -415749702)]
    [DataRow("0000.0000", "N", 0)]
    [DataRow("0000.00003", "N", 5)]
    [DataRow("0000.000003", "N", 1)]
    [DataRow("0000.000003", "S", -1)]
    [DataRow("0000.00000299", "N", 0)]
    [DataRow("0000.000002999999", "N", 0)]
    [DataRow("8959.9999999", "N", 900000000)]
    [DataRow("9000.0000", "N", 900000000)]
    [DataRow("0000.5", "N", 83333)]
    [DataRow("0059.", "N", 9833333)]
    [DataRow("0059", "N", 9833333)]
    [DataRow("312.5", "N", 32083333)]
    [TestMethod]
    public void A_latitude_is_exact_to_the_last_digit(string text, string hemisphere, int expected)
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Take("GPGLL," + text + "," + hemisphere + ",00000.0000,E,123519.00,A,A");
        recorder.End();

        Assert.IsTrue(recorder.Has(0, FixFields.Position));
        Assert.AreEqual(expected, recorder.Latitudes[0]);
        Assert.AreEqual(0, recorder.Longitudes[0]);
    }

    [DataRow("12118.85478", "W", -1213142463)]
    [DataRow("00004.2085", "E", 701417)]
    [DataRow("18000.000", "E", 1800000000)]
    [DataRow("17959.99999999", "W", -1800000000)]
    [DataRow("09345.03351845", "W", -937505586)]
    [DataRow("833.914843", "E", 85652474)]
    [TestMethod]
    public void A_longitude_is_exact_to_the_last_digit(string text, string hemisphere, int expected)
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Take("GPGLL,0000.0000,N," + text + "," + hemisphere + ",123519.00,A,A");
        recorder.End();

        Assert.AreEqual(expected, recorder.Longitudes[0]);
    }

    [DataRow("9000.0001,N,00000.000,E")]
    [DataRow("8960.000000,N,00000.000000,E")]
    [DataRow("1234.5,N,18000.0001,E")]
    [DataRow("1234.5,X,00000.000,E")]
    [DataRow("1234.5,,00000.000,E")]
    [DataRow("1234.5,N,00000.000,")]
    [DataRow("12a4.5,N,00000.000,E")]
    [DataRow("1234.5x,N,00000.000,E")]
    [DataRow("123456.5,N,00000.000,E")]
    [DataRow("1234.5.6,N,00000.000,E")]
    [DataRow("-234.5,N,00000.000,E")]
    [DataRow(".5,N,00000.000,E")]
    [DataRow("1234.5,N,-0010.000,E")]
    [DataRow("1234.5,N,90010.000,E")]
    [TestMethod]
    public void A_position_that_is_none_discards_the_sentence(string fields)
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Take("GPRMC,123519.00,A," + fields + ",0.0,0.0,230394,,,A");
        recorder.End();

        Assert.AreEqual(0, recorder.Count);
        Assert.AreEqual(1, recorder.Decoder.Counters.Malformed);
        Assert.AreEqual(0, recorder.Decoder.Counters.Sentences);
    }

    [DataRow("081434", 0)]
    [DataRow("081434.5", 500)]
    [DataRow("081434.50", 500)]
    [DataRow("081434.05", 50)]
    [DataRow("081434.005", 5)]
    [DataRow("081434.590", 590)]
    [DataRow("081434.1234", 123)]
    [DataRow("081434.9996", 1000)]
    [TestMethod]
    public void A_time_is_exact_to_the_millisecond(string text, int milliseconds)
    {
        FixRecorder recorder = new FixRecorder();
        for (int i = 0; i < 2; i++)
        {
            recorder.Take("GPRMC,081433.77,A,5212.978993,N,00653.097906,E,0.052,0.00,230808,,,A");
            recorder.Take("GPRMC," + text + ",A,5212.978993,N,00653.097906,E,0.052,0.00,230808,,,A");
        }

        // 2008-08-23T08:14:34Z
        Assert.AreEqual(4, recorder.Count);
        Assert.AreEqual(1219479274000 + milliseconds, recorder.Times[1]);
    }

    [DataRow("250000.00", "230808")]
    [DataRow("126000.00", "230808")]
    [DataRow("1234.00", "230808")]
    [DataRow("12345x.00", "230808")]
    [DataRow("123456x", "230808")]
    [DataRow("123456.", "230808")]
    [DataRow("123456.x", "230808")]
    [DataRow("123456.00", "230008")]
    [DataRow("123456.00", "231308")]
    [DataRow("123456.00", "310408")]
    [DataRow("123456.00", "290209")]
    [DataRow("123456.00", "000108")]
    [DataRow("123456.00", "23088")]
    [DataRow("123456.00", "2308088")]
    [TestMethod]
    public void A_time_or_date_that_is_none_discards_the_sentence(string time, string date)
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Take("GPRMC," + time + ",A,5212.978993,N,00653.097906,E,0.052,0.00," + date + ",,,A");
        recorder.End();

        Assert.AreEqual(0, recorder.Count);
        Assert.AreEqual(1, recorder.Decoder.Counters.Malformed);
    }

    [DataRow("010170", 2070, false)]
    [DataRow("290200", 951782400, true)]
    [DataRow("290224", 1709164800, true)]
    [DataRow("311299", 946598400, true)]
    [DataRow("060180", 315964800, true)]
    [DataRow("010379", 0, false)]
    [TestMethod]
    public void A_date_is_the_right_day(string date, int expectedSeconds, bool thisCentury)
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Take("GPRMC,000000,A,5212.978993,N,00653.097906,E,0.052,0.00," + date + ",,,A");
        recorder.End();

        Assert.IsTrue(recorder.Has(0, FixFields.Time));
        if (thisCentury)
        {
            Assert.AreEqual(expectedSeconds * 1000L, recorder.Times[0]);
        }
        else
        {
            Assert.IsTrue(recorder.Times[0] > 3000000000000, "two digits below 80 are 20xx");
        }
    }

    [DataRow("GP")]
    [DataRow("GL")]
    [DataRow("GA")]
    [DataRow("GB")]
    [DataRow("BD")]
    [DataRow("GQ")]
    [DataRow("QZ")]
    [DataRow("GI")]
    [DataRow("GN")]
    [TestMethod]
    public void Every_talker_of_a_navigation_system_is_understood(string talker)
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Take(talker + "RMC,081434.590,A,5212.978993,N,00653.097906,E,0.052,0.00,230808,,,A");
        recorder.End();

        Assert.IsTrue(recorder.Has(0, FixFields.Position));
        Assert.AreEqual(talker[0] | (talker[1] << 8), recorder.Decoder.Talker);
    }

    [DataRow("PMTK010,001")]
    [DataRow("PQGSV,4,1,15,02,20,116,,03,,,,05,34,137,,07,06,045,,0,4")]
    [DataRow("HCHDG,101.1,,,7.1,W")]
    [DataRow("GPXYZ,1,2,3")]
    [DataRow("GPRMCX,1,2,3")]
    [TestMethod]
    public void An_unknown_sentence_is_counted_and_passed_over(string body)
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Take(body);
        recorder.Text(UbloxEpoch, 0);
        recorder.End();

        Assert.AreEqual(1, recorder.Decoder.Counters.UnknownSentences);
        Assert.AreEqual(1, recorder.Count);
        Assert.AreEqual(5, recorder.Decoder.Counters.Sentences);
    }

    [TestMethod]
    public void A_wrong_checksum_discards_the_sentence()
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Text("$GNRMC,000941.00,A,4404.13387,N,12118.85628,W,0.029,,100117,,,A*7C\r\n", 0);
        recorder.Text("$GNRMC,000941.00,A,4404.13387,N,12118.85628,W,0.029,,100117,,,A*7M\r\n", 0);
        recorder.Text("$GNRMC,000941.00,A,4404.13387,N,12118.85628,W,0.039,,100117,,,A*7D\r\n", 0);
        recorder.End();

        Assert.AreEqual(0, recorder.Count);
        Assert.AreEqual(3, recorder.Decoder.Counters.BadChecksums);
        Assert.AreEqual(0, recorder.Decoder.Counters.Sentences);
    }

    [TestMethod]
    public void A_checksum_in_small_letters_is_right_too()
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Text("$GNRMC,000941.00,A,4404.13387,N,12118.85628,W,0.029,,100117,,,A*7d\r\n", 0);
        Assert.AreEqual(1, recorder.Decoder.Counters.Sentences);
    }

    [TestMethod]
    public void A_sentence_without_a_checksum_is_not_used()
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Text("$GNRMC,000941.00,A,4404.13387,N,12118.85628,W,0.029,,100117,,,A\r\n", 0);
        recorder.End();

        Assert.AreEqual(0, recorder.Count);
        Assert.AreEqual(1, recorder.Decoder.Counters.Malformed);
    }

    [TestMethod]
    public void Checksums_of_every_length_are_right()
    {
        FixRecorder recorder = new FixRecorder();
        string fill = "";
        for (int i = 0; i < 120; i++)
        {
            // Fields after the last known one are allowed: a later edition of the standard may add some.
            recorder.Take("GPGLL,5212.978993,N,00653.097906,E,08" + (i / 60 < 10 ? "0" : "") + (i / 60) + (i % 60 < 10 ? "0" : "") + (i % 60) + ",A,A," + fill);
            fill += (char)('A' + (i % 26));
        }

        Assert.AreEqual(120, recorder.Decoder.Counters.Sentences);
    }

    // A void position says so whatever talker or length: the shortest sentence there is must not trip the checksum.
    [TestMethod]
    public void The_shortest_sentence_is_harmless()
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Take("GPRMC,");
        recorder.Take("GPGGA,");
        recorder.Take("GPGSA,");
        recorder.Take("GPVTG,");
        recorder.Take("GPGLL,");
        recorder.Take("GPZDA,");
        recorder.Take("GPGNS,");
        recorder.Take("GPRMC");
        recorder.End();

        Assert.AreEqual(7, recorder.Decoder.Counters.Sentences);
        Assert.AreEqual(1, recorder.Decoder.Counters.Malformed);
        Assert.AreEqual(0, (int)recorder.Fields[0]);
    }

    [TestMethod]
    public void Garbage_before_between_and_after_costs_nothing_but_itself()
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Text("4,41.38,N*xx\u0002\u00ff\u00b5b\r\n \u0001" + UbloxRmc + "\r\r\n# a comment\n" + UbloxGga + "\u00b5b\u0001\u0007$" + UbloxGsa, 0);
        recorder.End();

        Assert.AreEqual(1, recorder.Count);
        Assert.IsTrue(recorder.Has(0, FixFields.Position));
        Assert.IsTrue(recorder.Has(0, FixFields.Height));
        Assert.AreEqual(4, recorder.Decoder.Counters.Sentences);
        Assert.AreEqual(3, recorder.Decoder.Counters.Resynchronisations);
        Assert.AreEqual(1, recorder.Decoder.Counters.Malformed, "the lone '$'");
    }

    [TestMethod]
    public void A_sentence_that_hangs_on_to_another_is_read()
    {
        // RF Solutions GPS-320FW leaves the line end out when its buffer is full.
        FixRecorder recorder = new FixRecorder();
        recorder.Text("$GPGSA,A,1,,,,,,,,,,,,,,,*1E$GPRMC,235949.00,V,0000.0000,N,00000.0000,E,,,161206,,,N*44\r\n", 0);
        Assert.AreEqual(2, recorder.Decoder.Counters.Sentences);

        recorder.Text("$GPGSV,3,1,11,23,87,270,,13,68,270,,24,60,270,$GPRMC,000002.00,V,0000.0000,N,00000.0000,E,,,260910,,,N*48\r\n", 0);
        Assert.AreEqual(3, recorder.Decoder.Counters.Sentences, "the beginning of a GSV was lost, not the RMC");
        Assert.AreEqual(1, recorder.Decoder.Counters.Malformed);
    }

    [TestMethod]
    public void Sentences_longer_than_the_standard_allows_are_read()
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Take("GNGGA,132819.60,4134.497954591234,N,09345.034314081234,W,2,10,0.9,278.161,M,-31.442,M,6.6,0133,and,something,more,that,no,edition,knows");
        recorder.Take("PMTKCHN,14001,29001,23001,02001,21001,11001,16001,28001,05001,20001,22001,18001,06001,19001,07001,09001,25001,08001,13001,30001,10001,03001,04001,27001,26001,01001,24001,15001,31001,17001,12001,32001");
        recorder.End();

        Assert.AreEqual(415749659, recorder.Latitudes[0]);
        Assert.AreEqual(-937505719, recorder.Longitudes[0]);
        Assert.AreEqual(1, recorder.Decoder.Counters.UnknownSentences);
        Assert.AreEqual(0, recorder.Decoder.Counters.Overruns);
    }

    [TestMethod]
    public void A_line_without_end_is_dropped_and_counted()
    {
        FixRecorder recorder = new FixRecorder();
        for (int i = 0; i < 100; i++)
        {
            recorder.Text("$GPRMC,000941.00,no end of line", 0);
        }

        recorder.Text("\r\n" + UbloxEpoch, 0);
        recorder.End();

        Assert.IsTrue(recorder.Decoder.Counters.Overruns >= 5);
        Assert.AreEqual(1, recorder.Count);
        Assert.IsTrue(recorder.Has(0, FixFields.Position));
    }

    [DataRow("1", "A", 3, (int)FixMode.ThreeDimensional)]
    [DataRow("1", "A", 2, (int)FixMode.TwoDimensional)]
    [DataRow("2", "D", 3, (int)FixMode.Differential)]
    [DataRow("2", "D", 2, (int)FixMode.TwoDimensional)]
    [DataRow("3", "P", 3, (int)FixMode.ThreeDimensional)]
    [DataRow("4", "R", 3, (int)FixMode.RealTimeKinematicFixed)]
    [DataRow("5", "F", 3, (int)FixMode.RealTimeKinematicFloat)]
    [DataRow("6", "E", 3, (int)FixMode.DeadReckoning)]
    [DataRow("1", "A", 0, (int)FixMode.ThreeDimensional)]
    [TestMethod]
    public void The_mode_comes_from_quality_indicator_and_dimensions(string quality, string indicator, int dimensions, int expected)
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Take("GPRMC,081434.590,A,5212.978993,N,00653.097906,E,0.052,0.00,230808,,," + indicator);
        recorder.Take("GPGGA,081434.590,5212.978993,N,00653.097906,E," + quality + ",3,1.2,102.907,M,47.093,M,,");
        if (dimensions > 0)
        {
            recorder.Take("GPGSA,A," + dimensions + ",21,28,08,,,,,,,,,,3.05,2.88,1.00");
        }

        recorder.End();

        Assert.AreEqual(expected, (int)recorder.Modes[0]);
        Assert.AreEqual(dimensions != 2, recorder.Has(0, FixFields.Height), "in two dimensions the height is assumed");
    }

    [TestMethod]
    public void The_dimensions_hold_for_epochs_without_GSA()
    {
        FixRecorder recorder = new FixRecorder();
        for (int second = 0; second < 6; second++)
        {
            // San Jose Navigation FV-M11: GSA comes with every fifth GGA.
            recorder.Take("GPGGA,08143" + second + ".000,5212.981473,N,00653.102458,E,1,3,2.88,102.907,M,47.093,M,,");
            if (second == 1)
            {
                recorder.Take("GPGSA,A,2,21,28,08,,,,,,,,,,3.05,2.88,1.00");
            }

            recorder.Take("GPRMC,08143" + second + ".000,A,5212.981473,N,00653.102458,E,0.039,0.00,230808,,,A");
        }

        recorder.End();
        Assert.AreEqual(6, recorder.Count);
        Assert.AreEqual((int)FixMode.ThreeDimensional, (int)recorder.Modes[0], "no GSA yet, and a height is stated");
        Assert.AreEqual((int)FixMode.TwoDimensional, (int)recorder.Modes[1]);
        Assert.AreEqual((int)FixMode.TwoDimensional, (int)recorder.Modes[5]);
    }

    [DataRow("0.000", 0)]
    [DataRow("000.1", 51)]
    [DataRow("27.214", 14000)]
    [DataRow("1.9438", 1000)]
    [DataRow("999.999", 514444)]
    [TestMethod]
    public void Knots_become_millimetres_a_second(string knots, int expected)
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Take("GPRMC,081434.590,A,5212.978993,N,00653.097906,E," + knots + ",359.999,230808,,,A");
        recorder.End();

        Assert.AreEqual(expected, recorder.Speeds[0]);
        Assert.AreEqual(0, recorder.Courses[0], "359.999 rounds to north");
    }

    [TestMethod]
    public void Course_and_speed_come_from_VTG_where_RMC_has_none()
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Take("GPGGA,081434.590,5212.978993,N,00653.097906,E,1,3,2.88,-4.2,M,47.093,M,,");
        recorder.Take("GPVTG,237.05,T,233.4,M,1.1,N,2.0,K,A");
        recorder.Take("GPGGA,081435.590,5212.978993,N,00653.097906,E,1,3,2.88,-4.2,M,47.093,M,,");
        recorder.Take("GPVTG,237.05,T,233.4,M,,N,36.0,K,A");
        recorder.Take("GPGGA,081436.590,5212.978993,N,00653.097906,E,1,3,2.88,-4.2,M,47.093,M,,");
        recorder.Take("GPVTG,237.05,T,233.4,M,1.1,N,2.0,K,N");
        recorder.End();

        Assert.AreEqual(3, recorder.Count);
        Assert.AreEqual(566, recorder.Speeds[0]);
        Assert.AreEqual(23705, recorder.Courses[0]);
        Assert.AreEqual(-4200, recorder.Heights[0]);
        Assert.AreEqual(10000, recorder.Speeds[1], "from km/h");
        Assert.IsFalse(recorder.Has(2, FixFields.Speed), "mode N");
    }

    [TestMethod]
    public void A_learnt_cycle_ends_with_its_last_useful_sentence()
    {
        FixRecorder recorder = new FixRecorder();
        for (int second = 0; second < 9; second++)
        {
            int before = recorder.Count;
            recorder.Take("GPRMC,08143" + second + ".000,A,5212.981473,N,00653.102458,E,0.039,12.00,230808,,,A");
            recorder.Take("GPGGA,08143" + second + ".000,5212.981473,N,00653.102458,E,1,3,2.88,102.907,M,47.093,M,,");
            int beforeLast = recorder.Count;
            recorder.Take("GPGSA,A,3,21,28,08,,,,,,,,,,3.05,2.88,1.00");
            if (second > 0)
            {
                Assert.AreEqual(second, beforeLast);
                Assert.AreEqual(second + 1, recorder.Count, "complete, though no later epoch has begun and no time has passed");
            }

            recorder.Take("GPGSV,1,1,01,21,40,083,41");
            recorder.Take("GPGLL,5212.981473,N,00653.102458,E,08143" + second + ".000,A,A");
        }

        recorder.End();
        Assert.AreEqual(9, recorder.Count, "one call an epoch");
    }

    [TestMethod]
    public void A_lost_last_sentence_delays_one_epoch_and_changes_nothing_else()
    {
        FixRecorder recorder = new FixRecorder();
        for (int second = 0; second < 9; second++)
        {
            recorder.Take("GPRMC,08143" + second + ".000,A,5212.981473,N,00653.102458,E,0.039,12.00,230808,,,A");
            Assert.AreEqual(second, recorder.Count, "each epoch was handed over before the next, or by it");
            if (second != 5)
            {
                recorder.Take("GPGGA,08143" + second + ".000,5212.981473,N,00653.102458,E,1,3,2.88,102.907,M,47.093,M,,");
                Assert.AreEqual(second == 0 ? 0 : second + 1, recorder.Count);
            }
        }

        Assert.IsFalse(recorder.Has(5, FixFields.Height));
        Assert.IsTrue(recorder.Has(6, FixFields.Height));
    }

    [TestMethod]
    public void Silence_ends_an_epoch_and_a_late_sentence_makes_no_second_one()
    {
        FixRecorder recorder = new FixRecorder();
        byte[] first = FixRecorder.Bytes(FixRecorder.Sentence("GPRMC,081430.000,A,5212.981473,N,00653.102458,E,0.039,12.00,230808,,,A"));
        byte[] late = FixRecorder.Bytes(FixRecorder.Sentence("GPGGA,081430.000,5212.981473,N,00653.102458,E,1,3,2.88,102.907,M,47.093,M,,"));
        recorder.Decoder.Decode(first, first.Length, 1000);
        recorder.Decoder.Step(1050);
        Assert.AreEqual(0, recorder.Count, "50 ms are no silence");
        recorder.Decoder.Step(1200);
        Assert.AreEqual(1, recorder.Count);

        recorder.Decoder.Decode(late, late.Length, 1210);
        recorder.Decoder.Step(1900);
        Assert.AreEqual(1, recorder.Count, "the epoch had been handed over");
    }

    [TestMethod]
    public void A_receiver_that_pauses_within_its_burst_is_given_longer()
    {
        FixRecorder recorder = new FixRecorder();
        for (int second = 0; second < 4; second++)
        {
            // The pause of 150 ms lies between the two sentences of an epoch.
            byte[] first = FixRecorder.Bytes(FixRecorder.Sentence("GPRMC,08143" + second + ".000,A,5212.981473,N,00653.102458,E,0.039,12.00,230808,,,A"));
            byte[] last = FixRecorder.Bytes(FixRecorder.Sentence("GPGGA,08143" + second + ".000,5212.981473,N,00653.102458,E,1,3,2.88,102.907,M,47.093,M,,"));
            long uptime = second * 1000;
            recorder.Decoder.Decode(first, first.Length, uptime);
            recorder.Decoder.Step(uptime + 150);
            recorder.Decoder.Decode(last, last.Length, uptime + 150);
            recorder.Decoder.Step(uptime + 900);
        }

        Assert.AreEqual(4, recorder.Count);
        Assert.IsFalse(recorder.Has(0, FixFields.Height), "nothing is known of the receiver yet");
        Assert.IsTrue(recorder.Has(1, FixFields.Height));
        Assert.IsTrue(recorder.Has(2, FixFields.Height));
        Assert.IsTrue(recorder.Has(3, FixFields.Height));
    }

    [TestMethod]
    public void A_fraction_that_begins_like_the_last_is_read_to_its_end()
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Take("GPRMC,081434.590,A,5212.978993,N,00653.097906,E,0.052,0.00,230808,,,A");
        recorder.Take("GPRMC,081435.5906,A,5212.978993,N,00653.097906,E,0.052,0.00,230808,,,A");
        recorder.Take("GPRMC,081436.590,A,5212.978993,N,00653.097906,E,0.052,0.00,230808,,,A");
        recorder.End();

        Assert.AreEqual(3, recorder.Count);
        Assert.AreEqual(1219479275591, recorder.Times[1]);
        Assert.AreEqual(1219479276590, recorder.Times[2]);
        Assert.AreEqual(0, recorder.Decoder.Counters.Malformed);
    }

    [TestMethod]
    public void A_fix_was_received_when_its_first_byte_was_read()
    {
        FixRecorder recorder = new FixRecorder();
        byte[] bytes = FixRecorder.Bytes(UbloxGsv + UbloxRmc + UbloxGga);
        byte[] piece = new byte[10];
        long uptime = 4000;
        for (int at = 0; at < bytes.Length; at += piece.Length)
        {
            int count = bytes.Length - at < piece.Length ? bytes.Length - at : piece.Length;
            System.Array.Copy(bytes, at, piece, 0, count);
            recorder.Decoder.Decode(piece, count, uptime);
            recorder.Decoder.Step(uptime);
            uptime += 10;
        }

        recorder.Decoder.Step(uptime + 500);
        Assert.AreEqual(1, recorder.Count);
        Assert.AreEqual(4000L, recorder.Received[0], "the burst began with a sentence that is not read");

        byte[] next = FixRecorder.Bytes("$GNRMC,000942.00,A,4404.13401,N,12118.85633,W,0.041,,100117,,,A*73\r\n");
        recorder.Decoder.Decode(next, next.Length, 5000);
        recorder.Decoder.Step(5500);
        Assert.AreEqual(5000L, recorder.Received[1]);
    }

    [TestMethod]
    public void Without_a_fix_the_time_counts_only_where_a_fix_confirmed_the_clock()
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Take("GPRMC,235946.005,V,,,,,,,050180,,,N");
        recorder.Take("GPRMC,081434.590,A,5212.978993,N,00653.097906,E,0.052,0.00,230808,,,A");
        recorder.Take("GPRMC,081435.590,V,,,,,,,230808,,,N");
        recorder.Take("GPRMC,235952.000,V,,,,,,,161206,,,N");
        recorder.End();

        Assert.AreEqual(4, recorder.Count);
        Assert.IsFalse(recorder.Has(0, FixFields.Time), "a receiver's clock that was never set");
        Assert.IsTrue(recorder.Has(1, FixFields.Time));
        Assert.IsTrue(recorder.Has(2, FixFields.Time), "in a tunnel");
        Assert.AreEqual(1219479275590, recorder.Times[2]);
        Assert.IsFalse(recorder.Has(3, FixFields.Time), "a receiver that was reset");
    }

    [TestMethod]
    public void A_fix_without_a_date_has_the_day_of_the_last_or_the_one_after_midnight()
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Take("GPGGA,235957.00,5212.978993,N,00653.097906,E,1,3,2.88,-4.2,M,47.093,M,,");
        recorder.Take("GPRMC,235958.00,A,5212.978993,N,00653.097906,E,0.052,0.00,311217,,,A");
        recorder.Take("GPGGA,235959.00,5212.978993,N,00653.097906,E,1,3,2.88,-4.2,M,47.093,M,,");
        recorder.Take("GPGGA,000000.00,5212.978993,N,00653.097906,E,1,3,2.88,-4.2,M,47.093,M,,");
        recorder.Take("GPGGA,000001.00,5212.978993,N,00653.097906,E,1,3,2.88,-4.2,M,47.093,M,,");
        recorder.End();

        Assert.AreEqual(5, recorder.Count);
        Assert.IsFalse(recorder.Has(0, FixFields.Time), "no date yet");
        Assert.AreEqual(1514764798000, recorder.Times[1]);
        Assert.AreEqual(1514764799000, recorder.Times[2]);
        Assert.AreEqual(1514764800000, recorder.Times[3]);
        Assert.AreEqual(1514764801000, recorder.Times[4]);
    }

    [TestMethod]
    public void ZDA_dates_a_fix_that_has_no_RMC()
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Take("GPGGA,202640.000,4404.1306,N,12118.8515,W,2,10,0.98,1127.7,M,-19.6,M,0000,0000");
        recorder.Take("GPZDA,202640.000,13,04,2015,,");
        recorder.End();

        // 2015-04-13T20:26:40Z
        Assert.AreEqual(1428956800000, recorder.Times[0]);
    }

    [TestMethod]
    public void A_receiver_without_any_time_still_makes_one_epoch_a_cycle()
    {
        FixRecorder recorder = new FixRecorder();
        for (int i = 0; i < 10; i++)
        {
            recorder.Take("GPGGA,,,,,,0,,,,M,,M,,");
            recorder.Take("GPGLL,,,,,,V,N");
            recorder.Take("GPGSA,A,1,,,,,,,,,,,,,,,");
            recorder.Take("GPRMC,,V,,,,,,,,,,N");
            recorder.Take("GPVTG,,T,,M,,N,,K,N");
        }

        recorder.End();
        Assert.AreEqual(10, recorder.Count);
    }

    [TestMethod]
    public void A_clock_that_stands_still_still_makes_one_epoch_a_cycle()
    {
        FixRecorder recorder = new FixRecorder();
        for (int i = 0; i < 10; i++)
        {
            recorder.Take("GPGGA,000000.00,,,,,0,00,99.99,,,,,,");
            recorder.Take("GPRMC,000000.00,V,,,,,,,,,,N");
        }

        recorder.End();
        Assert.AreEqual(10, recorder.Count);
    }

    [TestMethod]
    public void The_same_sentence_from_two_talkers_is_one_epoch()
    {
        FixRecorder recorder = new FixRecorder();
        for (int second = 0; second < 5; second++)
        {
            recorder.Take("GPGGA,08143" + second + ".00,5212.981473,N,00653.102458,E,1,05,2.88,102.907,M,47.093,M,,");
            recorder.Take("GNGGA,08143" + second + ".00,5212.981473,N,00653.102458,E,1,09,2.88,102.907,M,47.093,M,,");
            recorder.Take("GPRMC,08143" + second + ".00,A,5212.981473,N,00653.102458,E,0.039,12.00,230808,,,A");
            recorder.Take("GNRMC,08143" + second + ".00,A,5212.981473,N,00653.102458,E,0.039,12.00,230808,,,A");
        }

        recorder.End();
        Assert.AreEqual(5, recorder.Count);
        Assert.AreEqual(9, recorder.Satellites[3]);
    }

    [TestMethod]
    public void GNS_counts_past_twelve_satellites()
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Take("GPGGA,191507.99,3645.869544,N,03124.656610,E,1,05,1.2,20.1,M,32.0,M,,");
        recorder.Take("GNGNS,191507.99,3645.869544,N,03124.656610,E,AAN,19,1.2,20.1,32.0,,,V");
        recorder.End();

        Assert.AreEqual(1, recorder.Count);
        Assert.AreEqual(19, recorder.Satellites[0]);
        Assert.AreEqual(367644924, recorder.Latitudes[0]);
    }

    [TestMethod]
    public void A_skipped_sentence_counts_as_skipped_whatever_its_checksum()
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Text("$GPGSV,2,2,05,21,40,083,41*00\r\n", 0);
        Assert.AreEqual(1, recorder.Decoder.Counters.Skipped);
        Assert.AreEqual(0, recorder.Decoder.Counters.BadChecksums);
    }

    [TestMethod]
    public void Gst_gives_the_receivers_own_estimate_of_its_error()
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Text(UbloxRmc, 0);
        recorder.Take("GNGST,000941.00,12,3.0,1.5,45,3.0,4.0,6.25");
        recorder.End();

        Assert.AreEqual(1, recorder.Count);
        Assert.IsTrue(recorder.Has(0, FixFields.HorizontalAccuracy));
        Assert.IsTrue(recorder.Has(0, FixFields.VerticalAccuracy));
        Assert.AreEqual(5000, recorder.Last.HorizontalAccuracyMillimetres);
        Assert.AreEqual(6250, recorder.Last.VerticalAccuracyMillimetres);
    }

    [TestMethod]
    public void A_gst_without_values_says_nothing_of_the_error()
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Text(UbloxRmc, 0);
        recorder.Take("GNGST,000941.00,,,,,,,");
        recorder.End();
        Assert.IsFalse(recorder.Has(0, FixFields.HorizontalAccuracy));
        Assert.IsFalse(recorder.Has(0, FixFields.VerticalAccuracy));
    }

    [TestMethod]
    public void Satellites_are_counted_by_constellation_as_soon_as_an_epoch_is_over()
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Text(UbloxEpoch, 0);
        recorder.Take("GLGSV,3,1,10,69,34,089,31,70,77,009,19,71,41,282,30,73,27,037,23");
        recorder.Take("GLGSV,3,2,10,74,00,000,,79,10,144,25,80,40,091,24,81,02,343,");
        recorder.Decoder.Step(1000);
        recorder.Text("$GNRMC,000942.00,A,4404.13387,N,12118.85628,W,0.029,,100117,,,A*7E\r\n", 1100);
        recorder.Decoder.Step(3000);

        Assert.AreEqual(2, recorder.Count);
        Assert.IsTrue(recorder.Has(1, FixFields.SatellitesUsedByConstellation));
        Assert.IsTrue(recorder.Has(1, FixFields.SatellitesInView));
        Assert.AreEqual(8, recorder.Last.SatellitesUsedByConstellation[(int)Constellation.Gps]);
        Assert.AreEqual(6, recorder.Last.SatellitesUsedByConstellation[(int)Constellation.Glonass]);
        Assert.AreEqual(16, recorder.Last.SatellitesInViewByConstellation[(int)Constellation.Gps]);
        Assert.AreEqual(10, recorder.Last.SatellitesInViewByConstellation[(int)Constellation.Glonass]);
        Assert.AreEqual(26, recorder.Last.SatellitesInView);
    }

    [DataRow("GNGSA,A,3,301,302,,,,,,,,,,,1.71,1.01,1.38", (int)Constellation.Galileo, 2)]
    [DataRow("GNGSA,A,3,05,09,15,,,,,,,,,,1.71,1.01,1.38,3", (int)Constellation.Galileo, 3)]
    [DataRow("GNGSA,A,3,05,09,15,,,,,,,,,,1.71,1.01,1.38,4", (int)Constellation.BeiDou, 3)]
    [DataRow("GBGSA,A,3,05,09,,,,,,,,,,,1.71,1.01,1.38", (int)Constellation.BeiDou, 2)]
    [DataRow("GNGSA,A,3,194,,,,,,,,,,,,1.71,1.01,1.38", (int)Constellation.Qzss, 1)]
    [DataRow("GIGSA,A,3,05,09,,,,,,,,,,,1.71,1.01,1.38", (int)Constellation.Navic, 2)]
    [DataRow("GPGSA,A,3,,,,,05,,09,,,,,,1.71,1.01,1.38", (int)Constellation.Gps, 2)]
    [TestMethod]
    public void A_gsa_tells_the_system_by_its_last_field_or_its_talker_or_the_numbers(string gsa, int constellation, int used)
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Text(UbloxRmc, 0);
        recorder.Take(gsa);
        recorder.Text("$GNRMC,000942.00,A,4404.13387,N,12118.85628,W,0.029,,100117,,,A*7E\r\n", 0);
        recorder.End();
        Assert.AreEqual(used, recorder.Last.SatellitesUsedByConstellation[constellation]);
        Assert.AreEqual(138, recorder.Last.VerticalDilutionHundredths);
    }

    [TestMethod]
    public void Satellites_are_read_again_in_every_tenth_epoch_and_forgotten_when_they_come_no_more()
    {
        FixRecorder recorder = new FixRecorder();
        for (int second = 0; second < 60; second++)
        {
            string time = "0009" + (second / 10).ToString() + (second % 10).ToString();
            recorder.Take("GNRMC," + time + ".00,A,4404.13387,N,12118.85628,W,0.029,,100117,,,A");
            if (second < 15)
            {
                recorder.Take(second < 5 ? "GPGSV,1,1,04,02,05,307,,03,21,174,29" : "GPGSV,1,1,05,02,05,307,,03,21,174,29");
            }
        }

        recorder.End();
        Assert.AreEqual(60, recorder.Count);
        Assert.IsFalse(recorder.Has(0, FixFields.SatellitesInView), "its sentences come after the fix");
        Assert.IsTrue(recorder.Has(1, FixFields.SatellitesInView));
        Assert.IsTrue(recorder.Has(40, FixFields.SatellitesInView));
        Assert.IsFalse(recorder.Has(45, FixFields.SatellitesInView));
        Assert.AreEqual(5, recorder.Last.SatellitesInView);
    }

    [TestMethod]
    public void A_date_that_lost_1024_weeks_is_put_right_from_the_day_of_the_build()
    {
        // 2017-01-10 is 1,024 weeks before 2036-08-26.
        FixRecorder recorder = new FixRecorder();
        recorder.Decoder.EarliestDay = 20000;
        recorder.Text(UbloxEpoch, 0);
        recorder.End();

        Assert.AreEqual(UbloxTime + (7168L * 86400000L), recorder.Times[0]);
        Assert.AreEqual(1, recorder.Decoder.Counters.RolledOverDates);
    }

    [TestMethod]
    public void A_date_from_the_day_of_the_build_on_is_left_as_it_is()
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Decoder.EarliestDay = (int)(UbloxTime / 86400000L);
        recorder.Text(UbloxEpoch, 0);
        recorder.End();
        Assert.AreEqual(UbloxTime, recorder.Times[0]);
        Assert.AreEqual(0, recorder.Decoder.Counters.RolledOverDates);
    }

    [TestMethod]
    public void Four_satellites_are_three_dimensions_though_gsa_says_two()
    {
        // So do modems of Quectel and Telit with Qualcomm's receiver.
        FixRecorder recorder = new FixRecorder();
        recorder.Take("GPGGA,022021.00,3644.759368,S,17444.072860,E,1,07,1.1,56.1,M,37.0,M,,");
        recorder.Take("GPRMC,022021.00,A,3644.759368,S,17444.072860,E,0.0,301.9,071020,18.3,E,A,V");
        recorder.Take("GPGSA,A,2,06,07,11,19,22,28,30,,,,,,1.4,1.1,0.8,1");
        recorder.End();
        Assert.AreEqual((int)FixMode.ThreeDimensional, (int)recorder.Modes[0]);
        Assert.AreEqual(56100, recorder.Heights[0]);
    }

    [TestMethod]
    public void The_sentence_with_more_digits_gives_the_position()
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Take("GPRMC,193221.00,A,2037.7279,N,08704.0848,W,00.1,201.8,231207,01,W,A");
        recorder.Take("GPGGA,193221.00,2037.72792,N,08704.08478,W,1,04,1.7,-30.40,M,-13.9,M,,");
        recorder.End();
        Assert.AreEqual(1, recorder.Count);
        Assert.AreEqual(206287987, recorder.Latitudes[0]);
    }

    [TestMethod]
    public void A_sentence_cut_short_leaves_nothing_that_the_next_one_is_read_by()
    {
        FixRecorder recorder = new FixRecorder();
        recorder.Take("GPGGA,193221.00,2037.72792,N,08704.08478,W,1");
        recorder.Take("GPGGA,193222.00,2037.72792,N,08704.08478,W,1,12,1.01,1144.8,M,-13.9,M,,");
        recorder.End();
        Assert.AreEqual(2, recorder.Count);
        Assert.AreEqual(12, recorder.Satellites[1]);
        Assert.AreEqual(1144800, recorder.Heights[1]);
    }

    [TestMethod]
    public void A_leap_second_is_the_first_of_the_next_day()
    {
        // 2016-12-31T23:59:60Z was the last so far.
        FixRecorder recorder = new FixRecorder();
        recorder.Take("GNRMC,235959.00,A,4404.13387,N,12118.85628,W,0.029,,311216,,,A");
        recorder.Take("GNRMC,235960.00,A,4404.13387,N,12118.85628,W,0.029,,311216,,,A");
        recorder.Take("GNRMC,000000.00,A,4404.13387,N,12118.85628,W,0.029,,010117,,,A");
        recorder.End();
        Assert.AreEqual(3, recorder.Count);
        Assert.AreEqual(1483228799000L, recorder.Times[0]);
        Assert.AreEqual(1483228800000L, recorder.Times[1]);
        Assert.AreEqual(1483228800000L, recorder.Times[2]);
    }
}
