using System.Formats.Cbor;
using Telltale.Gnss;
using Telltale.Sampling;

namespace Telltale.Sizes;

/// <summary>CBOR (RFC 8949): an array of maps with small integers for keys and scaled integers for values; signals by their index from 24 on.</summary>
public sealed class CborCodec(int signals) : IBatchCodec
{
    private const int FirstSignal = 24;

    /// <inheritdoc/>
    public string Name => "CBOR";

    /// <inheritdoc/>
    public byte[] Encode(IReadOnlyList<Sample> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        CborWriter writer = new(CborConformanceMode.Strict, convertIndefiniteLengthEncodings: true);
        writer.WriteStartArray(batch.Count);
        foreach (Sample sample in batch)
        {
            writer.WriteStartMap(null);
            Pair(0, sample.TimeUtcMilliseconds);
            if (Quanta.Has(sample, FixFields.Position))
            {
                Pair(1, sample.LatitudeDegreesE7);
                Pair(2, sample.LongitudeDegreesE7);
            }

            Optional(FixFields.Height, 3, Quanta.Height(sample));
            Optional(FixFields.Speed, 4, Quanta.Speed(sample));
            Optional(FixFields.Course, 5, Quanta.Course(sample));
            Optional(FixFields.SatellitesUsed, 6, sample.SatellitesUsed);
            Pair(7, (int)sample.Mode);
            Pair(8, (int)sample.Triggers);
            Pair(9, (int)sample.Activity);
            Pair(10, (int)sample.Ignition);
            Pair(11, (int)sample.IgnitionSource);
            Pair(12, sample.TripNumber);
            Pair(13, sample.DistanceMetres);
            Pair(14, sample.EngineSeconds);
            Pair(15, sample.IdlingSeconds);
            for (int index = 0; index < signals; index++)
            {
                if (Quanta.HasSignal(sample, index))
                {
                    Pair(FirstSignal + index, sample.Signals[index]);
                }
            }

            writer.WriteEndMap();

            void Optional(FixFields field, int key, int value)
            {
                if (Quanta.Has(sample, field))
                {
                    Pair(key, value);
                }
            }
        }

        writer.WriteEndArray();
        return writer.Encode();

        void Pair(int key, long value)
        {
            writer.WriteInt32(key);
            writer.WriteInt64(value);
        }
    }
}
