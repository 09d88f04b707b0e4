using System;
using System.IO;
using Telltale.Ports;

namespace Telltale.Esp32;

/// <summary>
/// littlefs in the chip's flash. A file's bytes are in flash only when it has been closed, so each call opens, works and closes. The volume
/// also holds nanoFramework's network settings and certificates, which are none of the unit's business and are left alone.
/// </summary>
public sealed class FileVolume : IFileVolume
{
    private const string Root = "I:\\";

    /// <summary>Calls that the file system answered with an exception, or whose result was not what was written.</summary>
    public int Failures;

    /// <inheritdoc/>
    public string[] List(string prefix)
    {
        string[] paths;
        try
        {
            paths = Directory.GetFiles(Root);
        }
        catch (Exception)
        {
            Failures++;
            return new string[0];
        }

        int count = 0;
        for (int index = 0; index < paths.Length; index++)
        {
            string name = Path.GetFileName(paths[index]);
            if (name.StartsWith(prefix))
            {
                paths[count] = name;
                count++;
            }
        }

        string[] names = new string[count];
        Array.Copy(paths, names, count);
        return names;
    }

    /// <inheritdoc/>
    public int Length(string name)
    {
        string path = Root + name;
        try
        {
            // Opening a file, even to read, costs a commit in flash: nanoFramework opens "r+", and littlefs notes the time.
            return File.Exists(path) ? (int)new FileInfo(path).Length : -1;
        }
        catch (Exception)
        {
            Failures++;
            return -1;
        }
    }

    /// <inheritdoc/>
    public int Read(string name, int position, byte[] buffer, int offset, int count)
    {
        string path = Root + name;
        FileStream stream = null;
        try
        {
            if (!File.Exists(path))
            {
                return -1;
            }

            stream = new FileStream(path, FileMode.Open, FileAccess.Read);
            if (position >= stream.Length)
            {
                return 0;
            }

            if (position > 0)
            {
                stream.Seek(position, SeekOrigin.Begin);
            }

            int total = 0;
            while (total < count)
            {
                int taken = stream.Read(buffer, offset + total, count - total);
                if (taken <= 0)
                {
                    break;
                }

                total += taken;
            }

            return total;
        }
        catch (Exception)
        {
            Failures++;
            return -1;
        }
        finally
        {
            TryClose(stream);
        }
    }

    /// <inheritdoc/>
    public bool Append(string name, byte[] buffer, int offset, int count)
    {
        int before = Length(name);
        if (Write(name, before < 0 ? FileMode.CreateNew : FileMode.Append, buffer, offset, count) && Length(name) == (before < 0 ? 0 : before) + count)
        {
            return true;
        }

        Failures++;
        if (before < 0)
        {
            Delete(name);
        }
        else
        {
            CutTo(name, before);
        }

        return false;
    }

    /// <inheritdoc/>
    public bool Create(string name, byte[] buffer, int offset, int count)
    {
        if (Length(name) >= 0)
        {
            return false;
        }

        if (Write(name, FileMode.CreateNew, buffer, offset, count) && Length(name) == count)
        {
            return true;
        }

        Failures++;
        Delete(name);
        return false;
    }

    /// <inheritdoc/>
    public bool Delete(string name)
    {
        string path = Root + name;
        try
        {
            if (!File.Exists(path))
            {
                return false;
            }

            File.Delete(path);
            return true;
        }
        catch (Exception)
        {
            Failures++;
            return false;
        }
    }

    private bool Write(string name, FileMode mode, byte[] buffer, int offset, int count)
    {
        FileStream stream = null;
        bool written = false;
        try
        {
            stream = new FileStream(Root + name, mode, FileAccess.Write);
            stream.Write(buffer, offset, count);
            written = true;
        }
        catch (Exception)
        {
            Failures++;
        }

        return TryClose(stream) && written;
    }

    /// <summary>Takes away what a failed append may have left behind; frames are checked when they are read, should this fail too.</summary>
    private void CutTo(string name, int length)
    {
        FileStream stream = null;
        try
        {
            stream = new FileStream(Root + name, FileMode.Open, FileAccess.ReadWrite);
            if (stream.Length > length)
            {
                stream.SetLength(length);
            }
        }
        catch (Exception)
        {
            Failures++;
        }

        TryClose(stream);
    }

    private bool TryClose(FileStream stream)
    {
        if (stream == null)
        {
            return true;
        }

        try
        {
            stream.Close();
            return true;
        }
        catch (Exception)
        {
            Failures++;
            return false;
        }
    }
}
