using Telltale.Ports;

namespace Telltale.Commands;

/// <summary>
/// Certificate authorities as files on the unit's volume: <c>anchor-1</c> and <c>anchor-2</c> are in use, <c>anchor-1.next</c> and <c>anchor-2.next</c> have not led to a connection.
/// The board's link trusts all that are there, and calls <see cref="Promote"/> when a handshake has succeeded with a staged one.
/// </summary>
public sealed class TrustAnchorFiles : ITrustAnchors
{
    /// <summary>How many slots there are, numbered from 1.</summary>
    public const int Slots = 2;

    /// <summary>The longest certificate in bytes: what a command has room for beside the slot.</summary>
    public const int MaximumLength = UnitCommand.MaximumArguments - 1;

    private const string Prefix = "anchor-";
    private const string StagedSuffix = ".next";
    private const string Begin = "-----BEGIN CERTIFICATE-----";
    private const string End = "-----END CERTIFICATE-----";

    private readonly IFileVolume _volume;

    /// <summary>Makes it; nothing is read or written.</summary>
    public TrustAnchorFiles(IFileVolume volume)
    {
        _volume = volume;
    }

    /// <summary>The certificate of a slot.</summary>
    /// <param name="slot">1 or 2.</param>
    /// <param name="isStaged">True for the one that waits for its first connection.</param>
    /// <returns>PEM; null when there is none or it cannot be read.</returns>
    public byte[] Read(int slot, bool isStaged)
    {
        string name = NameOf(slot, isStaged);
        int length = _volume.Length(name);
        if (length <= 0 || length > MaximumLength)
        {
            return null;
        }

        byte[] pem = new byte[length];
        return _volume.Read(name, 0, pem, 0, length) == length ? pem : null;
    }

    /// <inheritdoc/>
    public string Stage(int slot, byte[] pem, int offset, int count)
    {
        if (slot < 1 || slot > Slots)
        {
            return "slot: 1 or 2";
        }

        if (count > MaximumLength || !StartsWith(pem, offset, count, Begin))
        {
            return "certificate: PEM that begins with BEGIN CERTIFICATE";
        }

        int end = IndexOf(pem, offset, count, End);
        if (end < 0 || IndexOf(pem, end, offset + count - end, Begin) >= 0)
        {
            return "certificate: one, with its END CERTIFICATE";
        }

        string name = NameOf(slot, true);
        if (_volume.Length(name) >= 0)
        {
            _volume.Delete(name);
        }

        return _volume.Create(name, pem, offset, count) ? null : "certificate: the volume did not take it";
    }

    /// <summary>
    /// A staged certificate has led to a connection: it takes the place of the one in its slot. A power cut on the way leaves it staged, or both in one slot's files, which the next
    /// call puts right.
    /// </summary>
    /// <returns>False when there is no staged one, or the volume did not take it.</returns>
    public bool Promote(int slot)
    {
        byte[] staged = Read(slot, true);
        if (staged == null)
        {
            return false;
        }

        string name = NameOf(slot, false);
        if (_volume.Length(name) >= 0)
        {
            _volume.Delete(name);
        }

        // The staged one is trusted until its copy is there.
        if (!_volume.Create(name, staged, 0, staged.Length))
        {
            return false;
        }

        _volume.Delete(NameOf(slot, true));
        return true;
    }

    private static string NameOf(int slot, bool isStaged) => Prefix + (slot == 1 ? "1" : "2") + (isStaged ? StagedSuffix : "");

    private static bool StartsWith(byte[] bytes, int offset, int count, string text)
    {
        if (count < text.Length)
        {
            return false;
        }

        for (int index = 0; index < text.Length; index++)
        {
            if (bytes[offset + index] != text[index])
            {
                return false;
            }
        }

        return true;
    }

    private static int IndexOf(byte[] bytes, int offset, int count, string text)
    {
        for (int index = offset; index <= offset + count - text.Length; index++)
        {
            if (bytes[index] == '-' && StartsWith(bytes, index, text.Length, text))
            {
                return index;
            }
        }

        return -1;
    }
}
