using System.Diagnostics;
using System.Globalization;
using Telltale.Batching;
using Telltale.Fleet;
using Telltale.Gnss;
using Telltale.Sampling;
using Telltale.Sealing;
using Telltale.Signals;
using Telltale.Virtual.Board;

namespace Telltale.HostTests.Fleet;

/// <summary>
/// How long the receiver takes for a sample: opening, decoding, inserting and committing together. Printed, never judged;
/// <c>dotnet test tests/host -c Release --filter StoreSpeedTests</c> prints what the released code does.
/// </summary>
internal sealed class StoreSpeedTests
{
    private const long Utc = 1_777_896_000_000;
    private const int Rounds = 3;
    private const int Batches = 100;
    private const int SamplesPerBatch = 60;
    private const int Signals = 10;

    [TestCase("memory", 1)]
    [TestCase("memory", 64)]
    [TestCase("disk without syncing", 1)]
    [TestCase("disk without syncing", 64)]
    [TestCase("disk", 1)]
    [TestCase("disk", 64)]
    public void Batches_of_sixty_samples_of_ten_signals_are_stored(string where, int group)
    {
        using var fleet = new FleetFixture();
        List<byte[]> frames = Frames(fleet.Unit);
        TimeSpan best = TimeSpan.MaxValue;
        TimeSpan bestProcessor = TimeSpan.MaxValue;
        long allocated = 0;
        for (int round = 0; round < Rounds; round++)
        {
            using SampleStore store = where is "memory"
                ? SampleStore.OpenInMemory()
                : SampleStore.Open(fleet.InFolder($"speed-{round}.db"), isDurable: where is "disk");
            (TimeSpan elapsed, TimeSpan processor, allocated) = Store(fleet, store, frames, group);
            best = elapsed < best ? elapsed : best;
            bestProcessor = processor < bestProcessor ? processor : bestProcessor;
        }

        const int samples = Batches * SamplesPerBatch;
        string configuration = typeof(FrameReceiver).Assembly.GetCustomAttributes(typeof(DebuggableAttribute), inherit: false)
            .Cast<DebuggableAttribute>().Any(attribute => attribute.IsJITOptimizerDisabled) ? "Debug" : "Release";
        TestContext.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{where}, {group} frames a commit, {configuration}, best of {Rounds}: {best.TotalMicroseconds / samples:F2} µs a sample ({bestProcessor.TotalMicroseconds / samples:F2} µs of processor time), {samples / best.TotalSeconds:F0} samples a second, {allocated / samples} bytes allocated a sample"));
    }

    private static (TimeSpan Elapsed, TimeSpan Processor, long Allocated) Store(FleetFixture fleet, SampleStore store, List<byte[]> frames, int group)
    {
        var receiver = new FrameReceiver(store, fleet.Home, new DotNetCryptography());
        receiver.Receive(fleet.Unit.Topic, frames[0], FleetFixture.Now);
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        int samples = 0;
        foreach (byte[][] chunk in frames.Skip(1).Chunk(group))
        {
            samples += receiver.Receive(Array.ConvertAll(chunk, frame => new UplinkMessage(fleet.Unit.Topic, frame, FleetFixture.Now))).Sum(result => result.SamplesStored);
        }

        watch.Stop();
        processor = Environment.CpuUsage.TotalTime - processor;
        Assert.That(samples, Is.EqualTo(Batches * SamplesPerBatch));
        return (watch.Elapsed, processor, GC.GetAllocatedBytesForCurrentThread() - allocated);
    }

    private static List<byte[]> Frames(TestUnit unit)
    {
        SignalDefinition[] definitions =
            [.. Enumerable.Range(0, Signals).Select(index => new SignalDefinition($"Vehicle.Signal{index}", "km/h", 1, 100, 0, index % 2 == 0, 2000))];
        byte[] dictionary = SignalDictionary.Encode(definitions);
        int dictionaryId = SignalDictionary.Id(new DotNetCryptography(), dictionary);
        var frames = new List<byte[]> { unit.Seal(FrameKind.Dictionary, dictionary) };
        var encoder = new BatchEncoder(definitions, SamplesPerBatch) { BootNumber = unit.BootNumber };
        var random = new Random(1);
        byte[] output = new byte[4096];
        for (int batch = 0; batch < Batches; batch++)
        {
            encoder.Clear();
            for (int index = 0; index < SamplesPerBatch; index++)
            {
                Assert.That(encoder.Add(SampleAt((batch * SamplesPerBatch) + index, random)), Is.True);
            }

            frames.Add(unit.Seal(FrameKind.Batch, output[..encoder.Encode(output)], dictionaryId));
        }

        return frames;
    }

    private static Sample SampleAt(int second, Random random)
    {
        int speed = 13_000 + (int)(3_000 * Math.Sin(second / 9.0));
        var sample = new Sample
        {
            UptimeMilliseconds = 5_000 + (second * 1000L),
            TimeUtcMilliseconds = Utc + (second * 1000L),
            IsDated = true,
            Fields = FixFields.Time | FixFields.Position | FixFields.Height | FixFields.Speed | FixFields.Course | FixFields.SatellitesUsed,
            Mode = FixMode.ThreeDimensional,
            LatitudeDegreesE7 = 481_234_560 + (second * 900),
            LongitudeDegreesE7 = 115_678_900 + (second * 700),
            HeightMillimetres = 520_000 + random.Next(-900, 900),
            SpeedMillimetresPerSecond = speed,
            CourseHundredthsDegree = 9_000 + random.Next(-100, 100),
            SatellitesUsed = 11,
            SignalsPresent = (1L << Signals) - 1,
            Triggers = SampleTriggers.Time,
            Activity = UnitActivity.Driving,
            Ignition = IgnitionState.On,
            IgnitionSource = IgnitionSource.Wire,
            TripNumber = 12,
            DistanceMetres = second * 13,
            EngineSeconds = second,
        };
        for (int index = 0; index < Signals; index++)
        {
            sample.Signals[index] = (speed * 36 / 100) + random.Next(-9, 10);
        }

        return sample;
    }
}
