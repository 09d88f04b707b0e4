namespace Telltale.Ports;

/// <summary>
/// Files on a volume that promises what littlefs promises and nothing better: what a call has written is durable when the call
/// returns, because each call opens, works and closes. A power cut inside <see cref="Append"/> leaves the file as it was, or with
/// all of the bytes; a file that the call would have created may be found empty. Names are flat: letters, digits, '-' and '.'.
/// </summary>
public interface IFileVolume
{
    /// <summary>The names of all files whose names start with <paramref name="prefix"/>, in no order.</summary>
    string[] List(string prefix);

    /// <summary>The length in bytes, or -1 when there is no such file.</summary>
    int Length(string name);

    /// <summary>Reads up to <paramref name="count"/> bytes from <paramref name="position"/>.</summary>
    /// <returns>How many bytes were read, less than asked at the end of the file; -1 when the file is absent or unreadable.</returns>
    int Read(string name, int position, byte[] buffer, int offset, int count);

    /// <summary>Adds bytes at the end of a file, creating it where needed.</summary>
    /// <returns>False when the volume is full or fails; the file is then as it was.</returns>
    bool Append(string name, byte[] buffer, int offset, int count);

    /// <summary>
    /// Writes a whole new file. The name must not exist: nothing is replaced in place, because a cut would leave neither.
    /// </summary>
    /// <returns>False when the name exists, or the volume is full or fails.</returns>
    bool Create(string name, byte[] buffer, int offset, int count);

    /// <summary>Removes a file.</summary>
    /// <returns>False when it was not there or could not be removed.</returns>
    bool Delete(string name);
}
