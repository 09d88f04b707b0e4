using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Telltale.Mosquitto;
using Telltale.Ports;

namespace Telltale.Virtual.Link;

/// <summary>
/// Finds out why a broker's certificate was refused: libmosquitto says only that it was. It makes a handshake of its own, in which nothing is sent, and judges the chain again.
/// </summary>
internal static class CertificateExaminer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Blocks for at most some seconds.</summary>
    /// <returns><see cref="LinkFailure.Tls"/> when no reason was found.</returns>
    public static LinkFailure Examine(MosquittoOptions options)
    {
        if (options.CertificateAuthorityFile is null)
        {
            return LinkFailure.Tls;
        }

        LinkFailure failure = LinkFailure.Tls;
        try
        {
            X509Certificate2Collection anchors = [];
            anchors.ImportFromPemFile(options.CertificateAuthorityFile);
            X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(anchors);
            using TcpClient connection = new();
            using CancellationTokenSource patience = new(Patience);
            connection.ConnectAsync(options.Host, options.Port, patience.Token).AsTask().GetAwaiter().GetResult();
            using SslStream tls = new(connection.GetStream());
            SslClientAuthenticationOptions authentication = new()
            {
                TargetHost = options.Host,
                CertificateChainPolicy = policy,
                RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                {
                    failure = Judge(certificate, chain, errors);
                    return false;
                },
            };
            tls.AuthenticateAsClientAsync(authentication, patience.Token).GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException or SocketException or OperationCanceledException or System.Security.Cryptography.CryptographicException)
        {
            // Expected: the handshake is always refused. What the certificate was like has been judged by then, or cannot be.
        }

        return failure;
    }

    private static LinkFailure Judge(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        const X509ChainStatusFlags Untrusted = X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.NotSignatureValid;
        if (certificate is null || chain is null)
        {
            return LinkFailure.Tls;
        }

        X509ChainStatusFlags status = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
        if ((status & Untrusted) != X509ChainStatusFlags.NoError)
        {
            return LinkFailure.CertificateUntrusted;
        }

        if (status.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            DateTime now = DateTime.Now;
            return chain.ChainElements.Any(element => element.Certificate.NotBefore > now) ? LinkFailure.CertificateNotYetValid : LinkFailure.CertificateExpired;
        }

        return errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? LinkFailure.CertificateWrongHost : LinkFailure.Tls;
    }
}
