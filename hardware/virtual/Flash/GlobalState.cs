using System.Runtime.InteropServices;

namespace Telltale.Virtual.Flash;

/// <summary>
/// littlefs' state of the whole volume, which is the exclusive or of what each metadata pair holds. Here it says one thing: a pair has moved and not every pointer
/// to it was corrected.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct GlobalState(uint Tag, uint FirstBlock, uint SecondBlock)
{
    /// <summary>Bytes of the state in a pair.</summary>
    public const int Length = 12;

    private const uint HasOrphansBit = 0x80000000;
    private const uint CountMask = 0x3FF;

    /// <summary>What of it is in flash: all but the count.</summary>
    public GlobalState Stored => this with { Tag = Tag & ~CountMask };

    public bool IsZero => Tag == 0 && FirstBlock == 0 && SecondBlock == 0;

    public bool HasOrphans => (Tag & CountMask) != 0;

    public static GlobalState operator ^(GlobalState left, GlobalState right) =>
        new(left.Tag ^ right.Tag, left.FirstBlock ^ right.FirstBlock, left.SecondBlock ^ right.SecondBlock);

    /// <summary>With so many more pairs that have moved, or fewer.</summary>
    public GlobalState WithOrphans(int more)
    {
        uint tag = Tag + (uint)more;
        return this with { Tag = (tag & ~HasOrphansBit) | ((tag & CountMask) != 0 ? HasOrphansBit : 0) };
    }

    /// <summary>As after reading it at start-up, when the flag is known and the count is not.</summary>
    public GlobalState Mounted() => this with { Tag = Tag + (MetadataTag.IsValid(Tag) ? 0u : 1u) };

    public GlobalState WithoutOrphans() => this with { Tag = Tag & ~(HasOrphansBit | CountMask) };
}
