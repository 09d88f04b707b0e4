using System.Runtime.InteropServices;

namespace Telltale.Virtual.Can;

/// <summary>A frame on the simulated bus.</summary>
/// <param name="Key">Identifier and format, as <see cref="Telltale.Can.CanFrame.Key"/>.</param>
/// <param name="IsRemote">A remote frame.</param>
/// <param name="Length">Data bytes, 0 to 8.</param>
/// <param name="Data">The data, byte 0 in the highest eight bits.</param>
public readonly record struct BusFrame(uint Key, bool IsRemote, int Length, ulong Data)
{
    private const uint ExtendedKey = Telltale.Can.CanFrame.ExtendedKey;

    /// <summary>Bits between the end of a frame and the next (ISO 11898-1, intermission).</summary>
    public const int IntermissionBits = 3;

    /// <summary>Extended format.</summary>
    public bool IsExtended => (Key & ExtendedKey) != 0;

    /// <summary>The identifier alone.</summary>
    public uint Identifier => Key & ~ExtendedKey;

    /// <summary>The arbitration field as a number: the lowest wins.</summary>
    public uint ArbitrationValue => IsExtended
        ? ((Identifier >> 18) << 21) | (3u << 19) | ((Identifier & 0x3FFFF) << 1) | (IsRemote ? 1u : 0u)
        : (Identifier << 21) | (IsRemote ? 1u << 20 : 0u);

    /// <summary>A byte of the data.</summary>
    public byte this[int index] => (byte)(Data >> (56 - (8 * index)));

    /// <summary>Makes a data frame.</summary>
    public static BusFrame Of(uint key, params ReadOnlySpan<byte> data)
    {
        ulong packed = 0;
        for (int index = 0; index < data.Length; index++)
        {
            packed |= (ulong)data[index] << (56 - (8 * index));
        }

        return new BusFrame(key, IsRemote: false, data.Length, packed);
    }

    /// <summary>The bits that the frame takes on the wire, from the start of frame to the end of frame, stuff bits included.</summary>
    public int CountBits()
    {
        BitCounter counter = default;
        counter.Add(0, 1);
        if (IsExtended)
        {
            counter.Add(Identifier >> 18, 11);
            counter.Add(3, 2);
            counter.Add(Identifier & 0x3FFFF, 18);
            counter.Add(IsRemote ? 4u : 0u, 3);
        }
        else
        {
            counter.Add(Identifier, 11);
            counter.Add(IsRemote ? 4u : 0u, 3);
        }

        counter.Add((uint)Length, 4);
        if (!IsRemote)
        {
            for (int index = 0; index < Length; index++)
            {
                counter.Add(this[index], 8);
            }
        }

        counter.Add(counter.Crc, 15);

        // CRC delimiter, acknowledgement, its delimiter and seven bits of end of frame are not stuffed.
        return counter.Bits + 10;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct BitCounter
    {
        private int _run;
        private uint _last;

        public int Bits { get; private set; }

        public uint Crc { get; private set; }

        public void Add(uint value, int count)
        {
            for (int place = count - 1; place >= 0; place--)
            {
                uint bit = (value >> place) & 1;
                bool divides = ((Crc >> 14) ^ bit) != 0;
                Crc = (Crc << 1) & 0x7FFF;
                if (divides)
                {
                    Crc ^= 0x4599;
                }

                _run = Bits > 0 && bit == _last ? _run + 1 : 1;
                _last = bit;
                Bits++;
                if (_run == 5)
                {
                    // The stuff bit is the complement, and begins the next run.
                    Bits++;
                    _last = bit ^ 1;
                    _run = 1;
                }
            }
        }
    }
}
