using Telltale.Journal;
using Telltale.Uplink;

namespace Telltale.HostTests.Uplink;

/// <summary>Receipts and statuses of random content come back, and random bytes are refused or read, but never thrown at.</summary>
internal sealed class UplinkFuzzTests
{
    [TestCase(20260801)]
    [TestCase(20260802)]
    public void Any_status_comes_back_as_it_was(int seed)
    {
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        byte[] bytes = new byte[StatusReport.MaximumLength];
        var read = new StatusReport();
        for (int round = 0; round < 2_000; round++)
        {
            StatusReport written = RandomStatus(random);
            int length = written.Encode(bytes);
            Assert.That(read.TryDecode(bytes, 0, length), Is.True, $"round {round}");
            Assert.That(StatusVectorTests.Text(read), Is.EqualTo(StatusVectorTests.Text(written)), $"round {round}");
            byte[] again = new byte[StatusReport.MaximumLength];
            read.SetFirmware(read.FirmwareVersion, read.Board);
            Assert.That(again[..read.Encode(again)], Is.EqualTo(bytes[..length]), $"round {round}");
        }
    }

    [TestCase(20260803)]
    public void Damaged_statuses_are_refused_or_read_but_never_thrown_at(int seed)
    {
        var random = new Random(seed);
        var read = new StatusReport();
        byte[] bytes = new byte[StatusReport.MaximumLength];
        int length = 0;
        int good = 0;
        for (int round = 0; round < 40_000; round++)
        {
            if (round % 50 == 0)
            {
                length = RandomStatus(random).Encode(bytes);
            }

            byte[] damaged = Damage(random, bytes.AsSpan(0, length));
            if (read.TryDecode(damaged, 0, damaged.Length))
            {
                good++;
                Assert.That(read.CounterNumbers.Take(read.CounterCount), Is.All.GreaterThanOrEqualTo(0));
                Assert.That(Enumerable.Range(0, read.DroppedCount).All(index => read.DroppedFirst[index] >= 1 && read.DroppedLast[index] >= read.DroppedFirst[index]), Is.True);
            }
            else
            {
                Assert.That((read.HasJournal, read.DroppedCount, read.CounterCount, read.CheckCount, read.OlderStreamCount), Is.EqualTo((false, 0, 0, 0, 0)));
            }
        }

        TestContext.Out.WriteLine($"seed {seed}: {good} of 40,000 were still statuses");
        Assert.That(good, Is.GreaterThan(100).And.LessThan(39_900), "the damage must reach the decoder's inside");
    }

    [TestCase(20260804)]
    public void Damaged_receipts_are_refused_or_read_but_never_thrown_at(int seed)
    {
        var random = new Random(seed);
        var receipt = new Receipt();
        byte[] bytes = new byte[Receipt.MaximumLength];
        int length = 0;
        int good = 0;
        for (int round = 0; round < 40_000; round++)
        {
            if (round % 50 == 0)
            {
                length = RandomReceipt(random).Encode(bytes);
            }

            byte[] damaged = Damage(random, bytes.AsSpan(0, length));
            if (receipt.TryDecode(damaged, 0, damaged.Length))
            {
                good++;
                Assert.That(Enumerable.Range(0, receipt.Count).All(index => receipt.First[index] >= 0 && receipt.Last[index] >= receipt.First[index]), Is.True);
            }
            else
            {
                Assert.That((receipt.Count, receipt.WantedCount), Is.EqualTo((0, 0)));
            }
        }

        TestContext.Out.WriteLine($"seed {seed}: {good} of 40,000 were still receipts");
        Assert.That(good, Is.GreaterThan(100).And.LessThan(39_900), "the damage must reach the decoder's inside");
    }

    private static byte[] Damage(Random random, ReadOnlySpan<byte> bytes)
    {
        byte[] damaged = bytes.ToArray();
        switch (random.Next(8))
        {
            case 0:
                random.NextBytes(damaged);
                damaged[0] = 1;
                return damaged;
            case 1:
                return damaged[..random.Next(damaged.Length + 1)];
            default:
                for (int change = random.Next(1, 4); change > 0; change--)
                {
                    damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
                }

                return damaged;
        }
    }

    private static Receipt RandomReceipt(Random random)
    {
        var receipt = new Receipt();
        byte[] stream = new byte[8];
        for (int count = random.Next(12); count > 0; count--)
        {
            if (random.Next(3) == 0)
            {
                random.NextBytes(stream);
            }

            int first = random.Next();
            receipt.TryAdd((ReceiptKind)random.Next(2), stream, 0, first, random.Next(first, int.MaxValue));
        }

        for (int count = random.Next(5); count > 0; count--)
        {
            receipt.TryAddWanted(random.Next());
        }

        return receipt;
    }

    private static StatusReport RandomStatus(Random random)
    {
        var report = new StatusReport();
        report.SetFirmware(new string('v', random.Next(41)), new string('b', random.Next(41)));
        if (random.Next(4) != 0)
        {
            report.SetJournal(random.Next(1, int.MaxValue), random.Next(-1, 9), random.NextInt64(-1, 1L << random.Next(1, 56)));
            bool isDated = random.Next(2) == 0;
            report.SetTime(random.Next(), random.NextInt64(1L << random.Next(1, 56)), isDated, isDated ? random.NextInt64(1L << 45) : 0);
        }

        byte[] stream = new byte[8];
        for (int count = random.Next(StatusReport.MaximumOlderStreams + 1); count > 0; count--)
        {
            random.NextBytes(stream);
            report.AddOlderStream(stream, 0, random.Next(1, int.MaxValue), random.Next());
        }

        for (int count = random.Next(2) * random.Next(StatusReport.MaximumDroppedRanges + 1); count > 0; count--)
        {
            if (random.Next(3) == 0)
            {
                random.NextBytes(stream);
            }

            int first = random.Next(1, 1 << random.Next(1, 31));
            report.AddDropped(stream, 0, first, random.Next(first, int.MaxValue), (DropReason)random.Next(256));
        }

        for (int count = random.Next(StatusReport.MaximumCounters + 1); count > 0; count--)
        {
            report.AddCounter(random.Next(1 << random.Next(1, 31)), random.NextInt64(1L << random.Next(1, 63)));
        }

        for (int count = random.Next(StatusReport.MaximumChecks + 1); count > 0; count--)
        {
            long value = random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);
            report.AddCheck(random.Next(1 << random.Next(1, 31)), (StatusCheckState)random.Next(4), random.Next(4) != 0, value, random.Next(4) != 0, value / 3);
        }

        return report;
    }
}
