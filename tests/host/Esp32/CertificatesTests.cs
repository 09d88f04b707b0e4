using System.Text;
using Telltale.Configuration;
using Telltale.Esp32;
using Telltale.HostTests.Unit;

namespace Telltale.HostTests.Esp32;

/// <summary>Certificates on the volume that the chip's parser takes, and some that it refuses.</summary>
internal sealed class CertificatesTests
{
    private const string Good = "-----BEGIN CERTIFICATE-----";

    [TestCase(Good, true)]
    [TestCase("not PEM", false)]
    [TestCase(null, false)]
    public void Authorities_that_are_wrong_or_missing_are_done_without(string? text, bool isUsed)
    {
        MemoryVolume volume = new();
        Put(volume, "ca.pem", text);
        Assert.That(StandInCertificates.HasAuthorities(volume, Configuration()), Is.EqualTo(isUsed));
    }

    [TestCase(Good, Good, true)]
    [TestCase(Good, "not PEM", false)]
    [TestCase("not PEM", Good, false)]
    [TestCase(Good, null, false)]
    public void A_client_certificate_or_key_that_is_wrong_or_missing_is_done_without(string? certificate, string? key, bool isUsed)
    {
        MemoryVolume volume = new();
        Put(volume, "unit.pem", certificate);
        Put(volume, "unit.key", key);
        Assert.That(StandInCertificates.HasClient(volume, Configuration()), Is.EqualTo(isUsed));
    }

    private static void Put(MemoryVolume volume, string name, string? text)
    {
        if (text is not null)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            volume.Create(name, bytes, 0, bytes.Length);
        }
    }

    private static UnitConfiguration Configuration()
    {
        UnitConfiguration configuration = new(new ConfigurationTable());
        configuration.SetText(ConfigurationKey.TrustAnchorFile, "ca.pem");
        configuration.SetText(ConfigurationKey.SecondTrustAnchorFile, "");
        configuration.SetText(ConfigurationKey.ClientCertificateFile, "unit.pem");
        configuration.SetText(ConfigurationKey.ClientKeyFile, "unit.key");
        return configuration;
    }
}
