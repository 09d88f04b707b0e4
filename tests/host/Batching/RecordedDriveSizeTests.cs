using Telltale.Batching;
using Telltale.Drives;
using Telltale.Sampling;
using Telltale.Sealing;

namespace Telltale.HostTests.Batching;

public class RecordedDriveSizeTests
{
    /// <summary>Fixed header of two bytes and a third for the length, topic "tt/xxxxxxxx/up" with its length, packet identifier (MQTT 3.1.1 section 3.3).</summary>
    private const int PublishHeaderLength = 3 + 2 + 14 + 2;

    private const int SamplesPerBatch = 60;

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
        Assert.That(BytesOnTheWire(MadeUpDay.Make(seed: 1, drivingSeconds: 1, idlingSeconds: 1, parkedSeconds: 0)), Is.LessThanOrEqualTo(12));
    }

    private static double BytesOnTheWire(DriveRows drive)
    {
        int header = new FrameHeader { Kind = FrameKind.Batch, Epoch = 5000, Sequence = 300_000 }.Write(new byte[FrameHeader.MaximumLength], 0);
        BatchEncoder encoder = new(drive.Definitions, SamplesPerBatch);
        byte[] output = new byte[8192];
        int batches = 0;
        int payload = 0;
        int wire = 0;
        foreach (Sample[] batch in drive.Samples.Chunk(SamplesPerBatch))
        {
            foreach (Sample sample in batch)
            {
                encoder.Add(sample);
            }

            int length = encoder.Encode(output);
            Assert.That(encoder.EncodedCount, Is.EqualTo(batch.Length));
            encoder.Clear();
            payload += length;
            wire += PublishHeaderLength + header + A128CbcHs256.CiphertextLength(length) + A128CbcHs256.TagLength;
            batches++;
        }

        double samples = drive.Samples.Count;
        TestContext.Out.WriteLine($"{drive.Name}: {samples} samples in {batches} batches, {payload / samples:0.00} bytes a sample encoded, {wire / samples:0.00} sealed and with the PUBLISH header");
        return wire / samples;
    }
}
