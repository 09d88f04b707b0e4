namespace Telltale.Fleet;

/// <summary>What became of a message on an uplink topic.</summary>
public enum FrameOutcome
{
    /// <summary>Authentic, new, decoded and stored.</summary>
    Stored = 0,

    /// <summary>Stored before: sent again by the unit, by the broker or by somebody who recorded it. Nothing is stored twice; a receipt follows.</summary>
    Duplicate = 1,

    /// <summary>
    /// Authentic, and of the same unit, stream and sequence as a stored frame, but another frame: a cloned unit or a restored flash. Kept aside.
    /// </summary>
    Conflict = 2,

    /// <summary>The topic names no unit that this home has keys for.</summary>
    UnknownUnit = 3,

    /// <summary>The tag does not fit: altered on the way, sealed with another key, or of another unit.</summary>
    Damaged = 4,

    /// <summary>
    /// Not a frame at all, or authentic with a content that its format does not allow. The latter is kept aside, sealed, because it can be
    /// neither shown nor asked for again.
    /// </summary>
    Malformed = 5,

    /// <summary>Of a version that this program does not know.</summary>
    Version = 6,

    /// <summary>Authentic and stored sealed, until the dictionary that it names arrives.</summary>
    Parked = 7,

    /// <summary>Its epoch or its stream is further ahead of what was received than is plausible; its keys were not worked out.</summary>
    EpochJump = 8,
}
