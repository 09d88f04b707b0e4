using System;
using System.Collections;
using Telltale.Ports;

namespace Telltale.DeviceTests.Journal;

/// <summary>
/// Files in memory with what littlefs promises and no more. <see cref="OperationsUntilCut"/> lets the power fail inside a chosen change: that one and all
/// later ones do not happen, or happen in part where littlefs may do so.
/// </summary>
public sealed class TestVolume : IFileVolume
{
    /// <summary>What the cut leaves of an append or a creation.</summary>
    public enum CutOutcome
    {
        NotDone,
        Done,
        EmptyNewFile,
    }

    public int OperationsUntilCut = int.MaxValue;

    public CutOutcome Outcome = CutOutcome.NotDone;

    public bool IsFull;

    /// <summary>Deletes fail, and everything else goes on.</summary>
    public bool RefusesDeletes;

    /// <summary>So many of the next changes fail and leave everything as it was.</summary>
    public int FailuresLeft;

    /// <summary>So many of the next reads fail.</summary>
    public int ReadFailuresLeft;

    public int Operations;

    public int BytesRead;

    private readonly ArrayList _names = new ArrayList();
    private readonly ArrayList _contents = new ArrayList();

    /// <summary>True once the power has failed; <see cref="Restore"/> brings it back.</summary>
    public bool IsCut;

    public void Restore()
    {
        IsCut = false;
        OperationsUntilCut = int.MaxValue;
    }

    public string[] List(string prefix)
    {
        int count = 0;
        for (int index = 0; index < _names.Count; index++)
        {
            count += IsMatch((string)_names[index], prefix) ? 1 : 0;
        }

        string[] names = new string[count];
        count = 0;
        for (int index = _names.Count - 1; index >= 0; index--)
        {
            if (IsMatch((string)_names[index], prefix))
            {
                names[count++] = (string)_names[index];
            }
        }

        return names;
    }

    public int Length(string name)
    {
        byte[] content = Content(name);
        return content == null ? -1 : content.Length;
    }

    public int Read(string name, int position, byte[] buffer, int offset, int count)
    {
        byte[] content = Content(name);
        if (ReadFailuresLeft > 0)
        {
            ReadFailuresLeft--;
            return -1;
        }

        if (content == null)
        {
            return -1;
        }

        int take = content.Length - position < count ? content.Length - position : count;
        if (take <= 0)
        {
            return 0;
        }

        Array.Copy(content, position, buffer, offset, take);
        BytesRead += take;
        return take;
    }

    public bool Append(string name, byte[] buffer, int offset, int count)
    {
        byte[] content = Content(name);
        if (!IsPowered())
        {
            if (IsCut && Outcome == CutOutcome.EmptyNewFile && content == null && OperationsUntilCut == 0)
            {
                Put(name, new byte[0]);
            }

            if (OperationsUntilCut == 0 && Outcome == CutOutcome.Done)
            {
                Add(name, content, buffer, offset, count);
            }

            OperationsUntilCut = -1;
            return false;
        }

        if (IsFull || FailuresLeft > 0)
        {
            FailuresLeft -= FailuresLeft > 0 ? 1 : 0;
            return false;
        }

        Add(name, content, buffer, offset, count);
        return true;
    }

    public bool Create(string name, byte[] buffer, int offset, int count) => Content(name) == null && Append(name, buffer, offset, count);

    public bool Delete(string name)
    {
        int index = IndexOf(name);
        if (!IsPowered())
        {
            if (OperationsUntilCut == 0 && Outcome == CutOutcome.Done && index >= 0)
            {
                _names.RemoveAt(index);
                _contents.RemoveAt(index);
            }

            OperationsUntilCut = -1;
            return false;
        }

        if (index < 0 || RefusesDeletes)
        {
            return false;
        }

        _names.RemoveAt(index);
        _contents.RemoveAt(index);
        return true;
    }

    /// <summary>A file's bytes, the volume's own array; null when there is no such file.</summary>
    public byte[] Content(string name)
    {
        int index = IndexOf(name);
        return index < 0 ? null : (byte[])_contents[index];
    }

    /// <summary>Puts a whole content in place, as damage does.</summary>
    public void Put(string name, byte[] content)
    {
        int index = IndexOf(name);
        if (index < 0)
        {
            _names.Add(name);
            _contents.Add(content);
        }
        else
        {
            _contents[index] = content;
        }
    }

    private void Add(string name, byte[] content, byte[] buffer, int offset, int count)
    {
        int length = content == null ? 0 : content.Length;
        byte[] longer = new byte[length + count];
        if (length > 0)
        {
            Array.Copy(content, 0, longer, 0, length);
        }

        Array.Copy(buffer, offset, longer, length, count);
        Put(name, longer);
    }

    private bool IsPowered()
    {
        if (IsCut)
        {
            return false;
        }

        Operations++;
        if (OperationsUntilCut != int.MaxValue)
        {
            OperationsUntilCut--;
            IsCut = OperationsUntilCut <= 0;
        }

        return !IsCut;
    }

    private static bool IsMatch(string name, string prefix) => prefix.Length == 0 || name.StartsWith(prefix);

    private int IndexOf(string name)
    {
        for (int index = 0; index < _names.Count; index++)
        {
            if ((string)_names[index] == name)
            {
                return index;
            }
        }

        return -1;
    }
}
