using System.Security.Cryptography;
using Telltale.Fleet;

namespace Telltale.Flashing;

/// <summary>
/// A folder for the minutes in which secrets have to lie in files because nanoff reads files. Only its owner may enter it; its files are overwritten and
/// deleted when it is disposed of, and also when the process ends in another way than by force.
/// </summary>
public sealed class PrivateFolder : IDisposable
{
    private readonly Lock _lock = new();
    private bool _isGone;

    /// <summary>Makes the folder below the user's temporary folder.</summary>
    public PrivateFolder()
    {
        Folder = Path.Combine(Path.GetTempPath(), "telltale-" + RandomNumberGenerator.GetHexString(16, lowercase: true));
        SecretFile.CreateFolder(Folder);
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    /// <summary>The folder's path.</summary>
    public string Folder { get; }

    /// <summary>Writes a file.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, ReadOnlySpan<byte> content)
    {
        string path = Path.Combine(Folder, name);
        SecretFile.Create(path, content);
        return path;
    }

    /// <summary>Overwrites and deletes.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isGone)
            {
                return;
            }

            _isGone = true;
            AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
            IOException? problem = null;
            foreach (string file in Directory.GetFiles(Folder))
            {
                try
                {
                    Overwrite(file);
                }
                catch (IOException exception)
                {
                    // Somebody has it open; the others are overwritten and all of them deleted all the same.
                    problem = exception;
                }
            }

            Directory.Delete(Folder, recursive: true);
            if (problem is not null)
            {
                throw new IOException($"A file with secrets was deleted without being overwritten: {problem.Message}", problem);
            }
        }
    }

    private static void Overwrite(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        stream.Write(new byte[stream.Length]);
        stream.Flush(flushToDisk: true);
    }

    private void OnProcessExit(object? sender, EventArgs arguments) => Dispose();
}
