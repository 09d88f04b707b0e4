using Telltale.Signals;

namespace Telltale.Sampling;

/// <summary>The signals that tell what the vehicle is doing, found by name in the unit's dictionary, and what they say at one moment.</summary>
internal sealed class VehicleSignals
{
    /// <summary>Index of the vehicle's speed, -1 where the unit does not have it.</summary>
    public readonly int SpeedIndex;

    /// <summary>Index of the engine speed, -1 where the unit does not have it.</summary>
    public readonly int EngineIndex;

    /// <summary>The vehicle gives its speed.</summary>
    public const int SpeedSeen = 1;

    /// <summary>The vehicle gives its engine speed.</summary>
    public const int EngineSeen = 2;

    /// <summary>The engine runs.</summary>
    public const int EngineRunningSeen = 4;

    /// <summary>The traction battery is being charged, whether from the grid or by braking.</summary>
    public const int ChargingSeen = 8;

    /// <summary>The vehicle's speed is that of one that moves.</summary>
    public const int MovingSeen = 16;

    /// <summary>What is seen, as bits of the constants above.</summary>
    public int Seen;

    private const string Root = "Vehicle.";

    // 1 A; a converter that keeps the 12 V battery alive takes current out of the traction battery.
    private const int ChargingAmperes = 1;

    private readonly SignalTable _table;
    private readonly int _chargingIndex = -1;
    private readonly bool _isChargingFlag;
    private readonly bool _isAny;
    private readonly long _speedBit;
    private readonly long _engineBit;
    private readonly long _chargingBit;
    private readonly long _speedNumerator;
    private readonly long _speedOffset;
    private readonly long _speedDenominator;
    private readonly int _engineRunningRaw;
    private readonly int _movingRaw;
    private int _speedRaw;

    public VehicleSignals(ContextSettings settings, SignalTable table)
    {
        _table = table;
        SignalDefinition[] definitions = table.Definitions;
        SpeedIndex = Find(definitions, settings.SpeedSignal, "Speed", "OBD.Speed", "Tachograph.Speed");
        if (SpeedIndex >= 0)
        {
            SignalDefinition speed = definitions[SpeedIndex];
            int numerator = speed.Unit == "km/h" ? 2500 : speed.Unit == "mph" ? 44704 : speed.Unit == "m/s" ? 1000 : 0;
            int denominator = speed.Unit == "km/h" ? 9 : speed.Unit == "mph" ? 100 : 1;
            if (numerator == 0 || speed.Numerator <= 0 || speed.IsUnsigned)
            {
                SpeedIndex = -1;
            }

            _speedNumerator = (long)speed.Numerator * numerator;
            _speedOffset = (long)speed.Offset * numerator;
            _speedDenominator = (long)speed.Denominator * denominator;
            _movingRaw = Least(settings.StandingMillimetresPerSecond, _speedDenominator, _speedOffset, _speedNumerator);
        }

        EngineIndex = Find(definitions, settings.EngineSpeedSignal, "Powertrain.CombustionEngine.Speed", "OBD.EngineSpeed", null);
        if (EngineIndex >= 0)
        {
            SignalDefinition engine = definitions[EngineIndex];
            if (engine.Numerator <= 0 || engine.IsUnsigned)
            {
                EngineIndex = -1;
            }
            else
            {
                _engineRunningRaw = Least(settings.EngineRunningRpm, engine.Denominator, engine.Offset, engine.Numerator);
            }
        }

        _chargingIndex = Find(definitions, settings.ChargingSignal, "Powertrain.TractionBattery.Charging.IsCharging", null, null);
        _isChargingFlag = _chargingIndex >= 0;
        if (!_isChargingFlag && settings.ChargingSignal == null)
        {
            _chargingIndex = Find(definitions, null, "Powertrain.TractionBattery.CurrentCurrent", null, null);
            if (_chargingIndex >= 0 && definitions[_chargingIndex].Unit != "A")
            {
                _chargingIndex = -1;
            }
        }

        _isAny = SpeedIndex >= 0 || EngineIndex >= 0 || _chargingIndex >= 0;
        _speedBit = SpeedIndex < 0 ? 0 : 1L << SpeedIndex;
        _engineBit = EngineIndex < 0 ? 0 : 1L << EngineIndex;
        _chargingBit = _chargingIndex < 0 ? 0 : 1L << _chargingIndex;
    }

    /// <summary>Takes what was snapped at one moment.</summary>
    public void Read(int[] raw, long present)
    {
        int seen = 0;
        if ((present & _speedBit) != 0)
        {
            int speed = raw[SpeedIndex];
            _speedRaw = speed;
            seen = speed >= _movingRaw ? SpeedSeen | MovingSeen : SpeedSeen;
        }

        if ((present & _engineBit) != 0)
        {
            seen |= raw[EngineIndex] >= _engineRunningRaw ? EngineSeen | EngineRunningSeen : EngineSeen;
        }

        if ((present & _chargingBit) != 0 && IsChargingAt(raw[_chargingIndex]))
        {
            seen |= ChargingSeen;
        }

        Seen = seen;
    }

    /// <summary>Takes what is known by now.</summary>
    public void ReadTable(long uptimeMilliseconds)
    {
        if (!_isAny)
        {
            return;
        }

        int seen = 0;
        if (IsFresh(SpeedIndex, uptimeMilliseconds))
        {
            _speedRaw = _table.RawOf(SpeedIndex);
            seen = _speedRaw >= _movingRaw ? SpeedSeen | MovingSeen : SpeedSeen;
        }

        if (IsFresh(EngineIndex, uptimeMilliseconds))
        {
            seen |= _table.RawOf(EngineIndex) >= _engineRunningRaw ? EngineSeen | EngineRunningSeen : EngineSeen;
        }

        if (IsFresh(_chargingIndex, uptimeMilliseconds) && IsChargingAt(_table.RawOf(_chargingIndex)))
        {
            seen |= ChargingSeen;
        }

        Seen = seen;
    }

    /// <summary>The vehicle's speed that was read last, not negative; mm/s.</summary>
    public int Speed() => Scale(_speedRaw);

    /// <summary>The vehicle's speed in a sample, mm/s; -1 where it has none.</summary>
    public int SpeedOf(Sample sample) => (sample.SignalsPresent & _speedBit) == 0 ? -1 : Scale(sample.Signals[SpeedIndex]);

    private static int Find(SignalDefinition[] definitions, string wanted, string first, string second, string third)
    {
        if (wanted != null)
        {
            return IndexOf(definitions, wanted);
        }

        int index = IndexOf(definitions, first);
        if (index < 0 && second != null)
        {
            index = IndexOf(definitions, second);
        }

        if (index < 0 && third != null)
        {
            index = IndexOf(definitions, third);
        }

        return index;
    }

    /// <summary>The index of a name that a person gave: as it is, or else without "Vehicle." in front, as VSS has it and dictionaries do not; -1 where it is not in the dictionary.</summary>
    public static int Find(SignalDefinition[] definitions, string name)
    {
        int index = IndexOf(definitions, name);
        return index < 0 && name.StartsWith(Root) ? IndexOf(definitions, name.Substring(Root.Length)) : index;
    }

    /// <summary>The index of a name, -1 where it is not in the dictionary.</summary>
    public static int IndexOf(SignalDefinition[] definitions, string name)
    {
        for (int index = 0; index < definitions.Length; index++)
        {
            if (definitions[index].Name == name)
            {
                return index;
            }
        }

        return -1;
    }

    private bool IsFresh(int index, long uptime)
    {
        if (index < 0)
        {
            return false;
        }

        long set = _table.SetAt(index);
        return set != long.MinValue && uptime - set <= _table.Definitions[index].StaleAfterMilliseconds;
    }

    // The least raw value that is at least so much.
    private static int Least(long value, long denominator, long offset, long numerator)
    {
        long least = (value * denominator) - offset;
        least = least <= 0 ? least / numerator : (least + numerator - 1) / numerator;
        return least > int.MaxValue ? int.MaxValue : (int)least;
    }

    private int Scale(int raw)
    {
        long speed = ((raw * _speedNumerator) + _speedOffset) / _speedDenominator;
        return speed < 0 ? 0 : speed > 1000000 ? 1000000 : (int)speed;
    }

    private bool IsChargingAt(int raw)
    {
        if (_isChargingFlag)
        {
            return raw != 0;
        }

        SignalDefinition current = _table.Definitions[_chargingIndex];
        return ((long)raw * current.Numerator) + current.Offset >= (long)ChargingAmperes * current.Denominator;
    }
}
