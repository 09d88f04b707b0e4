using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Telltale.Demo;

/// <summary>A certificate authority made on the spot: ECDSA over P-256, its key only ever in memory.</summary>
public sealed class CertificateAuthority : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;

    /// <summary>Makes an authority that is valid from yesterday for ten years.</summary>
    public CertificateAuthority(string commonName)
    {
        CertificateRequest request = new($"CN={commonName}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(10));
    }

    /// <summary>The certificate that clients trust.</summary>
    public string CertificatePem => _certificate.ExportCertificatePem();

    /// <summary>Issues a certificate and its key, PEM, for a year unless the times say otherwise.</summary>
    /// <param name="commonName">A server's host name, or a client's user name.</param>
    /// <param name="isServer">True for a server; loopback addresses are then added to its names when the name is "localhost".</param>
    /// <param name="notBefore">When it becomes valid; yesterday by default.</param>
    /// <param name="notAfter">When it ends; in a year by default.</param>
    public (string CertificatePem, string KeyPem) Issue(string commonName, bool isServer, DateTimeOffset? notBefore = null, DateTimeOffset? notAfter = null)
    {
        const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
        const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={commonName}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(isServer ? ServerAuthentication : ClientAuthentication)], critical: false));
        if (isServer)
        {
            SubjectAlternativeNameBuilder names = new();
            names.AddDnsName(commonName);
            if (string.Equals(commonName, "localhost", StringComparison.Ordinal))
            {
                names.AddIpAddress(IPAddress.Loopback);
                names.AddIpAddress(IPAddress.IPv6Loopback);
            }

            request.CertificateExtensions.Add(names.Build());
        }

        using X509Certificate2 certificate = request.Create(
            _certificate, notBefore ?? DateTimeOffset.UtcNow.AddDays(-1), notAfter ?? DateTimeOffset.UtcNow.AddYears(1), RandomNumberGenerator.GetBytes(16));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }
}
