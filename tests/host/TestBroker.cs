using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Telltale.Mosquitto;

namespace Telltale.HostTests;

/// <summary>
/// A real mosquitto on a free loopback port, with its configuration in a temporary folder. With TLS its certificate names localhost and
/// 127.0.0.1 and is signed by <see cref="Authority"/>. Stopped and started again it keeps port, certificate and password.
/// </summary>
internal sealed class TestBroker : IDisposable
{
    public const string UserName = "unit";
    public const string Password = "correct horse battery staple";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(20);

    private readonly string _folder;
    private readonly StringBuilder _log = new();
    private readonly bool _tls;
    private readonly string _extraConfiguration;
    private readonly bool _isPersistent;
    private Process? _process;

    /// <summary>Starts a broker.</summary>
    /// <param name="tls">Whether it speaks TLS.</param>
    /// <param name="certificate">Its certificate, when not the one that <see cref="Authority"/> makes by default.</param>
    /// <param name="extraConfiguration">Further lines of mosquitto.conf, such as "max_queued_messages 0".</param>
    /// <param name="isPersistent">Whether it keeps sessions and retained messages over a restart.</param>
    public TestBroker(bool tls = true, Func<TestAuthority, TestCertificate>? certificate = null, string extraConfiguration = "", bool isPersistent = false)
    {
        _isPersistent = isPersistent;
        _tls = tls;
        _extraConfiguration = extraConfiguration;
        _folder = Directory.CreateTempSubdirectory("telltale-broker-").FullName;
        try
        {
            Authority = new TestAuthority(_folder);
            TestCertificate server = certificate is null ? Authority.Issue("localhost") : certificate(Authority);
            ServerCertificateFile = server.CertificateFile;
            ServerKeyFile = server.KeyFile;
            WritePasswords();
            for (int attempt = 0; ; attempt++)
            {
                Port = FreePort();
                try
                {
                    Start();
                    return;
                }
                catch (InvalidOperationException) when (attempt < 5)
                {
                    // Somebody else took the port in between.
                }
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The authority that signs certificates of the broker and of clients.</summary>
    public TestAuthority Authority { get; }

    public int Port { get; private set; }

    public string ServerCertificateFile { get; private set; }

    public string ServerKeyFile { get; private set; }

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>What the broker has written to its log.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <summary>How a client reaches the broker.</summary>
    public MosquittoOptions Options(string clientId) => new()
    {
        Host = "localhost",
        Port = Port,
        ClientId = clientId,
        UserName = UserName,
        Password = Password,
        CertificateAuthorityFile = _tls ? Authority.CertificateFile : null,
    };

    /// <summary>Starts the broker after <see cref="Stop"/>, on the same port.</summary>
    public void Start()
    {
        string configuration = Path.Combine(_folder, "mosquitto.conf");
        File.WriteAllText(configuration, Configuration());
        ProcessStartInfo start = new("mosquitto", ["-c", configuration, "-v"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        Process process = StartProcess(start);
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;
        WaitUntilItListens(process);
    }

    /// <summary>Stops the broker; what it held in memory and has not written down is gone.</summary>
    /// <param name="isInOrder">With SIGTERM, so that it publishes every last will and writes its memory down; otherwise it is killed.</param>
    public void Stop(bool isInOrder = false)
    {
        if (_process is { } process)
        {
            if (isInOrder && !process.HasExited)
            {
                using Process kill = StartProcess(new ProcessStartInfo("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]));
                kill.WaitForExit();
            }
            else if (!process.HasExited)
            {
                process.Kill();
            }

            process.WaitForExit();
            process.Dispose();
            _process = null;
        }
    }

    /// <summary>Starts again with another certificate.</summary>
    public void Restart(TestCertificate certificate)
    {
        Stop();
        ServerCertificateFile = certificate.CertificateFile;
        ServerKeyFile = certificate.KeyFile;
        Start();
    }

    public void Restart(bool isInOrder = false)
    {
        Stop(isInOrder);
        Start();
    }

    public void Dispose()
    {
        Stop();
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Process StartProcess(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new AssertionException($"{start.FileName} is not installed; install it with: apt-get install mosquitto", exception);
        }
    }

    private void WritePasswords()
    {
        string file = Path.Combine(_folder, "passwords");
        File.WriteAllText(file, $"{UserName}:{Password}\n");
        using Process process = StartProcess(new ProcessStartInfo("mosquitto_passwd", ["-U", file]));
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, "mosquitto_passwd");
    }

    private string Configuration()
    {
        StringBuilder text = new();
        text.AppendLine($"listener {Port} 127.0.0.1");
        text.AppendLine("allow_anonymous false");
        text.AppendLine($"password_file {Path.Combine(_folder, "passwords")}");
        text.AppendLine(_isPersistent ? $"persistence true\npersistence_location {_folder}/\nautosave_on_changes true\nautosave_interval 1" : "persistence false");
        text.AppendLine("log_dest stderr");
        if (string.Equals(Environment.UserName, "root", StringComparison.Ordinal))
        {
            text.AppendLine("user root");
        }

        if (_tls)
        {
            text.AppendLine($"cafile {Authority.CertificateFile}");
            text.AppendLine($"certfile {ServerCertificateFile}");
            text.AppendLine($"keyfile {ServerKeyFile}");
        }

        text.AppendLine(_extraConfiguration);
        return text.ToString();
    }

    private void Append(string? line)
    {
        lock (_log)
        {
            _log.AppendLine(line);
        }
    }

    private void WaitUntilItListens(Process process)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (waited.Elapsed < StartTimeout)
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException("mosquitto ended at once: " + Log);
            }

            try
            {
                using TcpClient probe = new();
                probe.Connect(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException)
            {
                Thread.Sleep(20);
            }
        }

        throw new InvalidOperationException("mosquitto does not listen: " + Log);
    }
}
