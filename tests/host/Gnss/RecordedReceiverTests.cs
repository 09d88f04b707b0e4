using System.Globalization;
using Telltale.Virtual;
using Telltale.Virtual.Gnss;

namespace Telltale.HostTests.Gnss;

public sealed class RecordedReceiverTests
{
    private string _folder = "";

    [OneTimeSetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("telltale-gnss").FullName;

    [OneTimeTearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void A_recorded_drive_survives_the_receiver_to_the_last_digit()
    {
        string file = Corpora.File("drive", "gnss.csv");
        GnssRecording recording = GnssRecording.Load(file);
        string[][] rows = [.. File.ReadLines(file).Skip(1).Select(line => line.Split(','))];
        (Unit unit, List<EmittedEpoch> ledger) = Replay(recording, new RecordedReceiverOptions());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(unit.Fixes, Has.Count.EqualTo(rows.Length));
            Assert.That(ledger, Has.Count.EqualTo(rows.Length));
            Assert.That(ledger.Sum(epoch => epoch.LostBytes), Is.Zero);
            Assert.That(
                unit.Fixes.Select(fix => (fix.UtcMilliseconds, fix.LatitudeDegreesE7, fix.LongitudeDegreesE7)),
                Is.EqualTo(rows.Select(row => ((long?)(long)(Number(row[0]) * 1000), (int?)(int)(Number(row[1]) * 10_000_000), (int?)(int)(Number(row[2]) * 10_000_000)))));
            Assert.That(
                unit.Fixes.Select(fix => (long?)fix.HeightMillimetres),
                Is.EqualTo(rows.Select(row => (long?)(long)(Number(row[3]) * 1000))));
        }

        for (int i = 0; i < rows.Length; i++)
        {
            Assert.That(unit.Fixes[i].SpeedMillimetresPerSecond!.Value / 1000m, Is.EqualTo(Number(rows[i][4])).Within(0.001m));
            Assert.That(unit.Fixes[i].CourseHundredthsDegree!.Value / 100m, Is.EqualTo(Number(rows[i][5])).Within(0.005m));

            // 60 ms of latency, one byte at 115200 baud, and the unit's loop of 5 ms.
            long epoch = (long)((Number(rows[i][0]) - Number(rows[0][0])) * 1000);
            Assert.That(unit.ReceivedUptimes[i], Is.InRange(epoch + 60, epoch + 66), $"epoch {i} when it was recorded");
        }

        static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
    }

    [TestCase("mt3339.log")]
    [TestCase("ublox-8.log")]
    [TestCase("nmea-rtk.log")]
    [TestCase("quectel-eg25-g.log")]
    [TestCase("telit-he910.log")]
    public void A_log_is_sent_byte_for_byte_at_its_own_pace(string name)
    {
        string file = Corpora.File("gnss", name);
        GnssRecording recording = GnssRecording.Load(file);
        Assert.That(recording.Epochs.SelectMany(epoch => epoch.Bytes.ToArray()), Is.EqualTo(File.ReadAllBytes(file)));
        (Unit unit, List<EmittedEpoch> ledger) = Replay(recording, new RecordedReceiverOptions());

        DecodedLog atOnce = DecodedLog.Of(File.ReadAllBytes(file), () => 64);
        List<DecodedFix> positions = [.. unit.Fixes.Where(fix => fix.LatitudeDegreesE7 is not null)];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ledger, Has.Count.EqualTo(recording.Epochs.Count));
            Assert.That(
                positions.Select(fix => (fix.UtcMilliseconds, fix.LatitudeDegreesE7)),
                Is.EqualTo(atOnce.Fixes.Where(fix => fix.LatitudeDegreesE7 is not null).Select(fix => (fix.UtcMilliseconds, fix.LatitudeDegreesE7))));
            Assert.That(
                positions.Select(fix => fix.LatitudeDegreesE7),
                Is.EqualTo(ledger.Where(epoch => epoch.HasFix).Select(epoch => (int?)epoch.LatitudeDegreesE7)));
        }
    }

    [Test]
    public void A_recording_can_be_laid_anywhere_in_a_simulation()
    {
        string file = Write("laid.csv", GnssRecording.CsvHeader, "100.5,1.5,2.5,3,4,5", "101.5,1.6,2.5,3,4,5");
        SimulationClock clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        List<EmittedEpoch> ledger = [];
        RecordedReceiver receiver = new(clock, GnssRecording.Load(file), new RecordedReceiverOptions { FirstEpochMicroseconds = 7_000_000 }) { EpochSent = ledger.Add };
        Unit unit = new(receiver, 115_200);
        for (long now = 0; !receiver.IsAtEnd; now += 1000)
        {
            clock.AdvanceTo(now);
            unit.Step(now / 1000);
        }

        Assert.That(ledger.Select(epoch => epoch.FirstByteMicroseconds), Is.EqualTo(new long[] { 7_060_087, 8_060_087 }));
        Assert.That(ledger.Select(epoch => epoch.UtcMilliseconds), Is.EqualTo(new long?[] { 100_500, 101_500 }));
        Assert.That(clock.NowMicroseconds, Is.EqualTo(receiver.EndMicroseconds).Within(1000));
    }

    [TestCase(1, "where the header is wrong", "utc_s,latitude,longitude")]
    [TestCase(1, "nothing after", GnssRecording.CsvHeader)]
    [TestCase(3, "fields", GnssRecording.CsvHeader, "1,2,3,4,5,6", "2,2,3,4,5")]
    [TestCase(2, "not a number", GnssRecording.CsvHeader, "1,2,x,4,5,6")]
    [TestCase(2, "not between", GnssRecording.CsvHeader, "1,91,3,4,5,6")]
    [TestCase(2, "not between", GnssRecording.CsvHeader, "1,2,180.5,4,5,6")]
    [TestCase(2, "not between", GnssRecording.CsvHeader, "1,2,3,4,-5,6")]
    [TestCase(4, "not after", GnssRecording.CsvHeader, "1,2,3,4,5,6", "2,2,3,4,5,6", "2,2,3,4,5,6")]
    [TestCase(3, "no NMEA sentence", "# a text", "$GPRMC,123519.00,A,4807.038,N,01131.000,E,022.4,084.4,230394,,,A*00", "nothing")]
    public void A_broken_recording_is_refused_with_file_and_line(int line, string reason, params string[] lines)
    {
        string file = Write("broken.csv", lines);
        RecordingException refused = Assert.Throws<RecordingException>(() => GnssRecording.Load(file))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused.Line, Is.EqualTo(line));
            Assert.That(refused.File, Is.EqualTo(file));
            Assert.That(refused.Message, Does.StartWith($"{file}:{line}: "));
            Assert.That(refused.Message, Does.Contain(line == 1 && lines.Length == 1 && lines[0] != GnssRecording.CsvHeader ? "header" : reason));
        }
    }

    [Test]
    public void An_empty_file_is_refused()
    {
        Assert.That(() => GnssRecording.Load(Write("empty.log")), Throws.TypeOf<RecordingException>().With.Property(nameof(RecordingException.Line)).EqualTo(1));
    }

    private static (Unit Unit, List<EmittedEpoch> Ledger) Replay(GnssRecording recording, RecordedReceiverOptions options)
    {
        SimulationClock clock = new(DateTimeOffset.FromUnixTimeMilliseconds(recording.FirstUtcMilliseconds));
        List<EmittedEpoch> ledger = [];
        RecordedReceiver receiver = new(clock, recording, options) { EpochSent = ledger.Add };
        Unit unit = new(receiver, options.BaudRate);
        while (!receiver.IsAtEnd)
        {
            clock.AdvanceTo(clock.NowMicroseconds + 5_000);
            unit.Step(clock.NowMilliseconds);
        }

        clock.AdvanceTo(clock.NowMicroseconds + 2_000_000);
        unit.Step(clock.NowMilliseconds);
        return (unit, ledger);
    }

    private string Write(string name, params string[] lines)
    {
        string file = Path.Combine(_folder, name);
        File.WriteAllText(file, string.Join('\n', lines));
        return file;
    }
}
