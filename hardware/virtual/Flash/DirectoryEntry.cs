using System.Buffers.Binary;

namespace Telltale.Virtual.Flash;

/// <summary>
/// A file, a folder or the superblock in a metadata pair. Its tags stand in the log in the order of their order numbers, which compaction keeps.
/// </summary>
internal sealed record DirectoryEntry
{
    public byte[] Name { get; init; } = [];

    public int NameType { get; init; }

    public long NameOrder { get; init; }

    public int StructType { get; init; } = MetadataTag.InlineStruct;

    /// <summary>An inline file's content, the first and last block of a skip list and its length, or a folder's pair; as in the log.</summary>
    public byte[] Struct { get; init; } = [];

    public long StructOrder { get; init; }

    /// <summary>0 for none.</summary>
    public int AttributeType { get; init; }

    public byte[] Attribute { get; init; } = [];

    public long AttributeOrder { get; init; }

    public bool IsFile => NameType == MetadataTag.RegularName;

    public bool IsFolder => NameType == MetadataTag.FolderName;

    public bool IsSkipList => StructType == MetadataTag.SkipListStruct;

    /// <summary>The last block of a skip list.</summary>
    public int HeadBlock => BinaryPrimitives.ReadInt32LittleEndian(Struct);

    /// <summary>A file's length in bytes.</summary>
    public int FileLength => IsSkipList ? BinaryPrimitives.ReadInt32LittleEndian(Struct.AsSpan(4)) : Struct.Length;

    /// <summary>Where a folder's metadata is.</summary>
    public BlockPair FolderPair => BlockPair.Read(Struct);

    /// <summary>Bytes of its tags after compaction.</summary>
    public int CompactedBytes => 4 + Name.Length + 4 + Struct.Length + (AttributeType == 0 ? 0 : 4 + Attribute.Length);

    /// <summary>
    /// Compares an entry's name with one that is looked for, in littlefs' order: by bytes, and a name that begins with the other stands before it.
    /// </summary>
    public int CompareName(ReadOnlySpan<byte> name)
    {
        int common = Math.Min(Name.Length, name.Length);
        int difference = Name.AsSpan(0, common).SequenceCompareTo(name[..common]);
        return difference != 0 ? difference : name.Length - Name.Length;
    }
}
