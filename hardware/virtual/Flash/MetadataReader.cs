using System.Buffers.Binary;

namespace Telltale.Virtual.Flash;

/// <summary>Reads a metadata pair from flash: the newer block's log as far as its checksums hold, or the older block's where not even one commit of the newer is whole.</summary>
internal sealed class MetadataReader(FlashMemory flash, int programBytes)
{
    private readonly List<MetadataChange> _commit = [];

    /// <summary>Where in the volume's log the last tag stands that was read; rises with each.</summary>
    public long Order { get; set; }

    /// <summary>littlefs' pseudo-random seed: a checksum over the checksums of all commits that were read.</summary>
    public uint Seed { get; set; }

    /// <summary>Reads a pair; null when neither block holds a whole commit.</summary>
    public MetadataPair? Read(BlockPair blocks)
    {
        if ((uint)blocks.First >= (uint)flash.BlockCount || (uint)blocks.Second >= (uint)flash.BlockCount)
        {
            return null;
        }

        uint first = Revision(blocks.First);
        uint second = Revision(blocks.Second);
        bool isSecondNewer = (int)(second - first) > 0;
        BlockPair newer = isSecondNewer ? new BlockPair(blocks.Second, blocks.First) : blocks;
        return ReadBlock(newer, isSecondNewer ? second : first)
            ?? ReadBlock(new BlockPair(newer.Second, newer.First), isSecondNewer ? first : second);
    }

    private uint Revision(int block) => BinaryPrimitives.ReadUInt32LittleEndian(flash.Block(block));

    private MetadataPair? ReadBlock(BlockPair blocks, uint revision)
    {
        ReadOnlySpan<byte> log = flash.Block(blocks.First);
        MetadataPair pair = new() { Blocks = blocks, Revision = revision };
        uint checksum = FlashChecksum.Add(FlashChecksum.Seed, log[..4]);
        uint tag = MetadataTag.First;
        int offset = 0;
        bool isFollowedByNothing = false;
        int forwardBytes = 0;
        uint forwardChecksum = 0;
        _commit.Clear();
        while (true)
        {
            offset += 4 + MetadataTag.DataBytes(tag);
            if (offset + 4 > log.Length)
            {
                break;
            }

            uint previous = tag;
            checksum = FlashChecksum.Add(checksum, log.Slice(offset, 4));
            tag = BinaryPrimitives.ReadUInt32BigEndian(log[offset..]) ^ previous;
            if (!MetadataTag.IsValid(tag))
            {
                isFollowedByNothing = MetadataTag.IsCommitChecksum(previous);
                break;
            }

            int length = MetadataTag.DataBytes(tag);
            if (offset + 4 + length > log.Length)
            {
                break;
            }

            ReadOnlySpan<byte> data = log.Slice(offset + 4, length);
            if (!MetadataTag.IsCommitChecksum(tag))
            {
                checksum = FlashChecksum.Add(checksum, data);
                if (MetadataTag.Type(tag) != MetadataTag.ForwardChecksum)
                {
                    _commit.Add(new MetadataChange(MetadataTag.Type(tag), MetadataTag.Entry(tag), data.ToArray()));
                }
                else if (length == 8)
                {
                    forwardBytes = BinaryPrimitives.ReadInt32LittleEndian(data);
                    forwardChecksum = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
                }

                continue;
            }

            if (length < 4 || BinaryPrimitives.ReadUInt32LittleEndian(data) != checksum || !TryApply(pair))
            {
                break;
            }

            Seed = FlashChecksum.Add(Seed, data[..4]);
            tag ^= (uint)(MetadataTag.Type(tag) & 1) << 31;
            pair.Offset = offset + 4 + length;
            pair.EndTag = tag;
            checksum = FlashChecksum.Seed;
        }

        if (pair.Offset == 0)
        {
            return null;
        }

        pair.IsFoundErased = isFollowedByNothing && pair.Offset % programBytes == 0 && forwardBytes > 0
            && pair.Offset + forwardBytes <= log.Length
            && FlashChecksum.Add(FlashChecksum.Seed, log.Slice(pair.Offset, forwardBytes)) == forwardChecksum;
        return pair.ReadAnew();
    }

    private bool TryApply(MetadataPair pair)
    {
        foreach (MetadataChange change in _commit)
        {
            if (!IsPossible(change, pair))
            {
                return false;
            }

            Order++;
            change.Apply(pair, Order);
        }

        _commit.Clear();
        return true;
    }

    /// <summary>A commit with a good checksum that nothing wrote has to have been made up; it must not be followed out of bounds.</summary>
    private static bool IsPossible(MetadataChange change, MetadataPair pair) => (change.Type & 0x700) switch
    {
        0x000 => change.Entry != MetadataTag.NoEntry,
        0x200 => change.Entry < pair.Count && (change.Type == MetadataTag.InlineStruct || change.Data.Length == 8),
        0x300 => change.Entry < pair.Count,
        0x400 => change.Type == MetadataTag.Create ? change.Entry <= pair.Count : change.Type == MetadataTag.Delete && change.Entry < pair.Count,
        0x600 => change.Data.Length == 8,
        0x700 => change.Data.Length == GlobalState.Length,
        _ => false,
    };
}
