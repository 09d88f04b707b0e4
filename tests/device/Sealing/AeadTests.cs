using nanoFramework.TestFramework;
using Telltale.Sealing;

namespace Telltale.DeviceTests.Sealing;

[TestClass]
public class AeadTests
{
    private static readonly ReferenceCryptography _cryptography = new ReferenceCryptography();

    [TestMethod]
    public void RFC_7518_appendix_B_1_is_reproduced_and_opened()
    {
        byte[] key = new byte[32];
        for (int index = 0; index < 32; index++)
        {
            key[index] = (byte)index;
        }

        byte[] plaintext = Text("A cipher system must not be required to be secret, and it must be able to fall into the hands of the enemy without inconvenience");
        byte[] associated = Text("The second principle of Auguste Kerckhoffs");
        byte[] initializationVector = FromHex("1af38c2dc2b96ffdd86694092341bc04");
        byte[] expected = FromHex(
            "c80edfa32ddf39d5ef00c0b468834279a2e46a1b8049f792f76bfe54b903a9c9a94ac9b47ad2655c5f10f9aef71427e2fc6f9b3f399a221489f16362c7032336"
            + "09d45ac69864e3321cf82935ac4096c86e133314c54019e8ca7980dfa4b9cf1b384c486f3a54c51078158ee5d79de59fbd34d848b3d69550a67646344427ade5"
            + "4b8851ffb598f7f80074b9473c82e2db");
        byte[] expectedTag = FromHex("652c3fa36b0a7c5b3219fab3a30bc1c4");

        A128CbcHs256 aead = new A128CbcHs256(_cryptography);
        FrameKey frameKey = new FrameKey();
        frameKey.Set(key);
        byte[] ciphertext = aead.Encrypt(frameKey, initializationVector, plaintext);
        CollectionAssert.AreEqual(expected, ciphertext);
        byte[] tag = aead.Authenticate(frameKey, associated, new byte[0], 0, initializationVector, ciphertext, 0, ciphertext.Length);
        Assert.IsTrue(A128CbcHs256.BlockEquals(expectedTag, 0, tag, 0), "tag");

        byte[] opened = new byte[plaintext.Length];
        Assert.AreEqual(plaintext.Length, aead.Decrypt(frameKey, initializationVector, ciphertext, 0, ciphertext.Length, opened));
        CollectionAssert.AreEqual(plaintext, opened);
    }

    [TestMethod]
    public void The_self_test_passes_with_sound_primitives_and_fails_with_broken_ones()
    {
        Assert.IsTrue(SelfTest.Run(_cryptography));
        Assert.IsFalse(SelfTest.Run(new BrokenCryptography(1)), "encryption");
        Assert.IsFalse(SelfTest.Run(new BrokenCryptography(2)), "decryption");
        Assert.IsFalse(SelfTest.Run(new BrokenCryptography(3)), "HMAC");
    }

    [TestMethod]
    public void A_frame_is_not_made_when_the_cipher_gives_something_else_than_it_should()
    {
        FrameSealer sealer = new FrameSealer(new BrokenCryptography(1), UnitEnrolment.UnitIdBytes("abcdefgh"));
        FrameHeader header = new FrameHeader { Kind = FrameKind.Status, Epoch = 1, Sequence = 1 };
        byte[] payload = new byte[40];
        Assert.AreEqual(0, sealer.Seal(header, new FrameKey(), payload, 0, payload.Length, new byte[payload.Length + FrameSealer.MaximumOverhead]));
        Assert.AreEqual(1, sealer.SelfCheckFailures);
    }

    internal static byte[] Text(string text)
    {
        byte[] bytes = new byte[text.Length];
        for (int index = 0; index < text.Length; index++)
        {
            bytes[index] = (byte)text[index];
        }

        return bytes;
    }

    internal static byte[] FromHex(string hex)
    {
        byte[] bytes = new byte[hex.Length / 2];
        for (int index = 0; index < bytes.Length; index++)
        {
            bytes[index] = (byte)((Digit(hex[index * 2]) << 4) | Digit(hex[(index * 2) + 1]));
        }

        return bytes;
    }

    private static int Digit(char character) => character <= '9' ? character - '0' : character - 'a' + 10;
}
