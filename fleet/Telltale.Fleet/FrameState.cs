namespace Telltale.Fleet;

/// <summary>How far a frame in the store has come.</summary>
internal enum FrameState
{
    /// <summary>Its content is in the store.</summary>
    Decoded = 0,

    /// <summary>It waits, sealed, for its dictionary.</summary>
    Parked = 1,

    /// <summary>Authentic, but not decodable by this version; kept sealed, or as opened where it is no batch.</summary>
    Undecodable = 2,

    /// <summary>Stored as opened by a version of this program that did not decode its kind.</summary>
    NotDecodedYet = 3,
}
