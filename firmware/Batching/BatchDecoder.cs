using System;
using Telltale.Gnss;
using Telltale.Sampling;
using Telltale.Signals;

namespace Telltale.Batching;

/// <summary>Decodes a batch (FORMAT.md). Any bytes may be given: what is no batch is refused, never thrown at.</summary>
public sealed partial class BatchDecoder
{
    /// <summary>The start-up that uptimes are counted from.</summary>
    public int BootNumber;

    /// <summary>How many samples the batch holds.</summary>
    public int SampleCount;

    /// <summary>How many signals its dictionary has.</summary>
    public int SignalCount;

    /// <summary>True when the unit knew UTC in some sample of the batch: then every sample has it.</summary>
    public bool IsDated;

    /// <summary>Uptime of time 0 of the batch, in milliseconds.</summary>
    public long BaseUptimeMilliseconds;

    /// <summary>UTC of time 0 of the batch in milliseconds since 1970-01-01, when <see cref="IsDated"/>. Ties the boot's uptimes to UTC.</summary>
    public long BaseUtcMilliseconds;

    private readonly ColumnReader _reader = new ColumnReader();
    private int _next;

    /// <summary>Reads a whole batch.</summary>
    /// <param name="batch">Holds the batch at its start.</param>
    /// <param name="count">The batch's length in bytes.</param>
    /// <returns>False when the bytes are not a batch of the version known here.</returns>
    public bool Open(byte[] batch, int count)
    {
        return Open(batch, 0, count);
    }

    /// <summary>Reads a whole batch.</summary>
    /// <param name="batch">Holds the batch.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="count">Its length in bytes.</param>
    /// <returns>False when the bytes are not a batch of the version known here.</returns>
    public bool Open(byte[] batch, int offset, int count)
    {
        _next = 0;
        SampleCount = 0;
        if (batch == null || offset < 0 || offset > batch.Length)
        {
            return false;
        }

        ColumnReader reader = _reader;
        reader.Begin(batch, offset, count < batch.Length - offset ? offset + count : batch.Length);
        int version = reader.TakeBits(8);
        int flags = reader.TakeBits(8);
        if (version != BatchFormat.Version || (flags & ~BatchFormat.KnownFlags) != 0)
        {
            return false;
        }

        IsDated = (flags & BatchFormat.FlagDated) != 0;
        bool isWhole = (flags & BatchFormat.FlagWholeSecond) != 0;
        long boot = reader.TakeNumber();
        long samples = reader.TakeNumber();
        long signals = reader.TakeNumber();
        long uptime = reader.TakeNumber();
        long utc = IsDated ? reader.TakeNumber() : 0;
        if (reader.IsOverrun || boot > int.MaxValue || samples < 1 || samples > BatchFormat.MaximumSamples || signals > SignalTable.MaximumSignals
            || uptime > 0xFFFFFFFFFFFFL || utc > 0xFFFFFFFFFFFFL || (isWhole && !IsDated))
        {
            return false;
        }

        BootNumber = (int)boot;
        SignalCount = (int)signals;
        BaseUptimeMilliseconds = uptime * BatchFormat.TimeQuantumMilliseconds;
        BaseUtcMilliseconds = utc * (isWhole ? 1000 : BatchFormat.TimeQuantumMilliseconds);
        if (!ReadColumns((int)samples, (flags & BatchFormat.FlagTimesInSeconds) != 0) || !reader.IsAtEnd())
        {
            return false;
        }

        SampleCount = (int)samples;
        return true;
    }

    /// <summary>Fills the next sample of the batch that was opened.</summary>
    /// <returns>False when there is none left.</returns>
    public bool Next(Sample sample)
    {
        if (_next >= SampleCount)
        {
            return false;
        }

        int[] rows = _rows;
        int row = _next * _stride;
        long time = (long)rows[row + BatchFormat.Time] * BatchFormat.TimeQuantumMilliseconds;
        sample.UptimeMilliseconds = BaseUptimeMilliseconds + time;
        sample.IsDated = IsDated;
        sample.TimeUtcMilliseconds = IsDated ? BaseUtcMilliseconds + time : 0;
        sample.Fields = (FixFields)_fields[_next];
        sample.LatitudeDegreesE7 = rows[row + BatchFormat.Latitude] * BatchFormat.LatitudeQuantum;
        sample.LongitudeDegreesE7 = rows[row + BatchFormat.Longitude] * _longitudeQuantum;
        sample.HeightMillimetres = rows[row + BatchFormat.Height] * BatchFormat.HeightQuantumMillimetres;
        int speed = rows[row + BatchFormat.Speed] * BatchFormat.SpeedQuantumMillimetresPerSecond;
        sample.SpeedMillimetresPerSecond = speed;
        int course = rows[row + BatchFormat.Course] % BatchFormat.CourseQuantaPerTurn;
        sample.CourseHundredthsDegree = (course < 0 ? course + BatchFormat.CourseQuantaPerTurn : course) * BatchFormat.CourseQuantumHundredthsDegree;
        sample.SatellitesUsed = rows[row + Satellites];
        sample.SignalsPresent = _present[_next];
        Array.Copy(rows, row + FirstSignal, sample.Signals, 0, SignalCount);
        int state = rows[row + State];
        sample.Mode = (FixMode)(state & BatchFormat.StateModeMask);
        sample.Activity = (UnitActivity)((state >> BatchFormat.StateActivityShift) & BatchFormat.StateActivityMask);
        sample.Ignition = (IgnitionState)((state >> BatchFormat.StateIgnitionShift) & BatchFormat.StateIgnitionMask);
        sample.IgnitionSource = (IgnitionSource)((state >> BatchFormat.StateSourceShift) & BatchFormat.StateSourceMask);
        sample.IsPrivate = ((state >> BatchFormat.StatePrivateShift) & 1) != 0;
        sample.Triggers = (SampleTriggers)(rows[row + Triggers] & BatchFormat.TriggerMask);
        sample.TripNumber = rows[row + Trip];
        sample.DistanceMetres = rows[row + BatchFormat.Distance];
        sample.EngineSeconds = rows[row + EngineSeconds];
        sample.IdlingSeconds = rows[row + IdlingSeconds];
        FillExtremes(sample, (_fields[_next] & (int)FixFields.Speed) != 0 ? speed : 0);
        _next++;
        return true;
    }

    // The values that come with the extremes are differences from the sample's own.
    private void FillExtremes(Sample sample, int speed)
    {
        sample.Extremes = SampleExtremes.None;
        sample.SignalExtremesPresent = 0;
        if (!_hasExtremes)
        {
            return;
        }

        int row = _next * _extremesStride;
        int flags = _extremesFlags[_next];
        sample.Extremes = (SampleExtremes)flags;
        sample.MaximumSpeedMillimetresPerSecond = (flags & (int)SampleExtremes.MaximumSpeed) != 0 ? _extremes[row] + speed : 0;
        sample.MaximumAccelerationMillimetresPerSecondSquared = _extremes[row + 1];
        sample.MaximumBrakingMillimetresPerSecondSquared = _extremes[row + 2];
        long present = _extremesPresent[_next];
        sample.SignalExtremesPresent = present;
        for (int signal = 0; signal < SignalCount; signal++)
        {
            if ((present & (1L << signal)) != 0)
            {
                int own = (sample.SignalsPresent & (1L << signal)) != 0 ? sample.Signals[signal] : 0;
                int at = row + BatchExtremes.Common + (2 * signal);
                sample.SignalMinima[signal] = own - _extremes[at];
                sample.SignalMaxima[signal] = own + _extremes[at + 1];
            }
        }
    }
}
