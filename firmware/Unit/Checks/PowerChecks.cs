using Telltale.Checks;
using Telltale.Ports;
using Telltale.Sampling;
using Telltale.Uplink;

namespace Telltale.Unit;

/// <summary>Supply voltage and ignition.</summary>
internal sealed class PowerChecks : ICheckSource
{
    private readonly TelematicsUnit _unit;
    private readonly IPowerInputs _power;
    private readonly int _leastMillivolts;
    private readonly Check _supply = new Check(CheckNumber.Supply);
    private readonly Check _ignition = new Check(CheckNumber.Ignition);

    internal PowerChecks(TelematicsUnit unit, IPowerInputs power, CheckLimits limits)
    {
        _unit = unit;
        _power = power;
        _leastMillivolts = limits.SupplyMillivolts;
    }

    public void AddTo(CheckList list)
    {
        list.Add(_supply);
        list.Add(_ignition);
    }

    public void Update(long uptimeMilliseconds)
    {
        int millivolts = _power.SupplyMillivolts;
        if (millivolts < 0)
        {
            _supply.Set(StatusCheckState.NotFitted);
        }
        else
        {
            _supply.AtLeast(millivolts, _leastMillivolts);
        }

        if (_unit.Sampler != null)
        {
            // The value is where it is known from: 1 wire, 2 supply voltage, 3 engine speed, 4 motion.
            VehicleContext context = _unit.Sampler.Context;
            _ignition.Set(context.Ignition == IgnitionState.Unknown ? StatusCheckState.Waiting : StatusCheckState.Pass, (int)context.IgnitionSource);
        }
    }
}
