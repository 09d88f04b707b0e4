using System.Globalization;
using Telltale.Ports;
using Telltale.Virtual;
using Telltale.Virtual.Flash;

namespace Telltale.Simulation;

/// <summary>
/// The unit's volume, with somebody who looks on: keeps a copy of each frame that was written until it has arrived, so that the checker knows what was in flash without asking the unit.
/// </summary>
internal sealed class WatchedVolume(SimulatedVolume volume, SimulationClock clock, Action<string> outOfOrder) : IFileVolume
{
    private const string Segment = "seg-";

    private readonly Dictionary<(ulong Stream, int Sequence), List<ArchivedFrame>> _archive = [];
    private readonly Dictionary<string, ulong> _streams = new(StringComparer.Ordinal);

    internal SimulatedVolume Inner { get; } = volume;

    /// <summary>Frames that were written and have not arrived.</summary>
    internal IEnumerable<ArchivedFrame> Unarrived => _archive.Values.SelectMany(frames => frames);

    /// <summary>The highest number written of each stream.</summary>
    internal Dictionary<ulong, int> Highest { get; } = [];

    /// <summary>Frames of alerts that were written, until they are published.</summary>
    internal Dictionary<(ulong Stream, int Sequence), long> UnsentAlerts { get; } = [];

    internal long FramesWritten { get; private set; }

    /// <summary>Flash was damaged, lost or written back: what is in it is not what was written any more.</summary>
    internal bool IsTampered { get; set; }

    /// <summary>The owner's store has a frame.</summary>
    internal void Arrived(ulong stream, int sequence, ReadOnlySpan<byte> frame)
    {
        if (_archive.TryGetValue((stream, sequence), out List<ArchivedFrame>? frames))
        {
            for (int index = frames.Count - 1; index >= 0; index--)
            {
                if (frame.SequenceEqual(frames[index].Frame))
                {
                    frames.RemoveAt(index);
                }
            }

            if (frames.Count == 0)
            {
                _archive.Remove((stream, sequence));
            }
        }
    }

    internal void NoteDamage(string file)
    {
        IsTampered = true;
        foreach (ArchivedFrame frame in Unarrived.Where(frame => frame.File == file))
        {
            frame.IsDamaged = true;
        }
    }

    public string[] List(string prefix) => Inner.List(prefix);

    public int Length(string name) => Inner.Length(name);

    public int Read(string name, int position, byte[] buffer, int offset, int count) => Inner.Read(name, position, buffer, offset, count);

    public bool Append(string name, byte[] buffer, int offset, int count)
    {
        bool isDone;
        try
        {
            isDone = Inner.Append(name, buffer, offset, count);
        }
        catch (PowerLostException)
        {
            Look(name, buffer.AsSpan(offset, count), false);
            throw;
        }

        if (isDone)
        {
            Look(name, buffer.AsSpan(offset, count), true);
        }

        return isDone;
    }

    public bool Create(string name, byte[] buffer, int offset, int count)
    {
        bool isDone;
        try
        {
            isDone = Inner.Create(name, buffer, offset, count);
        }
        catch (PowerLostException)
        {
            Look(name, buffer.AsSpan(offset, count), false);
            throw;
        }

        if (isDone)
        {
            Look(name, buffer.AsSpan(offset, count), true);
        }

        return isDone;
    }

    public bool Delete(string name)
    {
        bool isDone = Inner.Delete(name);
        if (isDone && !IsTampered && name.StartsWith(Segment, StringComparison.Ordinal))
        {
            CheckOrder(name);
        }

        return isDone;
    }

    // What of a deleted segment has not arrived is dropped; nothing older may be left then.
    private void CheckOrder(string name)
    {
        ArchivedFrame? dropped = null;
        foreach (ArchivedFrame frame in Unarrived)
        {
            dropped = frame.IsCertain && frame.File == name && (dropped is null || frame.Sequence < dropped.Sequence) ? frame : dropped;
        }

        if (dropped is null)
        {
            return;
        }

        foreach (ArchivedFrame frame in Unarrived)
        {
            bool isOlder = frame.IsCertain && frame.IsOrdinary && frame.Stream == dropped.Stream && frame.Sequence < dropped.Sequence;
            if (isOlder && frame.File.StartsWith(Segment, StringComparison.Ordinal) && Inner.Length(frame.File) > 0)
            {
                outOfOrder($"frame {dropped.Sequence} is dropped with {name}, and the older {frame.Sequence} is kept in {frame.File}");
                return;
            }
        }
    }

    private void Look(string name, ReadOnlySpan<byte> bytes, bool isCertain)
    {
        bool isSegment = name.StartsWith(Segment, StringComparison.Ordinal);
        if (!isSegment && !name.StartsWith("single-", StringComparison.Ordinal))
        {
            // What is put together was a single file before.
            return;
        }

        int position = 0;
        if (JournalBytes.HasHeader(bytes, out ulong stream))
        {
            _streams[name] = stream;
            position = JournalBytes.HeaderLength;
        }
        else if (!_streams.TryGetValue(name, out stream))
        {
            return;
        }

        while (JournalBytes.TryNext(bytes, ref position, out int sequence, out ReadOnlySpan<byte> frame))
        {
            FramesWritten += isCertain ? 1 : 0;
            if (!_archive.TryGetValue((stream, sequence), out List<ArchivedFrame>? frames))
            {
                _archive[(stream, sequence)] = frames = [];
            }

            ArchivedFrame archived = new(stream, sequence, frame.ToArray(), name, clock.NowMilliseconds, isCertain);
            frames.Add(archived);
            Highest[stream] = Math.Max(Highest.GetValueOrDefault(stream), sequence);
            if ((frame[0] & 3) >= 2 && isCertain)
            {
                UnsentAlerts[(stream, sequence)] = clock.NowMilliseconds;
            }
        }
    }

    /// <summary>A stream's id as the store writes it.</summary>
    internal static ulong StreamOf(string hexadecimal) => ulong.Parse(hexadecimal, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
