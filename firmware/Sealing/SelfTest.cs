using Telltale.Ports;

namespace Telltale.Sealing;

/// <summary>A known-answer test of the platform's AES and HMAC, run at start-up because the chip's native code ignores its own errors.</summary>
public static class SelfTest
{
    /// <summary>
    /// Checks AES-128-CBC against NIST SP 800-38A section F.2.1 and HMAC-SHA-256 against RFC 4231 section 4.2, both directions of the cipher.
    /// </summary>
    /// <returns>False when any result differs: nothing may be sealed then.</returns>
    public static bool Run(ICryptography cryptography)
    {
        byte[] key = new byte[] { 0x2b, 0x7e, 0x15, 0x16, 0x28, 0xae, 0xd2, 0xa6, 0xab, 0xf7, 0x15, 0x88, 0x09, 0xcf, 0x4f, 0x3c };
        byte[] plaintext = new byte[]
        {
            0x6b, 0xc1, 0xbe, 0xe2, 0x2e, 0x40, 0x9f, 0x96, 0xe9, 0x3d, 0x7e, 0x11, 0x73, 0x93, 0x17, 0x2a,
            0xae, 0x2d, 0x8a, 0x57, 0x1e, 0x03, 0xac, 0x9c, 0x9e, 0xb7, 0x6f, 0xac, 0x45, 0xaf, 0x8e, 0x51,
        };
        byte[] ciphertext = new byte[]
        {
            0x76, 0x49, 0xab, 0xac, 0x81, 0x19, 0xb2, 0x46, 0xce, 0xe9, 0x8e, 0x9b, 0x12, 0xe9, 0x19, 0x7d,
            0x50, 0x86, 0xcb, 0x9b, 0x50, 0x72, 0x19, 0xee, 0x95, 0xdb, 0x11, 0x3a, 0x91, 0x76, 0x78, 0xb2,
        };
        byte[] mac = new byte[]
        {
            0xb0, 0x34, 0x4c, 0x61, 0xd8, 0xdb, 0x38, 0x53, 0x5c, 0xa8, 0xaf, 0xce, 0xaf, 0x0b, 0xf1, 0x2b,
            0x88, 0x1d, 0xc2, 0x00, 0xc9, 0x83, 0x3d, 0xa7, 0x26, 0xe9, 0x37, 0x6c, 0x2e, 0x32, 0xcf, 0xf7,
        };

        byte[] initializationVector = new byte[16];
        for (int index = 0; index < 16; index++)
        {
            initializationVector[index] = (byte)index;
        }

        byte[] macKey = new byte[20];
        for (int index = 0; index < 20; index++)
        {
            macKey[index] = 0x0b;
        }

        byte[] macData = new byte[8];
        KeySchedule.CopyText("Hi There", macData, 0);
        return AreEqual(cryptography.EncryptCbc(key, initializationVector, plaintext), ciphertext)
            && AreEqual(cryptography.DecryptCbc(key, initializationVector, ciphertext), plaintext)
            && AreEqual(cryptography.HmacSha256(macKey, macData), mac);
    }

    private static bool AreEqual(byte[] left, byte[] right) =>
        left != null && left.Length == right.Length && A128CbcHs256.BlockEquals(left, 0, right, 0) && A128CbcHs256.BlockEquals(left, 16, right, 16);
}
