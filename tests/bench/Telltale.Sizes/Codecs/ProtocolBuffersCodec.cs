using Telltale.Gnss;
using Telltale.Sampling;

namespace Telltale.Sizes;

/// <summary>
/// Protocol Buffers, written to the wire format by hand: <c>message Batch { repeated Sample samples = 1; }</c>; in a sample position is sfixed32, time uint64, what may be negative sint32, the rest
/// uint32, and the signals are one packed repeated sint32, so that they need no tags of their own.
/// </summary>
public sealed class ProtocolBuffersCodec(int signals) : IBatchCodec
{
    private const int Varint = 0;
    private const int Bytes = 2;
    private const int Fixed32 = 5;
    private const int SignalsField = 15;

    /// <inheritdoc/>
    public string Name => "Protocol Buffers";

    /// <inheritdoc/>
    public byte[] Encode(IReadOnlyList<Sample> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        List<byte> output = [];
        foreach (Sample sample in batch)
        {
            List<byte> message = Message(sample);
            Tag(output, 1, Bytes);
            Number(output, (ulong)message.Count);
            output.AddRange(message);
        }

        return [.. output];
    }

    private List<byte> Message(Sample sample)
    {
        List<byte> message = [];
        Field(1, (ulong)sample.TimeUtcMilliseconds);
        if (Quanta.Has(sample, FixFields.Position))
        {
            Word(2, sample.LatitudeDegreesE7);
            Word(3, sample.LongitudeDegreesE7);
        }

        Optional(FixFields.Height, 4, Zigzag(Quanta.Height(sample)));
        Optional(FixFields.Speed, 5, (ulong)Quanta.Speed(sample));
        Optional(FixFields.Course, 6, (ulong)Quanta.Course(sample));
        Optional(FixFields.SatellitesUsed, 7, (ulong)sample.SatellitesUsed);
        Field(8, (ulong)sample.Mode);
        Field(9, (ulong)sample.Triggers);

        // Activity, ignition and its source in one number, as somebody who counts bytes would do it.
        Field(10, (ulong)((int)sample.Activity | ((int)sample.Ignition << 4) | ((int)sample.IgnitionSource << 6)));
        Field(11, (ulong)sample.TripNumber);
        Field(12, (ulong)sample.DistanceMetres);
        Field(13, (ulong)sample.EngineSeconds);
        Field(14, (ulong)sample.IdlingSeconds);
        List<byte> packed = [];
        for (int index = 0; index < signals && sample.SignalsPresent != 0; index++)
        {
            Number(packed, Zigzag(Quanta.HasSignal(sample, index) ? sample.Signals[index] : int.MinValue));
        }

        if (packed.Count > 0)
        {
            Tag(message, SignalsField, Bytes);
            Number(message, (ulong)packed.Count);
            message.AddRange(packed);
        }

        return message;

        // A field that is 0 is not sent (proto3).
        void Field(int field, ulong value)
        {
            if (value != 0)
            {
                Tag(message, field, Varint);
                Number(message, value);
            }
        }

        void Optional(FixFields has, int field, ulong value)
        {
            if (Quanta.Has(sample, has))
            {
                Field(field, value);
            }
        }

        void Word(int field, int value)
        {
            Tag(message, field, Fixed32);
            message.AddRange(BitConverter.GetBytes(value));
        }
    }

    private static ulong Zigzag(int value) => (uint)((value << 1) ^ (value >> 31));

    private static void Tag(List<byte> output, int field, int type) => Number(output, (ulong)((field << 3) | type));

    private static void Number(List<byte> output, ulong value)
    {
        while (value > 0x7F)
        {
            output.Add((byte)(value | 0x80));
            value >>= 7;
        }

        output.Add((byte)value);
    }
}
