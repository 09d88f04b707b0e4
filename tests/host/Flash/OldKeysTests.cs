using Telltale.Sealing;
using Telltale.Virtual.Board;
using Telltale.Virtual.Flash;

namespace Telltale.HostTests.Flash;

/// <summary>
/// What rewriting a key file is worth: how many keys of earlier epochs somebody reads who has the flash chip. The unit's own <see cref="UnitKeys"/> writes the files,
/// beside the traffic of a journal.
/// </summary>
public class OldKeysTests
{
    private const int FramesOfAnEpoch = 64;
    private const int FrameBytes = 700;
    private const int SegmentBytes = 8188;

    [TestCase(64, 0, 1000, FileDriver.Littlefs)]
    [TestCase(64, 0, 6000, FileDriver.Littlefs)]
    [TestCase(64, FramesOfAnEpoch, 1000, FileDriver.Littlefs)]
    [TestCase(64, FramesOfAnEpoch, 1000, FileDriver.NanoFramework)]
    [TestCase(768, 0, 1000, FileDriver.Littlefs)]
    [TestCase(768, FramesOfAnEpoch, 1000, FileDriver.Littlefs)]
    public void The_raw_flash_holds_some_old_key_files(int blocks, int framesOfAnEpoch, int rewrites, FileDriver driver)
    {
        SimulatedVolume volume = new(new SimulatedVolumeOptions { BlockCount = blocks, Driver = driver });
        byte[] certificates = new byte[11 * 1024];
        volume.PutOtherFile("con_CA_0.sys", certificates);
        DotNetCryptography cryptography = new();
        byte[] identity = UnitEnrolment.CreateIdentity(cryptography, [.. Enumerable.Range(1, 32).Select(number => (byte)number)], "k7m2p9x4");
        volume.Create(UnitEnrolment.FileName, identity, 0, identity.Length);
        UnitKeys keys = new(cryptography, volume);
        Assert.That(keys.Load(1), Is.EqualTo(UnitKeyState.NewStream));

        Journal journal = new(volume, (int)(0.6 * blocks * 4096 / SegmentBytes));
        List<byte[]> files = [];
        for (int epoch = 1; epoch <= rewrites; epoch++)
        {
            Assert.That(keys.BeginEpoch(epoch * FramesOfAnEpoch), Is.True);
            string name = volume.List("keys-").Single();
            byte[] file = new byte[UnitKeys.FileLength];
            Assert.That(volume.Read(name, 0, file, 0, file.Length), Is.EqualTo(file.Length));
            files.Add(file);
            journal.Append(framesOfAnEpoch);
        }

        byte[] image = volume.RawImage();
        SortedDictionary<int, List<int>> rewritesBackByBlock = [];
        HashSet<int> rewritesBack = [];
        for (int back = 0; back < rewrites; back++)
        {
            for (int start = 0, place; (place = image.AsSpan(start).IndexOf(files[rewrites - 1 - back])) >= 0; start += place + 1)
            {
                int block = (start + place) / 4096;
                rewritesBackByBlock.TryAdd(block, []);
                rewritesBackByBlock[block].Add(back);
                rewritesBack.Add(back);
            }
        }

        TestContext.Out.WriteLine(
            $"{blocks} blocks, {framesOfAnEpoch} frames of {FrameBytes} bytes an epoch, {driver}: after {rewrites} rewrites {rewritesBack.Count - 1} old key files are readable, "
            + $"the oldest {rewritesBack.Max()} rewrites back. "
            + string.Join("; ", rewritesBackByBlock.Select(pair => $"block {pair.Key}, erased {volume.ErasesByBlock[pair.Key]} times, {string.Join(' ', pair.Value)} back")));
        Assert.Multiple(() =>
        {
            Assert.That(rewritesBack, Does.Contain(0), "the file that counts");
            Assert.That(rewritesBack, Has.Count.InRange(2, 64), "old copies stay until their block is erased");
        });
    }

    private sealed class Journal(SimulatedVolume volume, int segmentsKept)
    {
        private readonly byte[] _frame = new FileOperation(IsRemoval: false, "", FrameBytes, 7).Content;
        private int _segment;
        private int _oldest;
        private int _used;

        public void Append(int frames)
        {
            for (int frame = 0; frame < frames; frame++)
            {
                if (_used + FrameBytes > SegmentBytes)
                {
                    _segment++;
                    _used = 0;
                    for (; _segment - _oldest >= segmentsKept; _oldest++)
                    {
                        Assert.That(volume.Delete(Name(_oldest)), Is.True);
                    }
                }

                _used += FrameBytes;
                Assert.That(volume.Append(Name(_segment), _frame, 0, FrameBytes), Is.True);
            }
        }

        private static string Name(int segment) => $"seg-{segment:x8}-{segment * 11:x8}";
    }
}
