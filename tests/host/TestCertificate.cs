namespace Telltale.HostTests;

/// <summary>A certificate and its private key, as PEM files.</summary>
internal sealed record TestCertificate(string CertificateFile, string KeyFile);
