using System;
using Telltale.Ports;

namespace Telltale.Sealing;

/// <summary>
/// The identity that the owner's side makes and the unit's volume receives as the file <see cref="FileName"/> (FORMAT.md, section 5): version,
/// unit id, chain key, check. The unit deletes it once it has begun its first stream.
/// </summary>
public static class UnitEnrolment
{
    /// <summary>The file's name on the unit's volume.</summary>
    public const string FileName = "identity";

    /// <summary>Characters of a unit id: Crockford base32, lower case.</summary>
    public const int UnitIdLength = 8;

    /// <summary>
    /// Bytes of the file, and of the unit's key files: more than the 512 up to which littlefs keeps a file in the log of its directory, where an old key can stay readable for
    /// months. A block of data is erased and used again within one turn of the allocator round the volume.
    /// </summary>
    public const int FileLength = 640;

    internal const int CheckLength = 8;

    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <summary>Makes the identity file's bytes from the unit's root key, 32 bytes, and its id.</summary>
    /// <exception cref="ArgumentException">The unit id or the root key is not in form.</exception>
    public static byte[] CreateIdentity(ICryptography cryptography, byte[] root, string unitId)
    {
        if (!IsUnitId(unitId))
        {
            throw new ArgumentException("A unit id has 8 characters of 0-9 and a-z without i, l, o, u.");
        }

        if (root == null || root.Length != KeySchedule.KeyLength)
        {
            throw new ArgumentException("A root key has 32 bytes.");
        }

        byte[] id = UnitIdBytes(unitId);
        byte[] identity = new byte[FileLength];
        identity[0] = FrameHeader.CurrentVersion;
        Array.Copy(id, 0, identity, 1, UnitIdLength);
        Array.Copy(KeySchedule.ChainKey(cryptography, root, id), 0, identity, 1 + UnitIdLength, KeySchedule.KeyLength);
        WriteCheck(cryptography, identity);
        return identity;
    }

    /// <summary>True for 8 characters of Crockford's base32 in lower case.</summary>
    public static bool IsUnitId(string unitId)
    {
        if (unitId == null || unitId.Length != UnitIdLength)
        {
            return false;
        }

        for (int index = 0; index < unitId.Length; index++)
        {
            if (Alphabet.IndexOf(unitId[index]) < 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A unit id as the bytes that keys and associated data are made with.</summary>
    public static byte[] UnitIdBytes(string unitId)
    {
        byte[] bytes = new byte[UnitIdLength];
        KeySchedule.CopyText(unitId, bytes, 0);
        return bytes;
    }

    /// <summary>Five bits of each of eight bytes as a unit id; the bytes come from a good random source.</summary>
    public static string UnitIdFrom(byte[] random)
    {
        char[] characters = new char[UnitIdLength];
        for (int index = 0; index < UnitIdLength; index++)
        {
            characters[index] = Alphabet[random[index] & 31];
        }

        return new string(characters);
    }

    /// <summary>Puts the check over everything before it into the last 8 bytes: the start of HMAC("telltale file", content).</summary>
    internal static void WriteCheck(ICryptography cryptography, byte[] file) =>
        Array.Copy(Check(cryptography, file), 0, file, file.Length - CheckLength, CheckLength);

    /// <summary>True when the last 8 bytes are the check over everything before them.</summary>
    internal static bool HasValidCheck(ICryptography cryptography, byte[] file) =>
        BitConverter.ToInt64(Check(cryptography, file), 0) == BitConverter.ToInt64(file, file.Length - CheckLength);

    private static byte[] Check(ICryptography cryptography, byte[] file)
    {
        byte[] key = new byte[13];
        KeySchedule.CopyText("telltale file", key, 0);
        byte[] content = new byte[file.Length - CheckLength];
        Array.Copy(file, 0, content, 0, content.Length);
        return cryptography.HmacSha256(key, content);
    }
}
