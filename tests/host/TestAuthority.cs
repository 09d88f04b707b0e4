using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Telltale.HostTests;

/// <summary>A certificate authority made on the spot (RFC 5280), which writes PEM files into a folder.</summary>
internal sealed class TestAuthority
{
    private readonly string _folder;
    private readonly X509Certificate2 _certificate;
    private int _issued;

    public TestAuthority(string folder, string name = "Telltale test authority")
    {
        _folder = folder;
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        DateTimeOffset now = DateTimeOffset.UtcNow;
        _certificate = request.CreateSelfSigned(now.AddYears(-10), now.AddYears(10));
        CertificateFile = Write($"authority-{Guid.NewGuid():N}.crt", _certificate.ExportCertificatePem());
    }

    /// <summary>PEM file of the authority's own certificate.</summary>
    public string CertificateFile { get; }

    /// <summary>Makes a certificate for a broker, or for a client by its name.</summary>
    /// <param name="name">The host name; localhost is given 127.0.0.1 as well.</param>
    /// <param name="notBefore">Start of validity; an hour ago when null.</param>
    /// <param name="notAfter">End of validity; in a day when null.</param>
    public TestCertificate Issue(string name, DateTimeOffset? notBefore = null, DateTimeOffset? notAfter = null)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(name);
        if (string.Equals(name, "localhost", StringComparison.Ordinal))
        {
            names.AddIpAddress(IPAddress.Loopback);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        DateTimeOffset now = DateTimeOffset.UtcNow;
        byte[] serial = [1, .. RandomNumberGenerator.GetBytes(8)];
        using X509Certificate2 certificate = request.Create(_certificate, notBefore ?? now.AddHours(-1), notAfter ?? now.AddDays(1), serial);
        string stem = $"{name}-{_issued++}";
        return new TestCertificate(Write(stem + ".crt", certificate.ExportCertificatePem()), Write(stem + ".key", key.ExportPkcs8PrivateKeyPem()));
    }

    /// <summary>Makes a certificate that its own key has signed.</summary>
    public TestCertificate SelfSigned(string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
        string stem = $"self-signed-{_issued++}";
        return new TestCertificate(Write(stem + ".crt", certificate.ExportCertificatePem()), Write(stem + ".key", key.ExportPkcs8PrivateKeyPem()));
    }

    private string Write(string name, string pem)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, pem + "\n");
        return path;
    }
}
