using System;

namespace Telltale.Journal;

/// <summary>The single files, oldest first. The objects are made at start-up and used again.</summary>
internal sealed class SingleTable
{
    /// <summary>So many frames have a file each; then the oldest are put together.</summary>
    public const int Limit = 6;

    // Beyond the limit: files whose deletion is still to come.
    private const int Spare = 8;

    public int Count;

    /// <summary>Flash that the files take, in bytes.</summary>
    public int Cost;

    private SingleFile[] _files = new SingleFile[0];

    public bool IsFull => Count == _files.Length;

    /// <summary>How many are not gone.</summary>
    public int LiveCount
    {
        get
        {
            int count = 0;
            for (int index = 0; index < Count; index++)
            {
                count += _files[index].IsGone ? 0 : 1;
            }

            return count;
        }
    }

    public SingleFile At(int index) => _files[index];

    public void Reset(int found)
    {
        _files = new SingleFile[(found > Limit ? found : Limit) + Spare];
        for (int index = 0; index < _files.Length; index++)
        {
            _files[index] = new SingleFile();
        }

        Count = 0;
        Cost = 0;
    }

    public SingleFile Insert(string name, int sequence, int stream, int priority, bool isPinned, int bytes)
    {
        int index = Count;
        while (index > 0 && IsOlder(stream, sequence, _files[index - 1]))
        {
            index--;
        }

        SingleFile file = _files[Count];
        Array.Copy(_files, index, _files, index + 1, Count - index);
        _files[index] = file;
        Count++;
        file.Name = name;
        file.Sequence = sequence;
        file.Stream = stream;
        file.Priority = priority;
        file.IsPinned = isPinned;
        file.Bytes = bytes;
        file.IsGone = false;
        file.Cost = FlashCost.OfOther(bytes);
        Cost += file.Cost;
        return file;
    }

    public void RemoveAt(int index)
    {
        SingleFile file = _files[index];
        Cost -= file.Cost;
        Array.Copy(_files, index + 1, _files, index, Count - index - 1);
        Count--;
        _files[Count] = file;
        file.Name = null;
    }

    /// <summary>The lowest sequence from <paramref name="from"/> on of a stream's files that are not gone; <see cref="int.MaxValue"/> when there is none.</summary>
    public int NextLive(int stream, int from)
    {
        int next = int.MaxValue;
        for (int index = 0; index < Count; index++)
        {
            SingleFile file = _files[index];
            if (file.Stream == stream && !file.IsGone && file.Sequence >= from && file.Sequence < next)
            {
                next = file.Sequence;
            }
        }

        return next;
    }

    // Files of the current stream are younger than all others; among those of earlier streams the order does not matter.
    private static bool IsOlder(int stream, int sequence, SingleFile than) =>
        stream == than.Stream ? sequence < than.Sequence : than.Stream == StreamTable.Current;
}
