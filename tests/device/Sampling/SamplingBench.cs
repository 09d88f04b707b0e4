using Telltale.Gnss;
using Telltale.Sampling;
using Telltale.Signals;

namespace Telltale.DeviceTests.Sampling;

/// <summary>A vehicle with a receiver, an ignition wire, a supply and signals, around a sampler; what comes out is kept.</summary>
internal sealed class SamplingBench : ISampleListener, IUnitEventListener
{
    public const long Utc = 1763823600000L;
    public const int Latitude = 494000000;
    public const int Longitude = 86700000;

    // 1e-7 degree in millimetres, of latitude and at 49.4 degrees of longitude, times 1,000.
    public const int NorthE3 = 11120;
    public const int EastE3 = 7259;

    private const int Capacity = 1000;

    public readonly SamplerSettings Settings = new SamplerSettings();
    public readonly UnitClock Clock = new UnitClock();
    public readonly Sample[] Samples = new Sample[Capacity];
    public readonly int[] Events = new int[Capacity];
    public readonly int[] EventValues = new int[Capacity];
    public readonly int[] EventLimits = new int[Capacity];
    public readonly int[] EventSignals = new int[Capacity];
    public readonly Sample[] EventSamples = new Sample[Capacity];
    public readonly Fix Fix = new Fix();
    public SignalTable Table;
    public Sampler Sampler;
    public int Count;
    public int EventCount;

    /// <summary>Uptime and, with a clock that is set, UTC less <see cref="Utc"/>.</summary>
    public long Uptime;
    public int Wire = -1;
    public int Supply = -1;

    /// <summary>Epochs come so often, 60 ms late; 0 for never.</summary>
    public int EpochMilliseconds = 1000;
    public bool HasFix = true;
    public int StepMilliseconds = 100;

    /// <summary>Over ground, in mm/s.</summary>
    public int NorthSpeed;
    public int EastSpeed;

    /// <summary>As the receiver states it; -1 for what the position does.</summary>
    public int StatedSpeed = -1;
    public int Course = -1;
    public int DilutionHundredths = 90;

    /// <summary>Set anew with every epoch and every second without; -1 for not at all.</summary>
    public int VehicleSpeedKilometresPerHour = -1;
    public int EngineRpm = -1;
    public int BatteryAmperes = int.MinValue;

    /// <summary>Signals in the order of <see cref="Definitions"/>.</summary>
    public const int SpeedIndex = 0;
    public const int EngineIndex = 1;
    public const int BatteryIndex = 2;
    public const int CoolantIndex = 3;

    private long _northMicrometres;
    private long _eastMicrometres;

    public static SignalDefinition[] Definitions() => new[]
    {
        new SignalDefinition("OBD.Speed", "km/h", 1, 1, 0, false, 3000),
        new SignalDefinition("OBD.EngineSpeed", "rpm", 1, 4, 0, false, 3000),
        new SignalDefinition("Powertrain.TractionBattery.CurrentCurrent", "A", -1, 10, 0, false, 3000),
        new SignalDefinition("OBD.CoolantTemperature", "degC", 1, 1, -40, false, 100000000),
    };

    /// <summary>Makes the sampler from the settings as they are by now.</summary>
    /// <param name="isDated">The clock is set already.</param>
    public void Start(bool isDated)
    {
        Table = new SignalTable(Definitions());
        Clock.IsSet = isDated;
        Clock.OffsetMilliseconds = Utc;
        Sampler = new Sampler(Settings, Table, Clock, this, this);
    }

    /// <summary>Lets time pass, in steps of <see cref="StepMilliseconds"/>.</summary>
    public void Run(int milliseconds)
    {
        long end = Uptime + milliseconds;
        while (Uptime < end)
        {
            Uptime += StepMilliseconds;
            _northMicrometres += (long)NorthSpeed * StepMilliseconds;
            _eastMicrometres += (long)EastSpeed * StepMilliseconds;
            if (EpochMilliseconds > 0 && Uptime % EpochMilliseconds == 0)
            {
                SetSignals();
                Epoch();
            }
            else if (EpochMilliseconds == 0 && Uptime % 1000 == 0)
            {
                SetSignals();
            }

            Sampler.Context.Step(Uptime, Supply, Wire);
            Sampler.Step(Uptime);
        }
    }

    /// <summary>Moves the vehicle, or what the receiver makes of it, at once.</summary>
    public void Jump(int northMillimetres, int eastMillimetres)
    {
        _northMicrometres += northMillimetres * 1000L;
        _eastMicrometres += eastMillimetres * 1000L;
    }

    /// <summary>An epoch now.</summary>
    public void Epoch()
    {
        Fix.Fields = FixFields.Time;
        Fix.Mode = FixMode.None;
        Fix.ReceivedUptimeMilliseconds = Uptime;
        Fix.TimeUtcMilliseconds = Utc + Uptime;
        if (HasFix)
        {
            int speed = StatedSpeed >= 0 ? StatedSpeed : (NorthSpeed < 0 ? -NorthSpeed : NorthSpeed) + (EastSpeed < 0 ? -EastSpeed : EastSpeed);
            Fix.Fields = FixFields.Time | FixFields.Position | FixFields.Speed | FixFields.Height | FixFields.SatellitesUsed | FixFields.HorizontalDilution;
            Fix.Mode = FixMode.ThreeDimensional;
            Fix.LatitudeDegreesE7 = Latitude + (int)(_northMicrometres / NorthE3);
            Fix.LongitudeDegreesE7 = Longitude + (int)(_eastMicrometres / EastE3);
            Fix.HeightMillimetres = 114000;
            Fix.SpeedMillimetresPerSecond = speed;
            Fix.SatellitesUsed = 11;
            Fix.HorizontalDilutionHundredths = DilutionHundredths;
            if (Course >= 0 || speed > 500)
            {
                Fix.Fields |= FixFields.Course;
                Fix.CourseHundredthsDegree = Course >= 0 ? Course : NorthSpeed > 0 ? 0 : NorthSpeed < 0 ? 18000 : EastSpeed > 0 ? 9000 : 27000;
            }
        }

        Sampler.BeginEpoch(Uptime);
        Sampler.OnFix(Fix);
    }

    public Sample Last() => Samples[Count - 1];

    /// <summary>How many samples since the one numbered <paramref name="first"/> have a trigger.</summary>
    public int CountOf(SampleTriggers trigger, int first)
    {
        int count = 0;
        for (int index = first; index < Count; index++)
        {
            count += (Samples[index].Triggers & trigger) != 0 ? 1 : 0;
        }

        return count;
    }

    /// <summary>The number of an event's first occurrence, -1 for none.</summary>
    public int IndexOf(UnitEvent what)
    {
        for (int index = 0; index < EventCount; index++)
        {
            if (Events[index] == (int)what)
            {
                return index;
            }
        }

        return -1;
    }

    public int CountOf(UnitEvent what)
    {
        int count = 0;
        for (int index = 0; index < EventCount; index++)
        {
            count += Events[index] == (int)what ? 1 : 0;
        }

        return count;
    }

    public void OnSample(Sample sample)
    {
        Samples[Count] = Copy(sample);
        Count++;
    }

    public void OnEvent(UnitEvent what, int value, int limit, int signalIndex, Sample sample)
    {
        Events[EventCount] = (int)what;
        EventValues[EventCount] = value;
        EventLimits[EventCount] = limit;
        EventSignals[EventCount] = signalIndex;
        EventSamples[EventCount] = Copy(sample);
        EventCount++;
    }

    private void SetSignals()
    {
        if (VehicleSpeedKilometresPerHour >= 0)
        {
            Table.Set(SpeedIndex, VehicleSpeedKilometresPerHour, Uptime);
        }

        if (EngineRpm >= 0)
        {
            Table.Set(EngineIndex, EngineRpm * 4, Uptime);
        }

        if (BatteryAmperes != int.MinValue)
        {
            Table.Set(BatteryIndex, BatteryAmperes * -10, Uptime);
        }
    }

    private static Sample Copy(Sample sample)
    {
        Sample copy = new Sample
        {
            UptimeMilliseconds = sample.UptimeMilliseconds,
            TimeUtcMilliseconds = sample.TimeUtcMilliseconds,
            IsDated = sample.IsDated,
            Fields = sample.Fields,
            Mode = sample.Mode,
            LatitudeDegreesE7 = sample.LatitudeDegreesE7,
            LongitudeDegreesE7 = sample.LongitudeDegreesE7,
            HeightMillimetres = sample.HeightMillimetres,
            SpeedMillimetresPerSecond = sample.SpeedMillimetresPerSecond,
            CourseHundredthsDegree = sample.CourseHundredthsDegree,
            SatellitesUsed = sample.SatellitesUsed,
            SignalsPresent = sample.SignalsPresent,
            Triggers = sample.Triggers,
            Activity = sample.Activity,
            Ignition = sample.Ignition,
            IgnitionSource = sample.IgnitionSource,
            IsPrivate = sample.IsPrivate,
            TripNumber = sample.TripNumber,
            DistanceMetres = sample.DistanceMetres,
            EngineSeconds = sample.EngineSeconds,
            IdlingSeconds = sample.IdlingSeconds,
            Extremes = sample.Extremes,
            MaximumSpeedMillimetresPerSecond = sample.MaximumSpeedMillimetresPerSecond,
            MaximumAccelerationMillimetresPerSecondSquared = sample.MaximumAccelerationMillimetresPerSecondSquared,
            MaximumBrakingMillimetresPerSecondSquared = sample.MaximumBrakingMillimetresPerSecondSquared,
            SignalExtremesPresent = sample.SignalExtremesPresent,
        };
        for (int index = 0; index < 4; index++)
        {
            copy.Signals[index] = sample.Signals[index];
            copy.SignalMinima[index] = sample.SignalMinima[index];
            copy.SignalMaxima[index] = sample.SignalMaxima[index];
        }

        return copy;
    }
}
