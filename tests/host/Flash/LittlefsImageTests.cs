using System.Runtime.InteropServices;
using Telltale.Virtual.Flash;

namespace Telltale.HostTests.Flash;

/// <summary>
/// The flash of the simulated volume beside that of littlefs itself (the C library of version 2.11, commit adad0fbb), which was given the same operations:
/// made-up ones, so that every machine has them. Erases, bytes programmed and all bytes in flash have to be the same.
/// </summary>
public class LittlefsImageTests
{
    [TestCase("journal", FileDriver.Littlefs, 64, 512, 3000, 0, 3276L, 7868928L, 0x24C95A2F25B3F7FAul)]
    [TestCase("journal", FileDriver.NanoFramework, 64, 512, 3000, 0, 3547L, 8470144L, 0xE1B6E6AE7DDBF77Ful)]
    [TestCase("journal", FileDriver.Littlefs, 64, 4, 2000, 0, 2190L, 5254912L, 0x1F8F8D29C7DC87BEul)]
    [TestCase("folders", FileDriver.Littlefs, 64, 6, 2000, 0, 2171L, 5207808L, 0xD287D3E66B4C7C30ul)]
    [TestCase("folders", FileDriver.NanoFramework, 64, 6, 2000, 0, 2275L, 5549568L, 0xFC1842B6C81C9C09ul)]
    [TestCase("all sizes", FileDriver.Littlefs, 64, 512, 1200, 351, 614L, 1580544L, 0xFCC84848AD9F088Aul)]
    [TestCase("all sizes", FileDriver.NanoFramework, 64, 3, 1200, 367, 669L, 1792000L, 0xD05CA6B9C40720B4ul)]
    [TestCase("all sizes", FileDriver.Littlefs, 512, 20, 4000, 0, 3911L, 9284608L, 0x2447CEEF9269B6DBul)]
    public void Every_byte_in_flash_is_that_of_littlefs(
        string kind, FileDriver driver, int blocks, int cycles, int count, int refusals, long erases, long programmed, ulong image)
    {
        SimulatedVolumeOptions options = new() { BlockCount = blocks, BlockCycles = cycles, Driver = driver };
        LittleFileSystem files = new(new FlashMemory(blocks, options.BlockBytes, options.Seed), options);
        files.Format();
        if (kind == "folders")
        {
            Assert.That(files.TryCreateFolder("r") && files.TryCreateFolder("q"), Is.True);
        }

        int refused = 0;
        int number = 0;
        foreach (FileOperation operation in Operations(kind, count))
        {
            number++;
            files.TimeSeconds = number;
            bool isDone = operation.IsRemoval ? files.TryRemove(operation.Name) : files.TryAppend(operation.Name, operation.Content);
            refused += isDone ? 0 : 1;

            // A copy has to go on as the original would have, and a volume that was mounted again as littlefs does then.
            files = number % 50 == 0 ? files.Fork() : files;
            Assert.That(number % 777 != 0 || files.Mount(), Is.True);
        }

        Assert.Multiple(() =>
        {
            Assert.That(refused, Is.EqualTo(refusals), "operations that were refused");
            Assert.That(files.Flash.Erases, Is.EqualTo(erases), "erases");
            Assert.That(files.Flash.BytesProgrammed, Is.EqualTo(programmed), "bytes programmed");
            Assert.That(Checksum(files.Flash.Image()), Is.EqualTo(image), "bytes in flash");
        });
    }

    private static IEnumerable<FileOperation> Operations(string kind, int count) => kind switch
    {
        "journal" => RandomOperations.OfAJournal(count, 11, 10),
        "folders" => RandomOperations.OfAJournal(count, 12, 10, "q/"),
        _ => RandomOperations.OfAllSizes(count, 13),
    };

    /// <summary>FNV-1a over little-endian words of eight bytes.</summary>
    private static ulong Checksum(ReadOnlySpan<byte> image)
    {
        ulong checksum = 0xCBF29CE484222325;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(image))
        {
            checksum = (checksum ^ word) * 0x100000001B3;
        }

        return checksum;
    }
}
