using System.Globalization;

namespace Telltale.HostTests.Flash;

/// <summary>Erases of the simulated volume beside those of littlefs itself, for the workload that littlefs/costs.csv was measured with.</summary>
[Parallelizable(ParallelScope.Children)]
public class LittlefsCostTests
{
    private static readonly string[] Header =
    [
        "mode", "blocks_of_4096", "frame_bytes", "segment_bytes", "share_kept", "frames", "payload_kb", "erases_per_frame", "programmed_bytes_per_frame",
        "erases_of_hottest_block", "erases_of_mean_block",
    ];

    [TestCase(64)]
    [TestCase(512)]
    [TestCase(768)]
    public void Erases_are_those_of_littlefs_in_every_row_of_the_recorded_costs(int blocks)
    {
        string[] lines = File.ReadAllLines(Corpora.File("littlefs", "costs.csv"));
        Assert.That(lines[0].Split(','), Is.EqualTo(Header));
        double worst = 0;
        int rows = 0;
        foreach (string line in lines.Skip(1))
        {
            string[] fields = line.Split(',');
            if (Number(fields[1]) != blocks)
            {
                continue;
            }

            bool isFill = fields[0] == "fill";
            SegmentWorkload workload = new(blocks, Number(fields[2]), Number(fields[3]), isFill ? 0 : Real(fields[4]));
            workload.Run(isFill ? int.MaxValue : Number(fields[5]));
            double hottest = (double)workload.ErasesOfHottestBlock / Number(fields[9]);
            TestContext.Out.WriteLine(
                $"{string.Join(' ', fields[..5]),-28} frames {workload.Frames}/{fields[5]}, erases a frame {workload.ErasesPerFrame:f3}/{fields[7]}, "
                + $"programmed {workload.ProgrammedBytesPerFrame:f0}/{fields[8]}, hottest {workload.ErasesOfHottestBlock}/{fields[9]} ({hottest - 1:+0.0 %;-0.0 %;0 %}), "
                + $"mean {workload.ErasesOfMeanBlock:f1}/{fields[10]}");
            Assert.Multiple(() =>
            {
                Assert.That(workload.Frames, Is.EqualTo(Number(fields[5])), line);
                Assert.That(workload.ErasesPerFrame, Is.EqualTo(Real(fields[7])).Within(0.0051), line);
                Assert.That(workload.ProgrammedBytesPerFrame, Is.EqualTo(Real(fields[8])).Within(0.51), line);
                Assert.That(workload.ErasesOfHottestBlock, Is.EqualTo(Number(fields[9])), line);
                Assert.That(workload.ErasesOfMeanBlock, Is.EqualTo(Real(fields[10])).Within(0.051), line);
            });
            worst = Math.Max(worst, Math.Abs(hottest - 1));
            rows++;
        }

        TestContext.Out.WriteLine($"{rows} rows, the hottest block off by at most {worst:p1}");
        Assert.That(rows, Is.EqualTo(48));
    }

    private static int Number(string field) => int.Parse(field, CultureInfo.InvariantCulture);

    private static double Real(string field) => double.Parse(field, CultureInfo.InvariantCulture);
}
