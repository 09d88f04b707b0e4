namespace Telltale.Can;

/// <summary>
/// Keys of messages that are wanted by their SAE J1939-21 parameter group: whatever priority the sender gives them, from one source address or from any.
/// They stand beside the keys of single identifiers (<see cref="CanFrame.Key"/>) in the same list.
/// </summary>
public static class ParameterGroupKey
{
    /// <summary>Set, together with <see cref="CanFrame.ExtendedKey"/>, in a key that names a parameter group: the priority is not compared.</summary>
    public const uint AnyPriority = 0x40000000;

    /// <summary>Set besides when the source address is not compared either.</summary>
    public const uint AnySource = 0x20000000;

    /// <summary>The group's bits of an identifier whose PDU format is 240 or more: extended data page, data page, PDU format, group extension.</summary>
    private const uint GroupBits = 0x03FFFF00;

    /// <summary>Below that the lower byte is a destination address and belongs to no group.</summary>
    private const uint DestinationBits = 0x0000FF00;

    private const uint FirstBroadcastFormat = 0x00F00000;
    private const uint FormatBits = 0x00FF0000;
    private const uint SourceBits = 0x000000FF;

    /// <summary>The key of a group from any source.</summary>
    /// <param name="parameterGroup">The PGN, 0 to 0x3FFFF; its lowest byte is 0 where it would be a destination address.</param>
    public static uint Of(int parameterGroup)
    {
        return CanFrame.ExtendedKey | AnyPriority | AnySource | ((uint)parameterGroup << 8);
    }

    /// <summary>The key of a group from one source.</summary>
    /// <param name="parameterGroup">The PGN, as above.</param>
    /// <param name="source">The source address, 0 to 253.</param>
    public static uint Of(int parameterGroup, int source)
    {
        return CanFrame.ExtendedKey | AnyPriority | ((uint)parameterGroup << 8) | (uint)source;
    }

    /// <summary>Whether a key names a group, not one identifier.</summary>
    public static bool IsGroup(uint key)
    {
        return (key & (CanFrame.ExtendedKey | AnyPriority)) == (CanFrame.ExtendedKey | AnyPriority);
    }

    /// <summary>Whether a key with the mark of a group is one: no bits set that are not compared.</summary>
    public static bool IsValid(uint key)
    {
        return IsGroup(key) && (key & ~(CanFrame.ExtendedKey | AnyPriority | AnySource | ComparedBits(key))) == 0;
    }

    /// <summary>The bits of an extended identifier that are compared with those of a wanted key.</summary>
    public static uint ComparedBits(uint key)
    {
        if ((key & AnyPriority) == 0)
        {
            return 0x1FFFFFFF;
        }

        uint bits = (key & FormatBits) < FirstBroadcastFormat ? GroupBits & ~DestinationBits : GroupBits;
        return (key & AnySource) != 0 ? bits : bits | SourceBits;
    }

    /// <summary>The key of the group, from its own source, that an extended message belongs to.</summary>
    public static uint FromOneSource(uint key)
    {
        uint bits = (key & FormatBits) < FirstBroadcastFormat ? (GroupBits & ~DestinationBits) | SourceBits : GroupBits | SourceBits;
        return (key & bits) | CanFrame.ExtendedKey | AnyPriority;
    }

    /// <summary>Whether a message is meant by a wanted key, be that a group or one identifier.</summary>
    public static bool Matches(uint wanted, uint key)
    {
        if (!IsGroup(wanted))
        {
            return wanted == key;
        }

        return (key & CanFrame.ExtendedKey) != 0 && ((wanted ^ key) & ComparedBits(wanted)) == 0;
    }
}
