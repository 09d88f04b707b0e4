using System;
using Telltale.Ports;

namespace Telltale.Sealing;

/// <summary>Opens frames; the same code for the unit's downlink and the owner's uplink. Survives any bytes.</summary>
public sealed class FrameOpener
{
    private readonly A128CbcHs256 _aead;
    private readonly byte[] _nonce = new byte[A128CbcHs256.BlockLength];
    private readonly byte[] _tag = new byte[A128CbcHs256.TagLength];

    /// <summary>Makes an opener.</summary>
    public FrameOpener(ICryptography cryptography) => _aead = new A128CbcHs256(cryptography);

    /// <summary>Verifies a frame and, only then, decrypts it.</summary>
    /// <param name="frame">The array with the frame at its start.</param>
    /// <param name="count">The frame's length.</param>
    /// <param name="header">The header as <see cref="FrameHeader.TryRead"/> read it from this frame.</param>
    /// <param name="unitId">The unit that the frame came from or goes to, as the topic says; see <see cref="UnitEnrolment.UnitIdBytes"/>.</param>
    /// <param name="key">The key that belongs to the header.</param>
    /// <param name="payload">Receives the payload.</param>
    /// <returns>The payload's length; -1 when the frame is damaged, forged, of another unit, made with another key, or too long for the array.</returns>
    public int Open(byte[] frame, int count, FrameHeader header, byte[] unitId, FrameKey key, byte[] payload)
    {
        int ciphertextLength = count - header.Length - A128CbcHs256.TagLength;
        if (ciphertextLength < A128CbcHs256.BlockLength || (ciphertextLength & 15) != 0 || count > frame.Length)
        {
            return -1;
        }

        FrameSealer.WriteNonce(_nonce, header);
        byte[] initializationVector = _aead.InitializationVector(key, _nonce);
        if (initializationVector == null || initializationVector.Length != A128CbcHs256.BlockLength)
        {
            return -1;
        }

        byte[] tag = _aead.Authenticate(key, unitId, frame, header.Length, initializationVector, frame, header.Length, ciphertextLength);
        Array.Copy(frame, header.Length + ciphertextLength, _tag, 0, A128CbcHs256.TagLength);
        return tag != null && tag.Length >= A128CbcHs256.TagLength && A128CbcHs256.BlockEquals(tag, 0, _tag, 0)
            ? _aead.Decrypt(key, initializationVector, frame, header.Length, ciphertextLength, payload)
            : -1;
    }
}
