using System;
using Telltale.Ports;

namespace Telltale.Sealing;

/// <summary>
/// How every key comes from the owner's root key (FORMAT.md, section 4). All functions are HMAC-SHA-256 or HKDF-SHA-256 (RFC 5869) and
/// return new arrays; none of them runs in the steady state more than once in 64 frames.
/// </summary>
public static class KeySchedule
{
    /// <summary>Bytes of the root, chain, stream, epoch and downlink keys.</summary>
    public const int KeyLength = 32;

    /// <summary>C at index 0 = HMAC(U, "chain" ‖ unit id).</summary>
    public static byte[] ChainKey(ICryptography cryptography, byte[] root, byte[] unitId) => Derive(cryptography, root, "chain", unitId);

    /// <summary>C at the next index = HMAC(C, "next").</summary>
    public static byte[] NextChainKey(ICryptography cryptography, byte[] chainKey) => Derive(cryptography, chainKey, "next", null);

    /// <summary>S at epoch 0 = HMAC(C, "stream" ‖ stream id). No frame is sealed with epoch 0.</summary>
    public static byte[] StreamKey(ICryptography cryptography, byte[] chainKey, byte[] streamId) => Derive(cryptography, chainKey, "stream", streamId);

    /// <summary>S at the next epoch = HMAC(S, "epoch").</summary>
    public static byte[] NextEpochKey(ICryptography cryptography, byte[] epochKey) => Derive(cryptography, epochKey, "epoch", null);

    /// <summary>D = HMAC(S at epoch 0, "downlink"); lives as long as the stream.</summary>
    public static byte[] DownlinkKey(ICryptography cryptography, byte[] streamKey) => Derive(cryptography, streamKey, "downlink", null);

    /// <summary>A name for an enrolment that tells nothing of its keys: the first 8 bytes of HMAC(C at index 0, "enrolment").</summary>
    public static byte[] EnrolmentMark(ICryptography cryptography, byte[] chainKey)
    {
        byte[] mark = new byte[8];
        Array.Copy(Derive(cryptography, chainKey, "enrolment", null), 0, mark, 0, 8);
        return mark;
    }

    /// <summary>
    /// MAC_KEY ‖ ENC_KEY = HKDF-SHA-256(salt absent, input S or D, info "telltale" ‖ version ‖ direction ‖ unit id, 32 bytes); direction is 0 for
    /// frames from the unit, 1 for frames to it.
    /// </summary>
    public static void DeriveFrameKey(ICryptography cryptography, byte[] inputKey, int version, bool isDownlink, byte[] unitId, FrameKey key)
    {
        byte[] info = new byte[10 + unitId.Length];
        CopyText("telltale", info, 0);
        info[8] = (byte)version;
        info[9] = (byte)(isDownlink ? 1 : 0);
        Array.Copy(unitId, 0, info, 10, unitId.Length);
        byte[] derived = ExpandKey(cryptography, ExtractKey(cryptography, new byte[KeyLength], inputKey), info, FrameKey.Length);
        key.Set(derived);
        Array.Clear(derived, 0, derived.Length);
    }

    /// <summary>HKDF-Extract (RFC 5869 section 2.2). An absent salt is 32 zero bytes.</summary>
    public static byte[] ExtractKey(ICryptography cryptography, byte[] salt, byte[] inputKey) => cryptography.HmacSha256(salt, inputKey);

    /// <summary>HKDF-Expand (RFC 5869 section 2.3), 1 to 8,160 bytes.</summary>
    public static byte[] ExpandKey(ICryptography cryptography, byte[] pseudorandomKey, byte[] info, int length)
    {
        byte[] output = new byte[length];
        byte[] block = new byte[0];
        int filled = 0;
        for (int counter = 1; filled < length; counter++)
        {
            byte[] input = new byte[block.Length + info.Length + 1];
            Array.Copy(block, 0, input, 0, block.Length);
            Array.Copy(info, 0, input, block.Length, info.Length);
            input[input.Length - 1] = (byte)counter;
            block = cryptography.HmacSha256(pseudorandomKey, input);
            int take = length - filled < block.Length ? length - filled : block.Length;
            Array.Copy(block, 0, output, filled, take);
            filled += take;
        }

        return output;
    }

    /// <summary>HMAC-SHA-256(key, label ‖ data); <paramref name="data"/> may be null.</summary>
    internal static byte[] Derive(ICryptography cryptography, byte[] key, string label, byte[] data)
    {
        int dataLength = data == null ? 0 : data.Length;
        byte[] message = new byte[label.Length + dataLength];
        CopyText(label, message, 0);
        if (dataLength != 0)
        {
            Array.Copy(data, 0, message, label.Length, dataLength);
        }

        return cryptography.HmacSha256(key, message);
    }

    /// <summary>Puts an ASCII text's bytes into an array.</summary>
    internal static void CopyText(string text, byte[] output, int offset)
    {
        for (int index = 0; index < text.Length; index++)
        {
            output[offset + index] = (byte)text[index];
        }
    }
}
