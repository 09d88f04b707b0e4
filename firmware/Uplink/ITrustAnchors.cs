namespace Telltale.Uplink;

/// <summary>The authorities that may have signed the broker's certificate, as commands and checks see them.</summary>
public interface ITrustAnchors
{
    /// <summary>How many of the two are there.</summary>
    int Count { get; }

    /// <summary>The slot of a proposal that no connection has confirmed yet, 1 or 2; 0 when there is none.</summary>
    int ProposedSlot { get; }

    /// <summary>Reads an anchor as PEM.</summary>
    /// <param name="slot">1 or 2.</param>
    /// <param name="buffer">Takes up to <see cref="TrustAnchors.MaximumLength"/> bytes.</param>
    /// <returns>Its length; 0 when there is none, or it does not fit.</returns>
    int Read(int slot, byte[] buffer);

    /// <summary>
    /// Proposes an anchor for a slot. It is kept beside the old one, and takes its place when a connection has been made with it alone; a proposal that is there is replaced.
    /// </summary>
    /// <param name="slot">1 or 2.</param>
    /// <param name="bytes">PEM with one certificate.</param>
    /// <param name="count">How many bytes.</param>
    /// <returns>What became of it.</returns>
    TrustAnchorResult Propose(int slot, byte[] bytes, int count);

    /// <summary>When an anchor expires: UTC in milliseconds since 1970-01-01; 0 when there is none in the slot, or its date cannot be read.</summary>
    long NotAfterUtcMilliseconds(int slot);
}
