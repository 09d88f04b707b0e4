namespace Telltale.Virtual.Flash;

/// <summary>One tag of a commit, with the bytes that follow it.</summary>
internal readonly record struct MetadataChange(int Type, int Entry, byte[] Data)
{
    public static MetadataChange Create(int entry) => new(MetadataTag.Create, entry, []);

    /// <summary>Removes an entry.</summary>
    public static MetadataChange Delete(int entry) => new(MetadataTag.Delete, entry, []);

    public static MetadataChange Tail(bool isSplit, BlockPair pair) =>
        new(isSplit ? MetadataTag.HardTail : MetadataTag.SoftTail, MetadataTag.NoEntry, pair.ToBytes());

    public uint Tag => MetadataTag.Make(Type, Entry, Data.Length);

    /// <summary>Makes the change in the decoded pair.</summary>
    /// <param name="pair">The pair that the commit is for.</param>
    /// <param name="order">Where the tag stands in the log.</param>
    public void Apply(MetadataPair pair, long order)
    {
        switch (Type & 0x700)
        {
            case 0x400 when Type == MetadataTag.Create:
                pair.Insert(Entry, new DirectoryEntry());
                break;
            case 0x400:
                pair.RemoveAt(Entry);
                break;
            case 0x600:
                pair.Tail = BlockPair.Read(Data);
                pair.IsSplit = Type == MetadataTag.HardTail;
                break;
            case 0x000:
                while (Entry >= pair.Count)
                {
                    pair.Insert(pair.Count, new DirectoryEntry());
                }

                pair.Replace(Entry, pair.Entries[Entry] with { Name = Data, NameType = Type, NameOrder = order });
                break;
            case 0x200:
                pair.Replace(Entry, pair.Entries[Entry] with { StructType = Type, Struct = Data, StructOrder = order });
                break;
            case 0x300:
                pair.Replace(Entry, pair.Entries[Entry] with { AttributeType = Type, Attribute = Data, AttributeOrder = order });
                break;
            case 0x700:
                pair.GlobalState = new GlobalState(
                    BitConverter.ToUInt32(Data), BitConverter.ToUInt32(Data, 4), BitConverter.ToUInt32(Data, 8));
                break;
            default:
                throw new InvalidDataException($"No tag of type {Type:X3} is known.");
        }
    }
}
