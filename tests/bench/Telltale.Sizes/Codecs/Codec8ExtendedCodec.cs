using System.Buffers.Binary;
using Telltale.Gnss;
using Telltale.Sampling;

namespace Telltale.Sizes;

/// <summary>
/// Teltonika Codec 8 Extended, to its public layout (wiki.teltonika-gps.com, "Codec"): an AVL data packet with a GPS element and I/O elements of 1, 2 and 4 bytes, each behind an identifier of two.
/// The GPS element says speed in km/h and course in degrees, whole ones.
/// </summary>
public sealed class Codec8ExtendedCodec(IReadOnlyList<int> signalWidths) : IBatchCodec
{
    private const byte CodecId = 0x8E;

    // Identifiers as the FMB series has them where it has them: trip odometer and the like are given free ones, signals those of manual CAN.
    private const ushort Ignition = 239;
    private const ushort Movement = 240;
    private const ushort FixStatus = 69;
    private const ushort TotalOdometer = 16;
    private const ushort TripNumber = 10_000;
    private const ushort EngineSeconds = 10_001;
    private const ushort IdlingSeconds = 10_002;
    private const ushort FirstSignal = 10_298;

    /// <inheritdoc/>
    public string Name => "Codec 8 Extended";

    /// <inheritdoc/>
    public byte[] Encode(IReadOnlyList<Sample> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        List<byte> data = [CodecId, (byte)batch.Count];
        foreach (Sample sample in batch)
        {
            Record(data, sample);
        }

        data.Add((byte)batch.Count);
        byte[] packet = new byte[8 + data.Count + 4];
        BinaryPrimitives.WriteInt32BigEndian(packet.AsSpan(4), data.Count);
        data.CopyTo(packet, 8);
        BinaryPrimitives.WriteInt32BigEndian(packet.AsSpan(8 + data.Count), Crc16(packet.AsSpan(8, data.Count)));
        return packet;
    }

    /// <summary>CRC-16/IBM (polynomial 0xA001 reflected, start 0) over codec identifier to second number of data.</summary>
    public static int Crc16(ReadOnlySpan<byte> bytes)
    {
        int crc = 0;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xA001 : crc >> 1;
            }
        }

        return crc;
    }

    private void Record(List<byte> data, Sample sample)
    {
        Add(data, sample.TimeUtcMilliseconds, 8);
        data.Add(0);
        bool hasPosition = Quanta.Has(sample, FixFields.Position);
        Add(data, hasPosition ? sample.LongitudeDegreesE7 : 0, 4);
        Add(data, hasPosition ? sample.LatitudeDegreesE7 : 0, 4);
        Add(data, Quanta.Has(sample, FixFields.Height) ? Quanta.Height(sample) : 0, 2);
        Add(data, Quanta.Has(sample, FixFields.Course) ? Quanta.Course(sample) / 2 : 0, 2);
        data.Add((byte)(hasPosition ? sample.SatellitesUsed : 0));
        Add(data, Quanta.Has(sample, FixFields.Speed) ? (int)Math.Round(sample.SpeedMillimetresPerSecond * 0.0036) : 0, 2);
        List<(ushort Id, int Value, int Width)> elements =
        [
            (Ignition, sample.Ignition is IgnitionState.On ? 1 : 0, 1),
            (Movement, (int)sample.Activity, 1),
            (FixStatus, (int)sample.Mode, 1),
            (TripNumber, sample.TripNumber, 4),
            (TotalOdometer, sample.DistanceMetres, 4),
            (EngineSeconds, sample.EngineSeconds, 4),
            (IdlingSeconds, sample.IdlingSeconds, 4),
        ];
        for (int index = 0; index < signalWidths.Count; index++)
        {
            if (Quanta.HasSignal(sample, index))
            {
                elements.Add(((ushort)(FirstSignal + index), sample.Signals[index], signalWidths[index]));
            }
        }

        // The event that made the record: 0 for one by time.
        Add(data, 0, 2);
        Add(data, elements.Count, 2);
        foreach (int width in (int[])[1, 2, 4, 8])
        {
            List<(ushort Id, int Value, int Width)> ofWidth = elements.FindAll(element => element.Width == width);
            Add(data, ofWidth.Count, 2);
            foreach ((ushort id, int value, _) in ofWidth)
            {
                Add(data, id, 2);
                Add(data, value, width);
            }
        }

        // No elements of variable length.
        Add(data, 0, 2);
    }

    private static void Add(List<byte> data, long value, int width)
    {
        for (int shift = (width - 1) * 8; shift >= 0; shift -= 8)
        {
            data.Add((byte)(value >> shift));
        }
    }
}
