using System.Text.Json;
using Telltale.Sealing;
using Telltale.Virtual.Board;

namespace Telltale.HostTests.Sealing;

public class SealVectorTests
{
    private static readonly JsonElement Vectors =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "vectors", "seal.json"))).RootElement;

    private readonly DotNetCryptography _cryptography = new();

    [Test]
    public void The_identity_file_is_the_same_as_another_program_makes_it()
    {
        Assert.That(UnitEnrolment.CreateIdentity(_cryptography, Bytes(Vectors, "root"), UnitId()), Is.EqualTo(Bytes(Vectors, "identity")));
    }

    [TestCaseSource(nameof(Cases))]
    public void A_frame_is_the_same_as_another_program_seals_it_and_opens(JsonElement vector)
    {
        OwnerKeys owner = new(_cryptography, Bytes(Vectors, "root"), UnitId());
        byte[] expected = Bytes(vector, "frame");
        byte[] payload = Bytes(vector, "payload");
        FrameHeader header = new()
        {
            Kind = (FrameKind)vector.GetProperty("kind").GetInt32(),
            Priority = (FramePriority)vector.GetProperty("priority").GetInt32(),
            Epoch = vector.GetProperty("epoch").GetInt32(),
            Sequence = vector.GetProperty("sequence").GetInt32(),
            Salt = unchecked((int)vector.GetProperty("salt").GetUInt32()),
            DictionaryId = unchecked((int)vector.GetProperty("dictionary_id").GetUInt32()),
        };
        Bytes(vector, "stream_id").CopyTo(header.StreamId, 0);
        FrameKey key = new();
        Assert.That(owner.TryGetKey(header, key), Is.True);
        Assert.That(key.Mac.Concat(key.Encryption), Is.EqualTo(Bytes(vector, "frame_key")));

        byte[] frame = new byte[payload.Length + FrameSealer.MaximumOverhead];
        int length = new FrameSealer(_cryptography, owner.UnitIdBytes).Seal(header, key, payload, 0, payload.Length, frame);
        Assert.That(frame[..length], Is.EqualTo(expected));

        FrameHeader read = new();
        byte[] opened = new byte[payload.Length];
        Assert.That(read.TryRead(expected, expected.Length), Is.True);
        Assert.That(new FrameOpener(_cryptography).Open(expected, expected.Length, read, owner.UnitIdBytes, key, opened), Is.EqualTo(payload.Length));
        Assert.That(opened, Is.EqualTo(payload));
        Assert.That(read.DictionaryId, Is.EqualTo(header.DictionaryId));
        Assert.That(read.Salt, Is.EqualTo(header.Salt));
    }

    [Test]
    public void Damaged_frames_are_refused_and_never_thrown_at()
    {
        const int seed = 11;
        Random random = new(seed);
        OwnerKeys owner = new(_cryptography, Bytes(Vectors, "root"), UnitId()) { EpochJumpLimit = 400 };
        FrameOpener opener = new(_cryptography);
        FrameHeader header = new();
        FrameKey key = new();
        byte[] payload = new byte[2000];
        byte[][] frames = [.. Vectors.GetProperty("frames").EnumerateArray().Select(vector => Bytes(vector, "frame"))];
        for (int round = 0; round < 20_000; round++)
        {
            byte[] frame = [.. frames[random.Next(frames.Length)]];
            int count = frame.Length;
            if (random.Next(4) == 0)
            {
                count = random.Next(count);
            }
            else
            {
                int at = random.Next(3) == 0 ? random.Next(count) : random.Next(20);
                frame[at] ^= (byte)random.Next(1, 256);
            }

            bool isOpened = header.TryRead(frame, count) && owner.TryGetKey(header, key) && opener.Open(frame, count, header, owner.UnitIdBytes, key, payload) >= 0;
            Assert.That(isOpened, Is.False, $"seed {seed}, round {round}");
        }
    }

    private static IEnumerable<TestCaseData> Cases() =>
        Vectors.GetProperty("frames").EnumerateArray().Select(vector => new TestCaseData(vector).SetArgDisplayNames(vector.GetProperty("name").GetString()!));

    private static string UnitId() => Vectors.GetProperty("unit_id").GetString()!;

    private static byte[] Bytes(JsonElement vector, string name) => Convert.FromHexString(vector.GetProperty(name).GetString()!);
}
