using System;
using Telltale.Ports;

namespace Telltale.Sealing;

/// <summary>
/// Seals a payload into a frame: header ‖ E ‖ tag (FORMAT.md, section 3). Used by the unit for what it sends, through
/// <see cref="UnitSealer"/>, and by the owner for what it answers.
/// </summary>
public sealed class FrameSealer
{
    /// <summary>The most bytes that sealing adds: header, padding, tag.</summary>
    public const int MaximumOverhead = FrameHeader.MaximumLength + A128CbcHs256.BlockLength + A128CbcHs256.TagLength;

    /// <summary>Frames that were not made because the platform's cryptography gave a wrong result.</summary>
    public int SelfCheckFailures;

    private readonly A128CbcHs256 _aead;
    private readonly byte[] _unitId;
    private readonly byte[] _nonce = new byte[A128CbcHs256.BlockLength];

    /// <summary>Makes a sealer for one unit's frames; <paramref name="unitId"/> as <see cref="UnitEnrolment.UnitIdBytes"/> gives it.</summary>
    public FrameSealer(ICryptography cryptography, byte[] unitId)
    {
        _aead = new A128CbcHs256(cryptography);
        _unitId = unitId;
    }

    /// <summary>
    /// Seals <paramref name="count"/> bytes. The caller answers for it that a key never meets the same <see cref="FrameHeader.Salt"/> and <see cref="FrameHeader.Sequence"/> twice.
    /// </summary>
    /// <returns>The frame's length in <paramref name="frame"/>, at most <see cref="MaximumOverhead"/> more than the payload; 0 when the result failed its check.</returns>
    public int Seal(FrameHeader header, FrameKey key, byte[] payload, int offset, int count, byte[] frame)
    {
        WriteNonce(_nonce, header);
        byte[] encrypted = _aead.EncryptWithNonce(key, _nonce, payload, offset, count);
        if (encrypted == null)
        {
            SelfCheckFailures++;
            return 0;
        }

        int headerLength = header.Write(frame, 0);
        int ciphertextLength = encrypted.Length - A128CbcHs256.BlockLength;
        byte[] tag = _aead.Authenticate(key, _unitId, frame, headerLength, encrypted, encrypted, A128CbcHs256.BlockLength, ciphertextLength);
        if (tag == null || tag.Length < A128CbcHs256.TagLength)
        {
            SelfCheckFailures++;
            return 0;
        }

        Array.Copy(encrypted, A128CbcHs256.BlockLength, frame, headerLength, ciphertextLength);
        Array.Copy(tag, 0, frame, headerLength + ciphertextLength, A128CbcHs256.TagLength);
        return headerLength + ciphertextLength + A128CbcHs256.TagLength;
    }

    /// <summary>The nonce block: salt, 64 bits of zero, sequence.</summary>
    internal static void WriteNonce(byte[] nonce, FrameHeader header)
    {
        FrameHeader.WriteInt32(nonce, 0, header.Salt);
        FrameHeader.WriteInt32(nonce, A128CbcHs256.BlockLength - 4, header.Sequence);
    }
}
