using System;

namespace Telltale.Sealing;

/// <summary>The two keys of A128CBC-HS256 (RFC 7518 section 5.2.2.1), apart, as the natives take whole arrays.</summary>
public sealed class FrameKey
{
    /// <summary>Bytes of both keys together.</summary>
    public const int Length = 32;

    /// <summary>MAC_KEY: the first 16 bytes.</summary>
    public readonly byte[] Mac = new byte[16];

    /// <summary>ENC_KEY: the last 16 bytes.</summary>
    public readonly byte[] Encryption = new byte[16];

    /// <summary>Takes MAC_KEY ‖ ENC_KEY, 32 bytes.</summary>
    public void Set(byte[] key)
    {
        Array.Copy(key, 0, Mac, 0, 16);
        Array.Copy(key, 16, Encryption, 0, 16);
    }

    /// <summary>Overwrites both keys with zeros.</summary>
    public void Clear()
    {
        Array.Clear(Mac, 0, 16);
        Array.Clear(Encryption, 0, 16);
    }
}
