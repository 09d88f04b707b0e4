using Telltale.Ports;
using Telltale.Virtual.Board;
using Telltale.Virtual.Flash;

namespace Telltale.HostTests.Flash;

/// <summary>What the file port promises, for every volume that stands behind it on .NET.</summary>
[TestFixture("simulated")]
[TestFixture("simulated with nanoFramework's driver")]
[TestFixture("directory")]
public sealed class FileVolumeContractTests(string kind) : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"telltale-contract-{Guid.NewGuid():n}");
    private IFileVolume _volume = null!;

    [SetUp]
    public void MakeVolume() => _volume = kind switch
    {
        "simulated" => new SimulatedVolume(),
        "directory" => new DirectoryVolume(Path.Combine(_folder, TestContext.CurrentContext.Test.ID)),
        _ => new SimulatedVolume(new SimulatedVolumeOptions { Driver = FileDriver.NanoFramework }),
    };

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Test]
    public void A_file_that_is_not_there_has_no_length_no_bytes_and_cannot_be_deleted()
    {
        Assert.Multiple(() =>
        {
            Assert.That(_volume.Length("a"), Is.EqualTo(-1));
            Assert.That(_volume.Read("a", 0, new byte[4], 0, 4), Is.EqualTo(-1));
            Assert.That(_volume.Delete("a"), Is.False);
            Assert.That(_volume.List(""), Is.Empty);
        });
    }

    [TestCase(1)]
    [TestCase(512)]
    [TestCase(513)]
    [TestCase(4096)]
    [TestCase(9000)]
    public void What_is_appended_reads_back(int length)
    {
        byte[] bytes = Pattern(length, 1);
        Assert.That(_volume.Append("a", bytes, 0, length), Is.True);
        Assert.That(_volume.Append("a", Pattern(700, 2), 100, 600), Is.True);
        Assert.That(_volume.Length("a"), Is.EqualTo(length + 600));
        Assert.That(ReadAll("a"), Is.EqualTo(bytes.Concat(Pattern(700, 2).Skip(100))));
    }

    [Test]
    public void Many_small_appends_read_back_over_the_ends_of_blocks()
    {
        List<byte> expected = [];
        for (int number = 0; number < 60; number++)
        {
            byte[] bytes = Pattern(100 + (13 * number), number);
            Assert.That(_volume.Append("a", bytes, 0, bytes.Length), Is.True);
            expected.AddRange(bytes);
        }

        Assert.That(ReadAll("a"), Is.EqualTo(expected));
        byte[] part = new byte[5000];
        Assert.That(_volume.Read("a", 4000, part, 7, 4500), Is.EqualTo(4500));
        Assert.That(part.AsSpan(7, 4500).ToArray(), Is.EqualTo(expected.Skip(4000).Take(4500)));
    }

    [Test]
    public void Reading_ends_at_the_end_of_the_file()
    {
        _volume.Append("a", Pattern(700, 1), 0, 700);
        byte[] buffer = new byte[100];
        Assert.Multiple(() =>
        {
            Assert.That(_volume.Read("a", 690, buffer, 0, 100), Is.EqualTo(10));
            Assert.That(_volume.Read("a", 700, buffer, 0, 100), Is.Zero);
            Assert.That(_volume.Read("a", 5000, buffer, 0, 100), Is.Zero);
        });
    }

    [Test]
    public void A_file_is_created_whole_and_never_replaced()
    {
        Assert.That(_volume.Create("keys-a", Pattern(151, 1), 0, 151), Is.True);
        Assert.That(_volume.Create("keys-a", Pattern(151, 2), 0, 151), Is.False);
        Assert.That(ReadAll("keys-a"), Is.EqualTo(Pattern(151, 1)));
    }

    [Test]
    public void A_deleted_file_is_gone_and_its_name_free()
    {
        _volume.Create("a", Pattern(2000, 1), 0, 2000);
        Assert.That(_volume.Delete("a"), Is.True);
        Assert.That(_volume.Length("a"), Is.EqualTo(-1));
        Assert.That(_volume.Delete("a"), Is.False);
        Assert.That(_volume.Create("a", Pattern(10, 2), 0, 10), Is.True);
        Assert.That(ReadAll("a"), Is.EqualTo(Pattern(10, 2)));
    }

    [Test]
    public void Names_are_listed_by_their_beginning()
    {
        foreach (string name in new[] { "seg-1", "seg-10", "seg-2", "seg", "kept-1" })
        {
            _volume.Create(name, [1], 0, 1);
        }

        Assert.Multiple(() =>
        {
            Assert.That(_volume.List("seg-1"), Is.EquivalentTo(new[] { "seg-1", "seg-10" }));
            Assert.That(_volume.List("seg"), Has.Length.EqualTo(4));
            Assert.That(_volume.List(""), Has.Length.EqualTo(5));
            Assert.That(_volume.List("x"), Is.Empty);
        });
    }

    [TestCase("")]
    [TestCase("a/b")]
    [TestCase(".hidden")]
    [TestCase("a b")]
    public void Names_are_flat(string name) => Assert.That(() => _volume.Append(name, [1], 0, 1), Throws.ArgumentException);

    private byte[] ReadAll(string name)
    {
        byte[] bytes = new byte[_volume.Length(name)];
        Assert.That(_volume.Read(name, 0, bytes, 0, bytes.Length), Is.EqualTo(bytes.Length));
        return bytes;
    }

    private static byte[] Pattern(int length, int number) => new FileOperation(IsRemoval: false, "", length, number).Content;
}
