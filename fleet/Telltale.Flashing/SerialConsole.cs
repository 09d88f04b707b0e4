using System.Diagnostics;

namespace Telltale.Flashing;

/// <summary>
/// A serial port without a library for serial ports: <c>stty</c> sets the speed on Linux and macOS, three calls of the system do on Windows
/// (<see cref="WindowsSerialPort"/>), and the port is read as a file. Tested on Linux with a pseudo-terminal; with a board, on macOS and on Windows it has not
/// been run.
/// </summary>
public sealed class SerialConsole : ISerialConsole
{
    /// <summary>Speed of the interpreter's console on ESP32 targets (CONFIG_TARGET_SERIAL_BAUDRATE).</summary>
    public const int BitsPerSecond = 921600;

    private const int SetupMilliseconds = 5000;

    /// <inheritdoc/>
    public Stream Open(string port)
    {
        ArgumentException.ThrowIfNullOrEmpty(port);
        try
        {
            if (OperatingSystem.IsWindows())
            {
                return WindowsSerialPort.Open(port, BitsPerSecond);
            }

            // The port is opened first: where the last one closes it, its settings are lost.
            // -hupcl leaves the board running when it is closed; min 0, time 2 lets a read come back after 0.2 s with nothing.
            Stream stream = Read(port);
            try
            {
                SetUp("stty", OperatingSystem.IsMacOS() ? "-f" : "-F", port, $"{BitsPerSecond}", "raw", "-echo", "clocal", "-hupcl", "min", "0", "time", "2");
                return stream;
            }
            catch
            {
                stream.Dispose();
                throw;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FlashException($"The serial port {port} cannot be opened: {exception.Message}", exception);
        }
    }

    private static FileStream Read(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);

    private static void SetUp(string tool, params string[] arguments)
    {
        var start = new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using Process process = Start(start, tool);
        if (!process.WaitForExit(SetupMilliseconds))
        {
            process.Kill();
            throw new IOException($"{tool} does not come back.");
        }

        if (process.ExitCode != 0)
        {
            throw new IOException($"{tool}: {process.StandardError.ReadToEnd().Trim()} {process.StandardOutput.ReadToEnd().Trim()}".TrimEnd());
        }
    }

    private static Process Start(ProcessStartInfo start, string tool)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new IOException($"{tool} is not there: {exception.Message}", exception);
        }
    }
}
