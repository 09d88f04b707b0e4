namespace Telltale.Ports;

/// <summary>
/// The primitives that the chip has natively, over whole arrays because that is how its natives take them. Each result is a new array.
/// </summary>
public interface ICryptography
{
    /// <summary>AES-128 in CBC mode without padding (NIST SP 800-38A section 6.2). Key and IV are 16 bytes, data a multiple of 16.</summary>
    byte[] EncryptCbc(byte[] key, byte[] initializationVector, byte[] data);

    /// <summary>The inverse of <see cref="EncryptCbc"/>.</summary>
    byte[] DecryptCbc(byte[] key, byte[] initializationVector, byte[] data);

    /// <summary>HMAC-SHA-256 (RFC 2104, FIPS 180-4): 32 bytes. The key's array is not kept.</summary>
    byte[] HmacSha256(byte[] key, byte[] data);

    /// <summary>
    /// Fills the array from the platform's random source. On the chip it is weak before the radio runs: never use the bytes alone.
    /// </summary>
    void FillRandom(byte[] buffer);
}
