using System.Diagnostics;
using System.Text;

namespace Telltale.Flashing;

/// <summary>nanoff as a process of its own.</summary>
public sealed class NanoffProcess : INanoff
{
    private readonly string _path;

    /// <summary>Names the program.</summary>
    /// <param name="path">A path, or a name that is looked for in PATH and among the user's .NET tools.</param>
    public NanoffProcess(string path = "nanoff")
    {
        _path = Resolve(path);
    }

    /// <inheritdoc/>
    public async Task<NanoffResult> RunAsync(NanoffCommand command, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(command);
        var start = new ProcessStartInfo(_path, command.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
        };
        using Process process = Start(start);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }

        return new NanoffResult(process.ExitCode, await output + await error);
    }

    private static string Resolve(string path)
    {
        if (path.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) || path.Contains('/', StringComparison.Ordinal))
        {
            return Path.GetFullPath(path);
        }

        string name = OperatingSystem.IsWindows() ? path + ".exe" : path;
        string tools = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet", "tools", name);
        bool isInPath = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, name)));
        return !isInPath && File.Exists(tools) ? tools : path;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new FlashException(
                $"nanoff cannot be started ({start.FileName}): {exception.Message} Install it: dotnet tool install --global nanoff --version 2.5.162.", exception);
        }
    }
}
