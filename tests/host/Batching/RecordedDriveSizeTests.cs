using Telltale.Drives;
using Telltale.Sampling;
using Telltale.Sizes;

namespace Telltale.HostTests.Batching;

public class RecordedDriveSizeTests
{
    [Test]
    public void The_recorded_drive_with_ten_signals_takes_at_most_twelve_bytes_a_sample_on_the_wire()
    {
        DriveRows drive = RecordedDrive.Read(Path.GetDirectoryName(Corpora.File("drive", "gnss.csv"))!);
        Assert.That(drive.Samples, Has.Count.GreaterThanOrEqualTo(38));
        Assert.That(BytesOnTheWire(drive), Is.LessThanOrEqualTo(12));

        // The recording is shorter than a batch of 60 s.
        Assert.That(BytesOnTheWire(RecordedDrive.Lengthen(drive, 600)), Is.LessThanOrEqualTo(12));
    }

    [Test]
    public void A_made_up_day_with_ten_signals_takes_at_most_twelve_bytes_a_sample_on_the_wire()
    {
        Assert.That(BytesOnTheWire(MadeUpDay.Make(SizeTable.Seed, drivingSeconds: 1, idlingSeconds: 1, parkedSeconds: 0)), Is.LessThanOrEqualTo(12));
    }

    private static double BytesOnTheWire(DriveRows drive)
    {
        TelltaleCodec codec = new(drive.Definitions);
        IReadOnlyList<IReadOnlyList<Sample>> batches = DriveBatches.Of(drive);
        List<int> payloads = [.. batches.Select(batch => codec.Encode(batch).Length)];
        double samples = drive.Samples.Count;
        double wire = payloads.Sum(payload => Wire.Publish(Wire.Sealed(payload))) / samples;
        TestContext.Out.WriteLine(
            $"{drive.Name}: {samples} samples in {batches.Count} batches, {payloads.Sum() / samples:0.00} bytes a sample encoded, {wire:0.00} sealed and with the PUBLISH header");
        return wire;
    }
}
