using System.Text.Json;
using Telltale.DeviceTests.Sealing;
using Telltale.Ports;
using Telltale.Sealing;
using Telltale.Virtual.Board;

namespace Telltale.HostTests.Sealing;

/// <summary>Project Wycheproof's cases, on .NET's primitives and on the plain ones written out from the standards.</summary>
[TestFixture(typeof(DotNetCryptography))]
[TestFixture(typeof(ReferenceCryptography))]
public class WycheproofTests(Type implementation)
{
    private readonly ICryptography _cryptography = (ICryptography)Activator.CreateInstance(implementation)!;

    [Test]
    public void All_94_cases_of_A128CBC_HS256_come_out_as_they_say()
    {
        A128CbcHs256 aead = new(_cryptography);
        int cases = ForEachCase("a128cbc_hs256_test.json", (_, test) =>
        {
            FrameKey key = new();
            key.Set(Bytes(test, "key"));
            byte[] iv = Bytes(test, "iv");
            byte[] associated = Bytes(test, "aad");
            byte[] message = Bytes(test, "msg");
            byte[] ciphertext = Bytes(test, "ct");
            byte[] tag = Bytes(test, "tag");
            bool isValid = test.GetProperty("result").ValueEquals("valid");

            byte[] computed = aead.Authenticate(key, associated, [], 0, iv, ciphertext, 0, ciphertext.Length);
            byte[] opened = new byte[ciphertext.Length];
            int length = tag.Length == A128CbcHs256.TagLength && A128CbcHs256.BlockEquals(computed, 0, tag, 0)
                ? aead.Decrypt(key, iv, ciphertext, 0, ciphertext.Length, opened)
                : -1;
            if (isValid)
            {
                Assert.That(opened.AsSpan(0, length).ToArray(), Is.EqualTo(message), Name(test));
                Assert.That(aead.Encrypt(key, iv, message), Is.EqualTo(ciphertext), Name(test));
            }
            else
            {
                Assert.That(length, Is.EqualTo(-1), Name(test));
            }
        });
        Assert.That(cases, Is.EqualTo(94));
    }

    [Test]
    public void HMAC_SHA_256_cases_come_out_as_they_say()
    {
        int cases = ForEachCase("hmac_sha256_test.json", (group, test) =>
        {
            byte[] mac = _cryptography.HmacSha256(Bytes(test, "key"), Bytes(test, "msg"));
            byte[] cut = mac[..(group.GetProperty("tagSize").GetInt32() / 8)];
            Assert.That(cut.AsSpan().SequenceEqual(Bytes(test, "tag")), Is.EqualTo(test.GetProperty("result").ValueEquals("valid")), Name(test));
        });
        Assert.That(cases, Is.EqualTo(174));
    }

    [Test]
    public void HKDF_SHA_256_cases_come_out_as_they_say()
    {
        int cases = ForEachCase("hkdf_sha256_test.json", (_, test) =>
        {
            int size = test.GetProperty("size").GetInt32();
            if (size > 255 * 32)
            {
                Assert.That(test.GetProperty("result").ValueEquals("invalid"), Is.True, "more than HKDF can give");
                return;
            }

            byte[] salt = Bytes(test, "salt");
            byte[] extracted = KeySchedule.ExtractKey(_cryptography, salt.Length == 0 ? new byte[32] : salt, Bytes(test, "ikm"));
            Assert.That(KeySchedule.ExpandKey(_cryptography, extracted, Bytes(test, "info"), size), Is.EqualTo(Bytes(test, "okm")), Name(test));
        });
        Assert.That(cases, Is.EqualTo(86));
    }

    [Test]
    public void AES_128_CBC_cases_come_out_as_they_say()
    {
        A128CbcHs256 aead = new(_cryptography);
        int used = 0;
        _ = ForEachCase("aes_cbc_pkcs5_test.json", (group, test) =>
        {
            if (group.GetProperty("keySize").GetInt32() != 128)
            {
                return;
            }

            used++;
            FrameKey key = new();
            key.Set([.. new byte[16], .. Bytes(test, "key")]);
            byte[] ciphertext = Bytes(test, "ct");
            byte[] message = Bytes(test, "msg");
            byte[] opened = new byte[ciphertext.Length];
            int length = aead.Decrypt(key, Bytes(test, "iv"), ciphertext, 0, ciphertext.Length, opened);
            if (test.GetProperty("result").ValueEquals("valid"))
            {
                Assert.That(opened.AsSpan(0, length).ToArray(), Is.EqualTo(message), Name(test));
                Assert.That(aead.Encrypt(key, Bytes(test, "iv"), message), Is.EqualTo(ciphertext), Name(test));
            }
            else
            {
                Assert.That(length, Is.EqualTo(-1), Name(test));
            }
        });
        Assert.That(used, Is.GreaterThan(50));
    }

    private static int ForEachCase(string file, Action<JsonElement, JsonElement> check)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Corpora.File("crypto", file)));
        int cases = 0;
        foreach (JsonElement group in document.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
            {
                check(group, test);
                cases++;
            }
        }

        return cases;
    }

    private static byte[] Bytes(JsonElement test, string name) => Convert.FromHexString(test.GetProperty(name).GetString()!);

    private static string Name(JsonElement test) => $"case {test.GetProperty("tcId").GetInt32()} {test.GetProperty("comment").GetString()}";
}
