using System;

namespace Telltale.Probes;

/// <summary>
/// The single operations whose cost was measured in the real interpreter, each as a statement in a loop, written as they were measured. The meter
/// is calibrated on them: what it estimates for each stands beside what was measured.
/// </summary>
public sealed class SingleOperations
{
    private readonly byte[] _bytes = new byte[512];
    private readonly byte[] _others = new byte[512];
    private readonly byte[] _results = new byte[512];
    private readonly int[] _integers = new int[512];
    private readonly IProbe _interface = new Probe();
    private readonly Probe _virtual = new DerivedProbe();
    private readonly Probe _instance = new Probe();

    /// <summary>Where a result is put so that no loop is empty.</summary>
    public int Sink;

    /// <summary>The loop that every other operation is measured on top of: 294 a turn.</summary>
    public void EmptyLoop(int turns)
    {
        for (int i = 0; i < turns; i++)
        {
        }
    }

    /// <summary>XOR of two arrays of 512 bytes into a third: 504,000 in all.</summary>
    public void XorOf512Bytes()
    {
        byte[] left = _bytes;
        byte[] right = _others;
        byte[] result = _results;
        for (int i = 0; i < 512; i++)
        {
            result[i] = (byte)(left[i] ^ right[i]);
        }
    }

    /// <summary>int add and mask: 183.</summary>
    public void AddAndMask(int turns)
    {
        int x = 1;
        for (int i = 0; i < turns; i++)
        {
            x = (x + i) & 0xFFFF;
        }

        Sink = x;
    }

    /// <summary>int multiply and divide: 274.</summary>
    public void MultiplyAndDivide(int turns)
    {
        int x = 1;
        for (int i = 0; i < turns; i++)
        {
            x = x * 7 / 3;
        }

        Sink = x;
    }

    /// <summary>long add: 213.</summary>
    public void LongAdd(int turns)
    {
        long x = 1;
        for (int i = 0; i < turns; i++)
        {
            x += i;
        }

        Sink = (int)x;
    }

    /// <summary>Compare and branch: 230.</summary>
    public void CompareAndBranch(int turns)
    {
        int x = 1;
        for (int i = 0; i < turns; i++)
        {
            if (i > 3)
            {
                x = i;
            }
        }

        Sink = x;
    }

    /// <summary>Byte array read: 253.</summary>
    public void ByteArrayRead(int turns)
    {
        byte[] bytes = _bytes;
        int x = 0;
        for (int i = 0; i < turns; i++)
        {
            x += bytes[i];
        }

        Sink = x;
    }

    /// <summary>Byte array write: 349.</summary>
    public void ByteArrayWrite(int turns)
    {
        byte[] bytes = _bytes;
        for (int i = 0; i < turns; i++)
        {
            bytes[i] = (byte)i;
        }
    }

    /// <summary>Int array read: 229.</summary>
    public void IntArrayRead(int turns)
    {
        int[] integers = _integers;
        int x = 0;
        for (int i = 0; i < turns; i++)
        {
            x += integers[i];
        }

        Sink = x;
    }

    /// <summary>Field read: 196.</summary>
    public void FieldRead(int turns)
    {
        Probe probe = _instance;
        int x = 0;
        for (int i = 0; i < turns; i++)
        {
            x += probe.Field;
        }

        Sink = x;
    }

    /// <summary>Field write: 197.</summary>
    public void FieldWrite(int turns)
    {
        Probe probe = _instance;
        for (int i = 0; i < turns; i++)
        {
            probe.Field = i;
        }
    }

    /// <summary>Static call: 606.</summary>
    public void StaticCall(int turns)
    {
        int x = 0;
        for (int i = 0; i < turns; i++)
        {
            x += Probe.Static(i);
        }

        Sink = x;
    }

    /// <summary>Instance call: 538.</summary>
    public void InstanceCall(int turns)
    {
        Probe probe = _instance;
        int x = 0;
        for (int i = 0; i < turns; i++)
        {
            x += probe.Instance(i);
        }

        Sink = x;
    }

    /// <summary>Virtual call: 623.</summary>
    public void VirtualCall(int turns)
    {
        Probe probe = _virtual;
        int x = 0;
        for (int i = 0; i < turns; i++)
        {
            x += probe.Virtual(i);
        }

        Sink = x;
    }

    /// <summary>Interface call: 774.</summary>
    public void InterfaceCall(int turns)
    {
        IProbe probe = _interface;
        int x = 0;
        for (int i = 0; i < turns; i++)
        {
            x += probe.Virtual(i);
        }

        Sink = x;
    }

    /// <summary>Auto property read: 640.</summary>
    public void PropertyRead(int turns)
    {
        Probe probe = _instance;
        int x = 0;
        for (int i = 0; i < turns; i++)
        {
            x += probe.Property;
        }

        Sink = x;
    }

    /// <summary>Array.Copy of 512 bytes: 1,628.</summary>
    public void ArrayCopyOf512Bytes(int turns)
    {
        byte[] left = _bytes;
        byte[] right = _others;
        for (int i = 0; i < turns; i++)
        {
            Array.Copy(left, 0, right, 0, 512);
        }
    }

    /// <summary>BitConverter.ToInt32: 1,160.</summary>
    public void BitConverterToInt32(int turns)
    {
        byte[] bytes = _bytes;
        int x = 0;
        for (int i = 0; i < turns; i++)
        {
            x += BitConverter.ToInt32(bytes, 0);
        }

        Sink = x;
    }

    /// <summary>A new array of 16 bytes: 520.</summary>
    public void NewArrayOf16Bytes(int turns)
    {
        byte[] bytes = _bytes;
        for (int i = 0; i < turns; i++)
        {
            bytes = new byte[16];
        }

        Sink = bytes.Length;
    }

    /// <summary>A new object with two fields: 1,814.</summary>
    public void NewObject(int turns)
    {
        Probe probe = _instance;
        for (int i = 0; i < turns; i++)
        {
            probe = new Probe();
        }

        Sink = probe.Field;
    }

    /// <summary>try/finally: 787.</summary>
    public void TryFinally(int turns)
    {
        int x = 0;
        for (int i = 0; i < turns; i++)
        {
            try
            {
                x = i;
            }
            finally
            {
                x = 1;
            }
        }

        Sink = x;
    }
}
