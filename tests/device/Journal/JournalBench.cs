using nanoFramework.TestFramework;
using Telltale.Journal;

namespace Telltale.DeviceTests.Journal;

/// <summary>A journal on a volume in memory, with frames of 300 bytes that hold their number, six to a segment and fifteen segments to the budget.</summary>
internal sealed class JournalBench
{
    public const int FrameLength = 300;

    public readonly TestVolume Volume = new TestVolume();
    public readonly JournalSettings Settings = new JournalSettings { SegmentBytes = 2048, BudgetBytes = 65536, MaximumFrameBytes = 1024 };
    public readonly byte[] Buffer = new byte[1024];
    public byte[] StreamId = new byte[] { 0, 0, 1, 2, 3, 4, 5, 6 };
    public FrameJournal Journal;

    public JournalBench()
    {
        Restart(1, 1);
    }

    public static byte[] Frame(int sequence)
    {
        byte[] frame = new byte[FrameLength];
        for (int index = 0; index < FrameLength; index++)
        {
            frame[index] = (byte)(sequence * 3);
        }

        return frame;
    }

    /// <summary>Starts the unit again; the newest epoch began at the floor.</summary>
    public void Restart(int floor, int ceiling)
    {
        Journal = new FrameJournal(Volume, Settings);
        Journal.Recover(StreamId, floor, ceiling);
    }

    /// <summary>Appends ordinary frames.</summary>
    public void Append(int count)
    {
        for (int index = 0; index < count; index++)
        {
            Append(0, false);
        }
    }

    /// <summary>Appends a frame and returns its sequence.</summary>
    public int Append(int priority, bool isPinned)
    {
        int sequence = Journal.NextSequence;
        Assert.IsTrue(Journal.TryAppend(Frame(sequence), FrameLength, priority, isPinned), "frame " + sequence);
        return sequence;
    }

    /// <summary>Reads the next frame and marks it as sent; 0 when there is none.</summary>
    public int Read()
    {
        int length = Journal.ReadNext(Buffer);
        while (length == 0 && Journal.HasUnsent)
        {
            length = Journal.ReadNext(Buffer);
        }

        if (length == 0)
        {
            return 0;
        }

        Assert.AreEqual(FrameLength, length);
        Assert.AreEqual((byte)(Journal.ReadSequence * 3), Buffer[5], "the frame's own bytes");
        Journal.MarkSent();
        return Journal.ReadSequence;
    }

    public void Expect(int first, int last)
    {
        for (int sequence = first; sequence <= last; sequence++)
        {
            Assert.AreEqual(sequence, Read());
        }
    }

    public void ExpectEnd()
    {
        Assert.AreEqual(0, Read(), "at the end");
        Assert.IsFalse(Journal.HasUnsent);
    }

    /// <summary>Which of the sequences up to the highest are handed out when everything is; each at most once.</summary>
    public bool[] Drain()
    {
        bool[] isThere = new bool[Journal.NextSequence];
        Journal.MarkAllUnsent();
        for (int sequence = Read(); sequence != 0; sequence = Read())
        {
            Assert.IsFalse(isThere[sequence], "twice: " + sequence);
            isThere[sequence] = true;
        }

        return isThere;
    }

    /// <summary>Does the work that waits.</summary>
    public void Work()
    {
        for (int step = 0; step < 5000 && Journal.Step(); step++)
        {
        }
    }

    public int Files(string prefix) => Volume.List(prefix).Length;

    public bool IsReported(int sequence)
    {
        for (int index = 0; index < Journal.DroppedRangeCount; index++)
        {
            if (Journal.DroppedRangeAt(index).First <= sequence && sequence <= Journal.DroppedRangeAt(index).Last)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The file of a prefix whose name is the lowest.</summary>
    public string Lowest(string prefix)
    {
        string[] names = Volume.List(prefix);
        string lowest = names[0];
        for (int index = 1; index < names.Length; index++)
        {
            lowest = string.Compare(names[index], lowest) < 0 ? names[index] : lowest;
        }

        return lowest;
    }
}
