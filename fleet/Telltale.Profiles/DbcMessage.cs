namespace Telltale.Profiles;

/// <summary>A BO_ section of a DBC file.</summary>
/// <param name="Identifier">11 or 29 bits.</param>
/// <param name="IsExtended">Extended format: bit 31 of the number in the file.</param>
/// <param name="Name">The message's name.</param>
/// <param name="Length">Bytes of the data field.</param>
/// <param name="Signals">In the order of the file.</param>
public sealed record DbcMessage(uint Identifier, bool IsExtended, string Name, int Length, IReadOnlyList<DbcSignal> Signals)
{
    /// <summary>True when attribute VFrameFormat says J1939PG: the identifier stands for its parameter group, whatever its priority and source.</summary>
    public bool IsParameterGroup { get; init; }

    /// <summary>Attribute GenMsgCycleTime: how often the message is sent, in milliseconds; 0 for not said.</summary>
    public int CycleMilliseconds { get; init; }
}
