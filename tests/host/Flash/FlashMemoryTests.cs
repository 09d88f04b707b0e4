using Telltale.Virtual.Flash;

namespace Telltale.HostTests.Flash;

/// <summary>The simulated NOR flash chip.</summary>
public class FlashMemoryTests
{
    private static readonly byte[] Zeros = new byte[128];

    [Test]
    public void Programming_clears_bits_and_only_erasing_sets_them()
    {
        FlashMemory flash = new(4, 4096, 1);
        Assert.That(flash.Block(2).IndexOfAnyExcept((byte)0xFF), Is.EqualTo(-1));
        flash.Program(2, 256, [0xF0, 0x0F]);
        flash.Program(2, 256, [0x3C, 0xFF]);
        Assert.That(flash.Block(2).Slice(255, 4).ToArray(), Is.EqualTo(new byte[] { 0xFF, 0x30, 0x0F, 0xFF }));
        flash.Erase(2);
        Assert.Multiple(() =>
        {
            Assert.That(flash.Block(2).IndexOfAnyExcept((byte)0xFF), Is.EqualTo(-1));
            Assert.That(flash.ErasesByBlock, Is.EqualTo(new[] { 0, 0, 1, 0 }));
            Assert.That(flash.Erases, Is.EqualTo(1));
            Assert.That(flash.Programs, Is.EqualTo(2));
            Assert.That(flash.BytesProgrammed, Is.EqualTo(4));
            Assert.That(flash.Operations, Is.EqualTo(3));
        });
    }

    [TestCase(DeviceCut.NotDone, 128)]
    [TestCase(DeviceCut.Torn, 96)]
    [TestCase(DeviceCut.Done, 0)]
    public void A_program_can_be_cut(DeviceCut cut, int untouched)
    {
        FlashMemory flash = new(2, 4096, 1);
        flash.CutAt(0, cut, 0.25);
        Assert.That(() => flash.Program(0, 0, Zeros), Throws.TypeOf<PowerLostException>());
        ReadOnlySpan<byte> block = flash.Block(0);
        Assert.That(block[..(128 - untouched)].IndexOfAnyExcept((byte)0), Is.EqualTo(-1));
        Assert.That(block[(128 - untouched + 1)..].IndexOfAnyExcept((byte)0xFF), Is.EqualTo(-1), "at most one byte is half programmed");
        Assert.That(() => flash.Erase(1), Throws.TypeOf<PowerLostException>(), "there is no power");
        flash.PowerOn();
        flash.Erase(1);
        Assert.That(flash.Operations, Is.EqualTo(cut == DeviceCut.NotDone ? 1 : 2));
    }

    [TestCase(DeviceCut.NotDone, 0)]
    [TestCase(DeviceCut.Torn, 1024)]
    [TestCase(DeviceCut.Done, 4096)]
    public void An_erase_can_be_cut(DeviceCut cut, int erased)
    {
        FlashMemory flash = new(2, 4096, 1);
        flash.Program(0, 0, new byte[4096]);
        flash.CutAt(1, cut, 0.25);
        Assert.That(() => flash.Erase(0), Throws.TypeOf<PowerLostException>());
        ReadOnlySpan<byte> block = flash.Block(0);
        Assert.That(block[..erased].IndexOfAnyExcept((byte)0xFF), Is.EqualTo(-1));
        if (cut == DeviceCut.Torn)
        {
            Assert.That(block[erased..].ToArray().Distinct().Count(), Is.GreaterThan(100), "the rest is neither what it was nor erased");
        }
        else
        {
            Assert.That(block[erased..].IndexOfAnyExcept((byte)0), Is.EqualTo(-1));
        }
    }

    [Test]
    public void A_fork_keeps_content_and_wear_and_shares_neither()
    {
        FlashMemory flash = new(2, 4096, 1);
        flash.Erase(0);
        flash.Program(0, 0, [1, 2, 3]);
        FlashMemory fork = flash.Fork();
        fork.Erase(0);
        flash.Program(0, 3, [4]);
        Assert.Multiple(() =>
        {
            Assert.That(flash.Block(0)[..4].ToArray(), Is.EqualTo(new byte[] { 1, 2, 3, 4 }));
            Assert.That(fork.Block(0)[..4].ToArray(), Is.EqualTo(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF }));
            Assert.That(flash.ErasesByBlock[0], Is.EqualTo(1));
            Assert.That(fork.ErasesByBlock[0], Is.EqualTo(2));
        });
    }
}
