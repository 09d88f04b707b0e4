namespace Telltale.Uplink;

/// <summary>What became of a range of frames on the owner's side.</summary>
public enum ReceiptKind
{
    /// <summary>Stored, and the store has committed; or a repetition of what was stored.</summary>
    Stored = 0,

    /// <summary>Arrived, and can never be opened or decoded: sending it again would not help. The unit releases and counts it.</summary>
    Damaged = 1,
}
