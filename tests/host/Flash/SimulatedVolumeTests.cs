using Telltale.Virtual.Flash;

namespace Telltale.HostTests.Flash;

/// <summary>What a simulation can do to a volume beside the calls of the port: fill it, wear it, damage it, copy it and write old flash back.</summary>
public class SimulatedVolumeTests
{
    private static readonly byte[] Frame = new FileOperation(IsRemoval: false, "", 700, 1).Content;

    [Test]
    public void A_full_volume_refuses_and_leaves_the_file_as_it_was()
    {
        SimulatedVolume volume = new();
        int appends = 0;
        while (volume.Append("a", Frame, 0, 700))
        {
            appends++;
        }

        Assert.Multiple(() =>
        {
            Assert.That(appends, Is.EqualTo(356), "61 of 62 blocks beside the root directory's two: the last one has to be copied and followed");
            Assert.That(volume.Length("a"), Is.EqualTo(700 * appends));
            Assert.That(volume.Create("b", Frame, 0, 700), Is.True, "there is a block left, but not two");
            Assert.That(volume.Create("c", Frame, 0, 700), Is.False);
            Assert.That(volume.Length("c"), Is.EqualTo(-1));
            Assert.That(volume.Create("small", Frame, 0, 100), Is.True, "small files need no block");
        });
        Assert.That(volume.Delete("a"), Is.True);
        Assert.That(volume.Create("c", Frame, 0, 700), Is.True);
        volume.PowerOn();
        Assert.That(volume.List(""), Is.EquivalentTo(new[] { "b", "c", "small" }));
    }

    [Test]
    public void Blocks_are_counted()
    {
        SimulatedVolume volume = new();
        Assert.That(volume.UsedBlocks, Is.EqualTo(2));
        volume.Append("inline", Frame, 0, 512);
        Assert.That(volume.UsedBlocks, Is.EqualTo(2));
        volume.Append("block", Frame, 0, 513);
        Assert.That(volume.UsedBlocks, Is.EqualTo(3));
        volume.Append("blocks", new byte[8188], 0, 8188);
        Assert.That(volume.UsedBlocks, Is.EqualTo(5));
        volume.Append("blocks", [1], 0, 1);
        Assert.That(volume.UsedBlocks, Is.EqualTo(6));
        volume.PowerOn();
        Assert.That(volume.UsedBlocks, Is.EqualTo(6), "as found in flash");
        volume.Delete("blocks");
        Assert.Multiple(() =>
        {
            Assert.That(volume.UsedBlocks, Is.EqualTo(3));
            Assert.That(volume.FreeBlocks, Is.EqualTo(61));
            Assert.That(volume.ErasesByBlock.Sum(), Is.EqualTo(volume.Erases));
        });
    }

    [Test]
    public void The_volume_can_be_filled_by_others()
    {
        SimulatedVolume volume = new();
        volume.PutOtherFile("con_NETWORK_0.sys", new byte[300]);
        volume.FillUntilFree(2);
        Assert.Multiple(() =>
        {
            Assert.That(volume.FreeBlocks, Is.EqualTo(2));
            Assert.That(volume.Append("b", new byte[2 * 4096 - 4], 0, (2 * 4096) - 4), Is.True);
            Assert.That(volume.FreeBlocks, Is.Zero);
            Assert.That(volume.Delete("b"), Is.True);
            Assert.That(volume.List("con_"), Is.EqualTo(new[] { "con_NETWORK_0.sys" }));
            Assert.That(volume.Operations, Is.EqualTo(2));
            Assert.That(volume.Append("a", new byte[3 * 4096], 0, 3 * 4096), Is.False);
            Assert.That(() => volume.FillUntilFree(10), Throws.TypeOf<ArgumentOutOfRangeException>());
        });
    }

    [Test]
    public void Calls_fail_as_often_as_they_are_told_to()
    {
        SimulatedVolume volume = new();
        volume.FailNext(VolumeOperation.Append);
        Assert.That(volume.Append("a", Frame, 0, 700), Is.False);
        Assert.That(volume.Length("a"), Is.EqualTo(-1));
        Assert.That(volume.Append("a", Frame, 0, 700), Is.True);

        volume.FailNext(VolumeOperation.Read, 2);
        Assert.That(volume.Read("a", 0, new byte[9], 0, 9), Is.EqualTo(-1));
        Assert.That(volume.Read("a", 0, new byte[9], 0, 9), Is.EqualTo(-1));
        Assert.That(volume.Read("a", 0, new byte[9], 0, 9), Is.EqualTo(9));

        volume.FailNext(VolumeOperation.Create);
        Assert.That(volume.Create("b", Frame, 0, 700), Is.False);
        Assert.That(volume.Create("b", Frame, 0, 700), Is.True);

        volume.RefusesDeletes = true;
        Assert.That(volume.Delete("a"), Is.False);
        Assert.That(volume.Length("a"), Is.EqualTo(700));
        volume.RefusesDeletes = false;
        Assert.That(volume.Delete("a"), Is.True);
        Assert.That(volume.Operations, Is.EqualTo(6));
        Assert.That(volume.BytesRead, Is.EqualTo(9));
    }

    [Test]
    public void Damage_in_a_block_of_data_reads_back()
    {
        SimulatedVolume volume = new();
        volume.Append("a", Frame, 0, 700);
        volume.Damage("a", 123, 0x40);
        byte[] read = new byte[700];
        Assert.That(volume.Read("a", 0, read, 0, 700), Is.EqualTo(700));
        Assert.That(read[123], Is.EqualTo(Frame[123] ^ 0x40));
        read[123] ^= 0x40;
        Assert.That(read, Is.EqualTo(Frame));
        Assert.That(() => volume.Damage("a", 700), Throws.ArgumentException);
    }

    [Test]
    public void Damage_in_the_metadata_undoes_the_commits_that_it_hits()
    {
        SimulatedVolume volume = new();
        volume.Create("keys-a", Frame, 0, 151);
        volume.Append("seg", Frame, 0, 700);
        volume.Create("keys-b", Frame, 10, 151);
        volume.Damage("keys-b", 3);
        Assert.Multiple(() =>
        {
            Assert.That(volume.Length("keys-a"), Is.EqualTo(151));
            Assert.That(volume.Length("seg"), Is.EqualTo(700));
            Assert.That(volume.Length("keys-b"), Is.Zero, "the commit before made it empty");
        });
        Assert.That(volume.Append("keys-b", Frame, 0, 20), Is.True);
        volume.PowerOn();
        Assert.That(volume.Length("keys-b"), Is.EqualTo(20));
    }

    [Test]
    public void A_volume_that_does_not_mount_is_formatted_when_the_power_comes_back()
    {
        SimulatedVolume volume = new();
        volume.Append("a", Frame, 0, 700);
        long erases = volume.Erases;
        volume.DamageBlock(0, 20);
        volume.DamageBlock(1, 20);
        Assert.Multiple(() =>
        {
            Assert.That(volume.List(""), Is.Empty);
            Assert.That(volume.Length("a"), Is.EqualTo(-1));
            Assert.That(volume.Append("a", Frame, 0, 700), Is.False);
            Assert.That(volume.Delete("a"), Is.False);
            Assert.That(volume.Reformats, Is.Zero);
        });
        volume.PowerOn();
        Assert.Multiple(() =>
        {
            Assert.That(volume.Reformats, Is.EqualTo(1));
            Assert.That(volume.List(""), Is.Empty);
            Assert.That(volume.Append("a", Frame, 0, 700), Is.True);
            Assert.That(volume.Erases, Is.GreaterThan(erases), "wear stays");
        });
    }

    [Test]
    public void Old_flash_can_be_written_back()
    {
        SimulatedVolume volume = new();
        volume.Append("a", Frame, 0, 700);
        VolumeSnapshot snapshot = volume.TakeSnapshot();
        for (int number = 0; number < 50; number++)
        {
            volume.Append("a", Frame, 0, 700);
        }

        volume.Create("b", Frame, 0, 20);
        long erases = volume.Erases;
        volume.Restore(snapshot);
        Assert.Multiple(() =>
        {
            Assert.That(volume.List(""), Is.EqualTo(new[] { "a" }));
            Assert.That(volume.Length("a"), Is.EqualTo(700));
            Assert.That(volume.Erases, Is.EqualTo(erases));
            Assert.That(volume.Append("a", Frame, 0, 700), Is.True);
        });
        volume.Restore(snapshot);
        Assert.That(volume.Length("a"), Is.EqualTo(700), "a snapshot can be used again");
        Assert.That(() => new SimulatedVolume(new SimulatedVolumeOptions { BlockCount = 512 }).Restore(snapshot), Throws.ArgumentException);
    }

    [Test]
    public void A_fork_goes_its_own_way()
    {
        SimulatedVolume volume = new();
        FileContents written = new();
        foreach (FileOperation operation in RandomOperations.OfAJournal(60, 1, 4))
        {
            written.Do(volume, operation);
        }

        SimulatedVolume fork = volume.Fork();
        FileContents writtenToFork = written.Fork();
        byte[] image = volume.RawImage();
        foreach (FileOperation operation in RandomOperations.OfAllSizes(100, 2))
        {
            writtenToFork.Do(fork, operation);
        }

        Assert.Multiple(() =>
        {
            Assert.That(volume.RawImage(), Is.EqualTo(image));
            Assert.That(written.Compare(volume), Is.EqualTo(written.ToString()));
            Assert.That(writtenToFork.Compare(fork), Is.EqualTo(writtenToFork.ToString()));
        });
        foreach (FileOperation operation in RandomOperations.OfAllSizes(100, 3))
        {
            written.Do(volume, operation);
        }

        Assert.That(written.Compare(volume), Is.EqualTo(written.ToString()));
        Assert.That(writtenToFork.Compare(fork), Is.EqualTo(writtenToFork.ToString()));
    }

    [Test]
    public void The_raw_image_holds_what_was_deleted_until_its_block_is_used_again()
    {
        SimulatedVolume volume = new();
        volume.Create("a", Frame, 0, 700);
        volume.Delete("a");
        Assert.That(volume.RawImage().AsSpan().IndexOf(Frame), Is.GreaterThan(0));
        for (int number = 0; number < 64; number++)
        {
            volume.Append("b", new byte[600], 0, 600);
        }

        Assert.That(volume.RawImage().AsSpan().IndexOf(Frame), Is.EqualTo(-1));
    }

    [Test]
    public void A_volume_can_be_opened_from_a_raw_image()
    {
        SimulatedVolume volume = new();
        FileContents written = new();
        foreach (FileOperation operation in RandomOperations.OfAJournal(100, 5, 4))
        {
            written.Do(volume, operation);
        }

        SimulatedVolume opened = new(new SimulatedVolumeOptions(), volume.RawImage());
        Assert.That(written.Compare(opened), Is.EqualTo(written.ToString()));
        Assert.That(opened.UsedBlocks, Is.EqualTo(volume.UsedBlocks));
        Assert.That(() => new SimulatedVolume(new SimulatedVolumeOptions(), new byte[4096]), Throws.ArgumentException);
    }

    [Test]
    public void Without_a_move_the_same_blocks_hold_the_directory_for_ever()
    {
        SimulatedVolume resting = new(new SimulatedVolumeOptions { BlockCycles = -1 });
        SimulatedVolume moving = new(new SimulatedVolumeOptions { BlockCycles = 20 });
        for (int number = 0; number < 6000; number++)
        {
            resting.Create("a", Frame, 0, 100);
            resting.Delete("a");
            moving.Create("a", Frame, 0, 100);
            moving.Delete("a");
        }

        Assert.Multiple(() =>
        {
            Assert.That(resting.ErasesByBlock.Take(2).Sum(), Is.EqualTo(resting.Erases));
            Assert.That(moving.ErasesByBlock.Max(), Is.LessThan(moving.Erases / 16));
        });
    }
}
