using Telltale.Batching;
using Telltale.Drives;
using Telltale.Sampling;

namespace Telltale.HostTests.Batching;

public class BatchAllocationTests
{
    [Test]
    public void Nothing_is_allocated_for_a_sample_a_batch_or_an_alert()
    {
        DriveRows day = MadeUpDay.Make(seed: 3, drivingSeconds: 1, idlingSeconds: 10, parkedSeconds: 300);
        BatchEncoder encoder = new(day.Definitions, 60);
        AlertEncoder alerts = new(day.Definitions);
        byte[] output = new byte[4096];
        Encode();
        long before = GC.GetAllocatedBytesForCurrentThread();
        int written = Encode();
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(written, Is.GreaterThan(10_000));

        int Encode()
        {
            int bytes = 0;
            for (int index = 0; index < 3000; index++)
            {
                Sample sample = day.Samples[index];
                if (!encoder.Add(sample))
                {
                    bytes += encoder.Encode(output);
                    encoder.Clear();
                    encoder.Add(sample);
                    bytes += alerts.Encode(UnitEvent.Overspeed, index, 0, -1, sample, output);
                }
            }

            return bytes;
        }
    }
}
