using System;
using Telltale.Ports;

namespace Telltale.Sealing;

/// <summary>
/// The AEAD AES_128_CBC_HMAC_SHA_256 of RFC 7518 section 5.2: PKCS #7 padding, CBC, then HMAC-SHA-256 over A ‖ IV ‖ E ‖ AL cut to 128 bits.
/// </summary>
public sealed class A128CbcHs256
{
    /// <summary>Bytes of the tag.</summary>
    public const int TagLength = 16;

    /// <summary>Bytes of an AES block, an IV and a nonce.</summary>
    public const int BlockLength = 16;

    private readonly ICryptography _cryptography;
    private readonly byte[] _zeroBlock = new byte[BlockLength];
    private readonly byte[] _block = new byte[BlockLength];
    private readonly byte[] _previousBlock = new byte[BlockLength];
    private readonly byte[] _paddings = new byte[(BlockLength + 1) * BlockLength];
    private byte[] _input = new byte[0];
    private byte[] _authenticated = new byte[0];

    /// <summary>Makes the AEAD over the platform's primitives.</summary>
    public A128CbcHs256(ICryptography cryptography)
    {
        _cryptography = cryptography;

        // Each length's padding at its place, because a loop over 16 bytes costs as much as ten copies.
        for (int index = 0; index < _paddings.Length; index++)
        {
            _paddings[index] = (byte)(index / BlockLength);
        }
    }

    /// <summary>The length of E for a plaintext of <paramref name="count"/> bytes: 1 to 16 bytes more, a multiple of 16.</summary>
    public static int CiphertextLength(int count) => (count & ~15) + BlockLength;

    /// <summary>
    /// The IV that belongs to a nonce block: one encryption of the block (NIST SP 800-38A appendix C, first method).
    /// </summary>
    public byte[] InitializationVector(FrameKey key, byte[] nonce) => _cryptography.EncryptCbc(key.Encryption, _zeroBlock, nonce);

    /// <summary>
    /// Encrypts with the IV of <paramref name="nonce"/> in one native call: CBC of nonce ‖ padded plaintext with an IV of zero is IV ‖ E.
    /// </summary>
    /// <returns>IV ‖ E, or null when decrypting the last block does not give back what was encrypted.</returns>
    public byte[] EncryptWithNonce(FrameKey key, byte[] nonce, byte[] plaintext, int offset, int count)
    {
        int ciphertextLength = CiphertextLength(count);

        // The natives take whole arrays, so the input has to have exactly this length; frames of one length in a row share it.
        if (_input.Length != BlockLength + ciphertextLength)
        {
            _input = new byte[BlockLength + ciphertextLength];
        }

        byte[] input = _input;
        Array.Copy(nonce, 0, input, 0, BlockLength);
        Array.Copy(plaintext, offset, input, BlockLength, count);
        int padding = ciphertextLength - count;
        Array.Copy(_paddings, padding * BlockLength, input, input.Length - padding, padding);
        byte[] output = _cryptography.EncryptCbc(key.Encryption, _zeroBlock, input);
        if (output == null || output.Length != input.Length)
        {
            return null;
        }

        // The last block depends on every one before it.
        int last = input.Length - BlockLength;
        Array.Copy(output, last, _block, 0, BlockLength);
        Array.Copy(output, last - BlockLength, _previousBlock, 0, BlockLength);
        byte[] decrypted = _cryptography.DecryptCbc(key.Encryption, _previousBlock, _block);
        return decrypted != null && decrypted.Length == BlockLength && BlockEquals(decrypted, 0, input, last) ? output : null;
    }

    /// <summary>Encrypts with a given IV, which must be new and unpredictable for the key.</summary>
    /// <returns>E.</returns>
    public byte[] Encrypt(FrameKey key, byte[] initializationVector, byte[] plaintext)
    {
        byte[] input = new byte[CiphertextLength(plaintext.Length)];
        Array.Copy(plaintext, 0, input, 0, plaintext.Length);
        for (int index = plaintext.Length; index < input.Length; index++)
        {
            input[index] = (byte)(input.Length - plaintext.Length);
        }

        return _cryptography.EncryptCbc(key.Encryption, initializationVector, input);
    }

    /// <summary>
    /// HMAC-SHA-256 over A ‖ IV ‖ E ‖ AL, 32 bytes, of which the first 16 are the tag. A is <paramref name="prefix"/> followed by
    /// <paramref name="header"/>.
    /// </summary>
    /// <param name="key">MAC_KEY is used.</param>
    /// <param name="prefix">The first part of the associated data.</param>
    /// <param name="header">The array with the second part at its start.</param>
    /// <param name="headerLength">How much of it.</param>
    /// <param name="initializationVector">The array with the IV at its start.</param>
    /// <param name="ciphertext">The array with E.</param>
    /// <param name="ciphertextOffset">Where E starts.</param>
    /// <param name="ciphertextLength">Bytes of E.</param>
    public byte[] Authenticate(
        FrameKey key, byte[] prefix, byte[] header, int headerLength, byte[] initializationVector, byte[] ciphertext, int ciphertextOffset, int ciphertextLength)
    {
        int associatedLength = prefix.Length + headerLength;
        int length = associatedLength + BlockLength + ciphertextLength + 8;

        if (_authenticated.Length != length)
        {
            _authenticated = new byte[length];
        }

        byte[] input = _authenticated;
        Array.Copy(prefix, 0, input, 0, prefix.Length);
        Array.Copy(header, 0, input, prefix.Length, headerLength);
        Array.Copy(initializationVector, 0, input, associatedLength, BlockLength);
        Array.Copy(ciphertext, ciphertextOffset, input, associatedLength + BlockLength, ciphertextLength);

        // AL: the bits of A, 64 bits big-endian. A has fewer than 2^28 bytes, so four bytes say it.
        int bits = associatedLength << 3;
        input[length - 4] = (byte)(bits >> 24);
        input[length - 3] = (byte)(bits >> 16);
        input[length - 2] = (byte)(bits >> 8);
        input[length - 1] = (byte)bits;
        return _cryptography.HmacSha256(key.Mac, input);
    }

    /// <summary>
    /// Decrypts E after its tag has been verified and takes the padding off. Never call it on what has not been verified.
    /// </summary>
    /// <returns>How many bytes of <paramref name="plaintext"/> were filled, or -1 when the padding is wrong or there is too little room.</returns>
    public int Decrypt(FrameKey key, byte[] initializationVector, byte[] ciphertext, int offset, int count, byte[] plaintext)
    {
        if (count < BlockLength || (count & 15) != 0)
        {
            return -1;
        }

        byte[] input = new byte[count];
        Array.Copy(ciphertext, offset, input, 0, count);
        byte[] output = _cryptography.DecryptCbc(key.Encryption, initializationVector, input);
        if (output == null || output.Length != count)
        {
            return -1;
        }

        int padding = output[count - 1];
        if (padding < 1 || padding > BlockLength || count - padding > plaintext.Length)
        {
            return -1;
        }

        for (int index = count - padding; index < count; index++)
        {
            if (output[index] != padding)
            {
                return -1;
            }
        }

        Array.Copy(output, 0, plaintext, 0, count - padding);
        return count - padding;
    }

    /// <summary>Compares 16 bytes in a time that does not depend on where they differ.</summary>
    public static bool BlockEquals(byte[] left, int leftOffset, byte[] right, int rightOffset)
    {
        long difference = (BitConverter.ToInt64(left, leftOffset) ^ BitConverter.ToInt64(right, rightOffset))
            | (BitConverter.ToInt64(left, leftOffset + 8) ^ BitConverter.ToInt64(right, rightOffset + 8));
        return difference == 0;
    }
}
