namespace Telltale.Sealing;

/// <summary>What a frame carries (FORMAT.md, section 2). Kinds from 128 on travel from the owner to the unit.</summary>
public enum FrameKind
{
    /// <summary>Samples; Batching/FORMAT.md.</summary>
    Batch = 1,

    /// <summary>Something that does not wait for the batch to close.</summary>
    Alert = 2,

    /// <summary>What the unit says of itself and of its journal.</summary>
    Status = 3,

    /// <summary>The signals that batches name by number; Batching/FORMAT.md.</summary>
    Dictionary = 4,

    /// <summary>The record of a unit's installation in a vehicle.</summary>
    Installation = 5,

    /// <summary>What became of a command; Commands/FORMAT.md.</summary>
    Reply = 6,

    /// <summary>Owner to unit: ranges of frames that are stored.</summary>
    Receipt = 128,

    /// <summary>Owner to unit: something to be done.</summary>
    Command = 129,
}
