namespace Telltale.Virtual.Flash;

/// <summary>
/// The 32-bit tags of littlefs' metadata (its SPEC.md): one bit that says that nothing was programmed here, 11 bits of type, 10 of the entry's number in its
/// pair, 10 of the length of what follows.
/// </summary>
internal static class MetadataTag
{
    public const int RegularName = 0x001;
    public const int FolderName = 0x002;
    public const int SuperblockName = 0x0FF;
    public const int FolderStruct = 0x200;
    public const int InlineStruct = 0x201;
    public const int SkipListStruct = 0x202;
    public const int UserAttribute = 0x300;
    public const int Create = 0x401;
    public const int Delete = 0x4FF;
    public const int CommitChecksum = 0x500;
    public const int ForwardChecksum = 0x5FF;
    public const int SoftTail = 0x600;
    public const int HardTail = 0x601;
    public const int GlobalState = 0x7FF;

    /// <summary>The number of tags that belong to no entry.</summary>
    public const int NoEntry = 0x3FF;

    /// <summary>What the first tag of a block is combined with.</summary>
    public const uint First = 0xFFFFFFFF;

    /// <summary>The size that says that something is deleted, and that no bytes follow.</summary>
    private const int DeletedSize = 0x3FF;

    public static uint Make(int type, int entry, int size) => (uint)((type << 20) | (entry << 10) | size);

    /// <summary>False where nothing was programmed.</summary>
    public static bool IsValid(uint tag) => (tag & 0x80000000) == 0;

    public static int Type(uint tag) => (int)(tag >> 20) & 0x7FF;

    /// <summary>The type's upper three bits, which say what kind of tag it is.</summary>
    public static int Kind(uint tag) => (int)(tag >> 20) & 0x700;

    /// <summary>True for the checksum at the end of a commit, whose lowest type bit is a flag.</summary>
    public static bool IsCommitChecksum(uint tag) => ((tag >> 20) & 0x780) == CommitChecksum;

    public static int Entry(uint tag) => (int)(tag >> 10) & 0x3FF;

    /// <summary>Bytes that follow the tag.</summary>
    public static int DataBytes(uint tag)
    {
        int size = (int)tag & 0x3FF;
        return size == DeletedSize ? 0 : size;
    }
}
