namespace Telltale.Uplink;

/// <summary>What became of a proposed trust anchor.</summary>
public enum TrustAnchorResult
{
    /// <summary>It is kept, and tried in the next attempts.</summary>
    Proposed = 0,

    /// <summary>There is no such slot.</summary>
    BadSlot = 1,

    /// <summary>It is no certificate in PEM, or too long.</summary>
    BadCertificate = 2,

    /// <summary>It has expired by the newest time that is proven to have passed.</summary>
    Expired = 3,

    /// <summary>The volume did not take it.</summary>
    VolumeFailed = 4,
}
