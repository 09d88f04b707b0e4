namespace Telltale.Fleet;

/// <summary>How far a frame in the store has come.</summary>
internal enum FrameState
{
    /// <summary>Its content is in the store.</summary>
    Decoded = 0,

    /// <summary>It waits, sealed, for its dictionary.</summary>
    Parked = 1,

    /// <summary>Authentic, but not decodable by this version; kept sealed.</summary>
    Undecodable = 2,
}
