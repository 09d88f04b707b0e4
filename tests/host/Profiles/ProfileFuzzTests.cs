using Telltale.Profiles;
using Telltale.Signals;

namespace Telltale.HostTests.Profiles;

public class ProfileFuzzTests
{
    private static readonly string[] s_examples = ["nissan-leaf", "kia-niro-ev", "truck-fms", "obd2"];

    [Test]
    public void No_damaged_file_is_taken_and_none_throws()
    {
        Random random = new(7);
        byte[][] files = [.. s_examples.Select(name => ProfileWriter.Write(JsonProfile.Load(Path.Combine(Repository.Root, "profiles", name + ".json"))))];
        int refused = 0;
        for (int turn = 0; turn < 200_000; turn++)
        {
            byte[] file = files[turn % files.Length];
            byte[] damaged = Damage(file, random);
            SignalProfileFault fault = SignalProfile.TryLoad(damaged, damaged.Length, out SignalProfile profile);
            if (!damaged.AsSpan().SequenceEqual(file))
            {
                if (fault == SignalProfileFault.None || profile is not null)
                {
                    Assert.Fail($"taken in turn {turn}");
                }

                refused++;
            }
        }

        TestContext.Out.WriteLine($"{refused} damaged files refused");
    }

    /// <summary>With a checksum that is right again the content decides: whatever is taken can be decoded with, and is what was written.</summary>
    [Test]
    public void Nonsense_with_a_right_checksum_never_throws_and_is_canonical_when_it_is_taken()
    {
        Random random = new(8);
        byte[][] files = [.. s_examples.Select(name => ProfileWriter.Write(JsonProfile.Load(Path.Combine(Repository.Root, "profiles", name + ".json"))))];
        Telltale.Can.CanFrame frame = new() { Length = 8 };
        int taken = 0;
        for (int turn = 0; turn < 100_000; turn++)
        {
            byte[] damaged = Damage(files[turn % files.Length], random);
            if (damaged.Length >= 15)
            {
                damaged[2] = 2;
                damaged[4] = (byte)damaged.Length;
                damaged[5] = (byte)(damaged.Length >> 8);
                BitConverter.TryWriteBytes(damaged.AsSpan(damaged.Length - 4), SignalProfile.Checksum32(damaged, damaged.Length - 4));
            }

            if (SignalProfile.TryLoad(damaged, damaged.Length, out SignalProfile profile) != SignalProfileFault.None)
            {
                continue;
            }

            taken++;
            BroadcastDecoder decoder = new(profile, new SignalTable(profile.Definitions));
            foreach (BroadcastSignal signal in profile.Broadcast)
            {
                frame.Key = signal.Key & 0x9FFF_FFFF;
                frame.Length = random.Next(9);
                random.NextBytes(frame.Data);
                decoder.Decode(frame, turn);
            }

            byte[] answer = new byte[SignalProfile.MaximumIdentifierDataLength];
            foreach (PolledSignal signal in profile.Polled)
            {
                if (signal.Field.LastByte >= signal.DataLength)
                {
                    Assert.Fail($"a field outside of its answer in turn {turn}");
                }

                signal.Field.Read(answer, 0);
            }

            // Texts that are no UTF-8 come back as other bytes; everything else comes back the same.
            byte[] written = ProfileWriter.Write(profile);
            if (written.Length == damaged.Length && !written.AsSpan().SequenceEqual(damaged) && !profile.Definitions.Any(definition => (definition.Name + definition.Unit + profile.Name).Contains('\uFFFD', StringComparison.Ordinal)))
            {
                Assert.Fail($"written otherwise in turn {turn}: {Convert.ToHexString(damaged)}");
            }
        }

        TestContext.Out.WriteLine($"{taken} taken");
        Assert.That(taken, Is.GreaterThan(1000));
    }

    private static byte[] Damage(byte[] file, Random random)
    {
        byte[] damaged = [.. file];
        switch (random.Next(5))
        {
            case 0:
                for (int flips = 1 + random.Next(4); flips > 0; flips--)
                {
                    damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
                }

                return damaged;
            case 1:
                for (int bytes = 1 + random.Next(20); bytes > 0; bytes--)
                {
                    damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                }

                return damaged;
            case 2:
                return damaged[..random.Next(damaged.Length)];
            case 3:
                int from = random.Next(damaged.Length);
                int to = random.Next(damaged.Length);
                int count = random.Next(Math.Min(damaged.Length - from, damaged.Length - to));
                file.AsSpan(from, count).CopyTo(damaged.AsSpan(to));
                return damaged;
            default:
                int place = random.Next(damaged.Length);
                return [.. damaged[..place], (byte)random.Next(256), .. damaged[place..]];
        }
    }
}
