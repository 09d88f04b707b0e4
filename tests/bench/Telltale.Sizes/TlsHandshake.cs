using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Telltale.Sizes;

/// <summary>
/// What a full TLS 1.2 handshake takes, measured on this machine between two ends of this process: ECDHE-ECDSA with AES-128-GCM on P-256, the broker sends its certificate and that of an
/// intermediate authority, made on the spot; the unit has no certificate and resumes no session. Signatures vary by a byte or two.
/// </summary>
public static class TlsHandshake
{
    /// <summary>The bytes of both directions, without TCP.</summary>
    public static int Measure()
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 root = Authority("CN=A root certificate authority,O=Example", null, now);
        using X509Certificate2 intermediate = Authority("CN=An issuing certificate authority,O=Example", root, now);
        using X509Certificate2 leaf = Leaf("broker.example.org", intermediate, now);
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        using TcpClient unit = new();
        Task connecting = unit.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using TcpClient broker = listener.AcceptTcpClient();
        connecting.Wait();
        CountingStream counted = new(unit.GetStream());
        using SslStream client = new(counted, leaveInnerStreamOpen: false, (_, certificate, _, _) => certificate is not null);
        using SslStream server = new(broker.GetStream());
        Task serving = server.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(leaf, [intermediate], offline: true),
            EnabledSslProtocols = SslProtocols.Tls12,
        });
        client.AuthenticateAsClient(new SslClientAuthenticationOptions
        {
            TargetHost = "broker.example.org",
            EnabledSslProtocols = SslProtocols.Tls12,
            AllowTlsResume = false,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        });
        serving.Wait();
        return counted.Bytes;
    }

    private static X509Certificate2 Authority(string name, X509Certificate2? issuer, DateTimeOffset now)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        if (issuer is null)
        {
            return request.CreateSelfSigned(now.AddYears(-5), now.AddYears(5));
        }

        using X509Certificate2 certificate = request.Create(issuer, now.AddYears(-1), now.AddYears(1), RandomNumberGenerator.GetBytes(16));
        return certificate.CopyWithPrivateKey(key);
    }

    private static X509Certificate2 Leaf(string host, X509Certificate2 issuer, DateTimeOffset now)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={host}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using X509Certificate2 certificate = request.Create(issuer, now.AddHours(-1), now.AddDays(60), RandomNumberGenerator.GetBytes(16));
        using X509Certificate2 withKey = certificate.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }

    private sealed class CountingStream(Stream inner) : Stream
    {
        private int _bytes;

        public int Bytes => _bytes;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Count(inner.Read(buffer, offset, count));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => Count(await inner.ReadAsync(buffer, cancellationToken));

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, Count(count));

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Count(buffer.Length);
            return inner.WriteAsync(buffer, cancellationToken);
        }

        public override void Flush() => inner.Flush();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }

        private int Count(int count)
        {
            Interlocked.Add(ref _bytes, count);
            return count;
        }
    }
}
