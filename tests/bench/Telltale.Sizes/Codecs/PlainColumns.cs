using System.Buffers.Binary;
using Telltale.Gnss;
using Telltale.Sampling;

namespace Telltale.Sizes;

/// <summary>Every quantity as a column of 32-bit little-endian integers, absent ones as the least there is: what a general compressor is given.</summary>
public sealed class PlainColumns(int signals)
{
    /// <summary>Writes the columns one after the other.</summary>
    public byte[] Encode(IReadOnlyList<Sample> samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        List<Func<Sample, int>> columns =
        [
            sample => (int)((sample.TimeUtcMilliseconds - samples[0].TimeUtcMilliseconds) / 10),
            sample => Quanta.Has(sample, FixFields.Position) ? (int)Math.Round(sample.LatitudeDegreesE7 / 13.0) : int.MinValue,
            sample => Quanta.Has(sample, FixFields.Position) ? (int)Math.Round(sample.LongitudeDegreesE7 / 20.0) : int.MinValue,
            sample => Quanta.Has(sample, FixFields.Height) ? Quanta.Height(sample) : int.MinValue,
            sample => Quanta.Has(sample, FixFields.Speed) ? Quanta.Speed(sample) : int.MinValue,
            sample => Quanta.Has(sample, FixFields.Course) ? Quanta.Course(sample) : int.MinValue,
            sample => sample.SatellitesUsed,
            sample => (int)sample.Mode | ((int)sample.Triggers << 4) | ((int)sample.Activity << 12) | ((int)sample.Ignition << 16) | ((int)sample.IgnitionSource << 18),
            sample => sample.TripNumber,
            sample => sample.DistanceMetres,
            sample => sample.EngineSeconds,
            sample => sample.IdlingSeconds,
        ];
        for (int index = 0; index < signals; index++)
        {
            int signal = index;
            columns.Add(sample => Quanta.HasSignal(sample, signal) ? sample.Signals[signal] : int.MinValue);
        }

        byte[] output = new byte[columns.Count * samples.Count * 4];
        for (int column = 0; column < columns.Count; column++)
        {
            for (int row = 0; row < samples.Count; row++)
            {
                BinaryPrimitives.WriteInt32LittleEndian(output.AsSpan(((column * samples.Count) + row) * 4), columns[column](samples[row]));
            }
        }

        return output;
    }
}
