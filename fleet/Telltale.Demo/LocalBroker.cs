using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Telltale.Fleet;

namespace Telltale.Demo;

/// <summary>
/// A real mosquitto on a loopback port with TLS, a certificate authority made on the spot, and an account for each user: what the demo and the tests
/// run against. Its folder holds everything, and it keeps nothing over a stop: a broker that forgets is the harder case.
/// </summary>
public sealed class LocalBroker : IDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(15);

    private readonly string _folder;
    private readonly string _executable;
    private readonly string _passwordsFile;
    private readonly string _accessControlFile;
    private Process? _process;

    /// <summary>Writes certificates and configuration below <paramref name="folder"/>; starts nothing yet.</summary>
    /// <param name="folder">Made where needed.</param>
    /// <param name="passwordsFile">mosquitto's password file; read at every start.</param>
    /// <param name="accessControlFile">mosquitto's access control list; read at every start.</param>
    /// <exception cref="DemoException">mosquitto is not installed.</exception>
    public LocalBroker(string folder, string passwordsFile, string accessControlFile)
    {
        _passwordsFile = passwordsFile;
        _accessControlFile = accessControlFile;
        _executable = FindExecutable() ?? throw new DemoException("mosquitto is not installed: apt-get install mosquitto (Debian), brew install mosquitto (macOS), or mosquitto.org/download (Windows).");
        _folder = Directory.CreateDirectory(folder).FullName;
        Port = FreePort();
        using CertificateAuthority authority = new("Telltale demo authority");
        CertificateAuthorityFile = Path.Combine(_folder, "ca.crt");
        File.WriteAllText(CertificateAuthorityFile, authority.CertificatePem);
        (string certificate, string key) = authority.Issue(Host, isServer: true);
        File.WriteAllText(Path.Combine(_folder, "server.crt"), certificate);
        SecretFile.Replace(Path.Combine(_folder, "server.key"), Encoding.UTF8.GetBytes(key));
    }

    /// <summary>The name that the broker's certificate is for.</summary>
    public static string Host => "localhost";

    /// <summary>The port; the same over every restart.</summary>
    public int Port { get; }

    /// <summary>The certificate to trust, PEM.</summary>
    public string CertificateAuthorityFile { get; }

    /// <summary>"mosquitto" and its version.</summary>
    public string Version
    {
        get
        {
            // Asked for help, mosquitto begins with "mosquitto version 2.0.11" and exits with 3.
            ProcessStartInfo start = new(_executable, "-h") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
            using Process? process = Process.Start(start);
            string first = process?.StandardOutput.ReadLine() ?? "";
            return first.Replace("version ", "", StringComparison.Ordinal).Trim() is { Length: > 0 } version ? version : "mosquitto";
        }
    }

    /// <summary>True from <see cref="Start"/> to <see cref="Stop"/>.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Starts the broker and waits until it accepts connections.</summary>
    /// <exception cref="DemoException">It ended or did not accept in time; the message holds what it said.</exception>
    public void Start()
    {
        if (IsRunning)
        {
            return;
        }

        string configuration = Path.Combine(_folder, "mosquitto.conf");
        string log = Path.Combine(_folder, "mosquitto.log");
        List<string> lines =
        [
            $"listener {Port} 127.0.0.1",
            $"cafile {CertificateAuthorityFile}",
            $"certfile {Path.Combine(_folder, "server.crt")}",
            $"keyfile {Path.Combine(_folder, "server.key")}",
            "tls_version tlsv1.2",
            "allow_anonymous false",
            $"password_file {_passwordsFile}",
            $"acl_file {_accessControlFile}",
            "persistence false",
            "max_queued_messages 100000",
            $"log_dest file {log}",
            "log_type error",
            "log_type warning",
            "log_type notice",
        ];
        if (!OperatingSystem.IsWindows())
        {
            // Started as root, mosquitto would become another user, who may not read the key.
            lines.Add($"user {Environment.UserName}");
        }

        File.WriteAllLines(configuration, lines);
        ProcessStartInfo start = new(_executable) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(configuration);
        _process = Process.Start(start) ?? throw new DemoException($"{_executable} could not be started.");
        Stopwatch waited = Stopwatch.StartNew();
        while (!Accepts())
        {
            if (_process.HasExited || waited.Elapsed > StartTimeout)
            {
                string said = _process.HasExited ? _process.StandardError.ReadToEnd() : "it does not accept connections";
                string logged = File.Exists(log) ? File.ReadAllText(log) : "";
                Stop();
                throw new DemoException($"mosquitto did not start on port {Port}: {said}{logged}");
            }

            Thread.Sleep(20);
        }
    }

    /// <summary>Ends the broker at once, as a crash would.</summary>
    public void Stop()
    {
        if (_process is not { } process)
        {
            return;
        }

        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
        _process = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
    }

    private static string? FindExecutable()
    {
        string name = OperatingSystem.IsWindows() ? "mosquitto.exe" : "mosquitto";
        IEnumerable<string> folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(OperatingSystem.IsWindows() ? [@"C:\Program Files\mosquitto"] : ["/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin"]);
        return folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private bool Accepts()
    {
        try
        {
            using TcpClient client = new();
            client.Connect(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
