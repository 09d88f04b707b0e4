using System;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Telltale.Configuration;
using Telltale.Ports;

namespace Telltale.Esp32;

/// <summary>Reads the certificates that the configuration names. One that is wrong is told and done without: the unit has to come up for its owner to hear of it.</summary>
internal static class Certificates
{
    private const int MaximumLength = 8192;

    /// <summary>The unit's own certificate with its key.</summary>
    /// <returns>Null where the broker knows it by its password, or where the chip's parser refuses it: the broker refuses the unit then, and its checks say so.</returns>
    internal static X509Certificate ReadClient(IFileVolume volume, UnitConfiguration configuration)
    {
        string certificate = ReadPem(volume, configuration.Text(ConfigurationKey.ClientCertificateFile));
        string key = ReadPem(volume, configuration.Text(ConfigurationKey.ClientKeyFile));
        if (certificate.Length == 0 || key.Length == 0)
        {
            return null;
        }

        try
        {
            return new X509Certificate2(certificate, key, "");
        }
        catch (Exception exception)
        {
            Console.WriteLine("Telltale: the client certificate is not used: " + exception.Message);
            return null;
        }
    }

    /// <summary>Both authorities in one text: the chip's parser takes every certificate of a PEM text into the chain that it trusts.</summary>
    /// <returns>Null where there is none, or where the parser refuses them: the broker's certificate is checked against the bundle that nanoff put on the board.</returns>
    internal static X509Certificate ReadAuthorities(IFileVolume volume, UnitConfiguration configuration)
    {
        string first = ReadPem(volume, configuration.Text(ConfigurationKey.TrustAnchorFile));
        string second = ReadPem(volume, configuration.Text(ConfigurationKey.SecondTrustAnchorFile));
        if (first.Length + second.Length == 0)
        {
            return null;
        }

        try
        {
            return new X509Certificate(first + second);
        }
        catch (Exception exception)
        {
            Console.WriteLine("Telltale: the certificate authorities are not used: " + exception.Message);
            return null;
        }
    }

    // As a string: PEM in a byte array would have to end with a NUL.
    private static string ReadPem(IFileVolume volume, string name)
    {
        int length = name.Length == 0 ? -1 : volume.Length(name);
        if (length <= 0)
        {
            return "";
        }

        byte[] bytes = new byte[length > MaximumLength ? 0 : length];
        if (bytes.Length == 0 || volume.Read(name, 0, bytes, 0, length) != length)
        {
            Console.WriteLine("Telltale: " + name + " cannot be read.");
            return "";
        }

        return Encoding.UTF8.GetString(bytes, 0, length) + "\n";
    }
}
