using Telltale.Ports;
using Telltale.Sampling;

namespace Telltale.Unit;

/// <summary>Tells ignition from the wire where one is fitted, and from the supply voltage where not.</summary>
internal sealed class IgnitionWatch
{
    internal const int HysteresisMillivolts = 300;

    /// <summary>The state that has settled.</summary>
    internal IgnitionState State;

    private readonly IPowerInputs _power;
    private readonly UnitSettings _settings;
    private IgnitionState _seen;
    private long _seenSinceUptime;

    internal IgnitionWatch(IPowerInputs power, UnitSettings settings)
    {
        _power = power;
        _settings = settings;
    }

    /// <summary>Looks at the inputs.</summary>
    /// <returns>True when ignition has just gone off.</returns>
    internal bool Step(long uptime, int supplyMillivolts)
    {
        int wire = _power.Ignition;
        IgnitionState now = wire > 0 ? IgnitionState.On : wire == 0 ? IgnitionState.Off : FromSupply(supplyMillivolts);
        if (now == State)
        {
            _seen = now;
            return false;
        }

        if (now != _seen)
        {
            _seen = now;
            _seenSinceUptime = uptime;
        }

        int settle = wire >= 0 ? _settings.IgnitionSettleMilliseconds : _settings.ChargingSettleMilliseconds;
        if (State != IgnitionState.Unknown && uptime - _seenSinceUptime < settle)
        {
            return false;
        }

        bool wentOff = State == IgnitionState.On && now == IgnitionState.Off;
        State = now;
        return wentOff;
    }

    private IgnitionState FromSupply(int millivolts)
    {
        int charging = _settings.ChargingMillivolts;
        if (millivolts < 0 || charging == 0)
        {
            return IgnitionState.Unknown;
        }

        if (millivolts >= charging)
        {
            return IgnitionState.On;
        }

        return millivolts < charging - HysteresisMillivolts || State == IgnitionState.Unknown ? IgnitionState.Off : State;
    }
}
