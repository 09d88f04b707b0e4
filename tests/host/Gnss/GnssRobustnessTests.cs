using System.Text;

namespace Telltale.HostTests.Gnss;

public sealed class GnssRobustnessTests
{
    private const int Seed = 20260801;

    [TestCaseSource(typeof(GpsdLogTests), nameof(GpsdLogTests.Logs))]
    public void Cut_into_pieces_of_1_to_64_bytes_a_log_says_the_same(object log)
    {
        byte[] bytes = File.ReadAllBytes(Corpora.File("gnss", ((GpsdComparison)log).Log));
        DecodedLog whole = DecodedLog.Of(bytes, () => 4096);

        for (int length = 1; length <= 64; length++)
        {
            AssertSame(whole, DecodedLog.Of(bytes, () => length), $"pieces of {length}");
        }

        for (int seed = Seed; seed < Seed + 20; seed++)
        {
            Random random = new(seed);
            AssertSame(whole, DecodedLog.Of(bytes, () => random.Next(1, 65)), $"seed {seed}");
        }
    }

    [Test]
    public void Twenty_million_damaged_bytes_throw_nothing_and_the_log_after_them_is_read_from_its_second_sentence()
    {
        TestContext.Out.WriteLine($"seed {Seed}");
        Random random = new(Seed);
        byte[][] logs = [.. GpsdLogTests.Logs.Select(log => File.ReadAllBytes(Corpora.File("gnss", log.Log)))];
        string text = Encoding.Latin1.GetString(File.ReadAllBytes(Corpora.File("gnss", "ublox-8.log")));
        byte[] clean = Encoding.Latin1.GetBytes(text[text.IndexOf("$GNRMC,000942", StringComparison.Ordinal)..]);
        DecodedLog reference = DecodedLog.Of(clean, () => 64);
        int cleanSentences = Read(reference);

        int total = 0;
        int rounds = 0;
        while (total < 20_000_000)
        {
            // A decoder each round, so that every kind of damage meets a clean log; each round ends in the middle of something.
            byte[] damaged = Damage(random, logs[random.Next(logs.Length)], 20_000);
            if (random.Next(10) == 0)
            {
                random.NextBytes(damaged);
            }

            DecodedLog log = new();
            log.Feed(damaged, () => random.Next(1, 65));
            int fixesBefore = log.Fixes.Count;
            int sentencesBefore = Read(log);
            log.Feed(clean, () => random.Next(1, 65));
            log.End();

            using (Assert.EnterMultipleScope())
            {
                Assert.That(Read(log) - sentencesBefore, Is.GreaterThanOrEqualTo(cleanSentences - 1), $"round {rounds}: sentences");
                Assert.That(log.Fixes.Skip(fixesBefore).Count(), Is.GreaterThanOrEqualTo(reference.Fixes.Count - 1), $"round {rounds}: fixes");
            }

            // The first epochs may still end by the cycle of the receiver before; after that everything is as if it had never been.
            Assert.That(
                log.Fixes.TakeLast(reference.Fixes.Count - 4).Select(fix => fix.OfTheEpochAlone()),
                Is.EqualTo(reference.Fixes.Skip(4).Select(fix => fix.OfTheEpochAlone())),
                $"round {rounds}");
            Assert.That(
                log.Fixes.TakeLast(reference.Fixes.Count - 1).Select(fix => (fix.UtcMilliseconds, fix.LatitudeDegreesE7, fix.LongitudeDegreesE7)),
                Is.EqualTo(reference.Fixes.Skip(1).Select(fix => (fix.UtcMilliseconds, fix.LatitudeDegreesE7, fix.LongitudeDegreesE7))),
                $"round {rounds}");
            total += damaged.Length;
            rounds++;
        }
    }

    [Test]
    public void A_damaged_log_gives_no_position_that_its_sentences_do_not_state()
    {
        Random random = new(Seed);
        byte[] log = File.ReadAllBytes(Corpora.File("gnss", "mt3339.log"));
        for (int round = 0; round < 200; round++)
        {
            byte[] damaged = Damage(random, log, log.Length);
            ILookup<int, (decimal Latitude, decimal Longitude)> stated = StatedPositions.Read(damaged);
            foreach (DecodedFix fix in DecodedLog.Of(damaged, () => 64).Fixes.Where(fix => fix.LatitudeDegreesE7 is not null))
            {
                decimal latitude = fix.LatitudeDegreesE7!.Value / 1e7m;
                Assert.That(stated.SelectMany(positions => positions).Any(position => Math.Abs(position.Latitude - latitude) <= 0.5e-7m), $"round {round}: {latitude}");
            }
        }
    }

    [Test]
    public void Nothing_is_allocated_once_the_decoder_is_made()
    {
        byte[] bytes = File.ReadAllBytes(Corpora.File("gnss", "ublox-8.log"));
        Silent listener = new();
        Telltale.Gnss.GnssDecoder decoder = new(listener);
        byte[] piece = new byte[64];
        Feed();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Feed();
        Feed();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(allocated, Is.Zero);
        Assert.That(listener.Fixes, Is.GreaterThan(200));

        void Feed()
        {
            for (int at = 0; at < bytes.Length; at += piece.Length)
            {
                int count = Math.Min(piece.Length, bytes.Length - at);
                Array.Copy(bytes, at, piece, 0, count);
                decoder.Decode(piece, count, at);
                decoder.Step(at);
            }

            decoder.Step(long.MaxValue / 2);
        }
    }

    private static int Read(DecodedLog log) => log.Counters.Sentences + log.Counters.Skipped + log.Counters.UnknownSentences;

    private static void AssertSame(DecodedLog whole, DecodedLog cut, string how)
    {
        Assert.That(cut.Fixes, Is.EqualTo(whole.Fixes), how);
        Assert.That(
            (cut.Counters.Bytes, cut.Counters.Sentences, cut.Counters.Skipped, cut.Counters.BadChecksums, cut.Counters.UnknownSentences, cut.Counters.Overruns, cut.Counters.Resynchronisations, cut.Counters.Malformed, cut.Counters.UbxMessages),
            Is.EqualTo((whole.Counters.Bytes, whole.Counters.Sentences, whole.Counters.Skipped, whole.Counters.BadChecksums, whole.Counters.UnknownSentences, whole.Counters.Overruns, whole.Counters.Resynchronisations, whole.Counters.Malformed, whole.Counters.UbxMessages)),
            how);
    }

    // Bytes changed, left out, doubled, swapped for noise, and here and there the checksum put right again so that the fields are reached.
    private static byte[] Damage(Random random, byte[] log, int length)
    {
        List<byte> bytes = [];
        int at = random.Next(log.Length);
        while (bytes.Count < length)
        {
            byte b = log[at++ % log.Length];
            switch (random.Next(400))
            {
                case 0:
                    break;
                case 1:
                    bytes.Add((byte)random.Next(256));
                    break;
                case 2:
                    bytes.Add(b);
                    bytes.Add(b);
                    break;
                case 3:
                    at += random.Next(200);
                    break;
                case 4:
                    for (int i = random.Next(40); i > 0; i--)
                    {
                        bytes.Add((byte)random.Next(256));
                    }

                    break;
                case 5:
                    bytes.Add((byte)"$*,.\r\n0AVN-"[random.Next(11)]);
                    break;
                default:
                    bytes.Add(b);
                    break;
            }
        }

        byte[] damaged = [.. bytes];
        for (int dollar = Array.IndexOf(damaged, (byte)'$'); dollar >= 0; dollar = Array.IndexOf(damaged, (byte)'$', dollar + 1))
        {
            int star = Array.IndexOf(damaged, (byte)'*', dollar);
            if (star > 0 && star + 2 < damaged.Length && Array.IndexOf(damaged, (byte)'$', dollar + 1, star - dollar) < 0 && random.Next(4) != 0)
            {
                int sum = damaged.AsSpan(dollar + 1, star - dollar - 1).ToArray().Aggregate(0, (x, y) => x ^ y);
                Encoding.ASCII.GetBytes($"{sum:X2}").CopyTo(damaged, star + 1);
            }
        }

        for (int begin = 0; begin + 8 <= damaged.Length; begin++)
        {
            int size = 8 + damaged[begin + 4] + (damaged[begin + 5] << 8);
            if (damaged[begin] == 0xB5 && damaged[begin + 1] == 0x62 && begin + size <= damaged.Length && random.Next(4) != 0)
            {
                UbxMessage.Seal(damaged.AsSpan(begin, size));
            }
        }

        return damaged;
    }

    private sealed class Silent : Telltale.Gnss.IFixListener
    {
        public int Fixes { get; private set; }

        public void OnFix(Telltale.Gnss.Fix fix) => Fixes++;
    }
}
