using Telltale.Checks;
using Telltale.Gnss;
using Telltale.Uplink;

namespace Telltale.Unit;

/// <summary>The GNSS receiver and its fix.</summary>
internal sealed class ReceiverChecks : ICheckSource
{
    private readonly FixWatch _newest;
    private readonly CheckLimits _limits;
    private readonly Check _receiver = new Check(CheckNumber.Receiver);
    private readonly Check _fix = new Check(CheckNumber.Fix);
    private readonly Check _accuracy = new Check(CheckNumber.FixAccuracy);
    private readonly Check _dilution = new Check(CheckNumber.FixDilution);

    internal ReceiverChecks(FixWatch newest, CheckLimits limits)
    {
        _newest = newest;
        _limits = limits;
    }

    public void AddTo(CheckList list)
    {
        list.Add(_receiver);
        list.Add(_fix);
        list.Add(_accuracy);
        list.Add(_dilution);
    }

    public void Update(long uptimeMilliseconds)
    {
        FixWatch newest = _newest;
        if (!newest.HasEpoch)
        {
            _receiver.Set(uptimeMilliseconds > _limits.ReceiverStartMilliseconds ? StatusCheckState.Fail : StatusCheckState.Waiting);
            return;
        }

        _receiver.AtMost(uptimeMilliseconds - newest.UptimeMilliseconds, _limits.ReceiverMilliseconds);
        bool isHeard = _receiver.State == StatusCheckState.Pass;
        bool hasFix = isHeard && newest.Mode != FixMode.None && newest.Has(FixFields.Position);

        // Under a roof there is none for as long as the vehicle stands there: that is no failure.
        _fix.Set(hasFix ? StatusCheckState.Pass : StatusCheckState.Waiting, hasFix ? (int)newest.Mode : 0);
        Judge(_accuracy, hasFix, newest.Has(FixFields.HorizontalAccuracy), newest.HorizontalAccuracyMillimetres, _limits.FixAccuracyMillimetres);
        Judge(_dilution, hasFix, newest.Has(FixFields.HorizontalDilution), newest.HorizontalDilutionHundredths, _limits.FixDilutionHundredths);
    }

    private static void Judge(Check check, bool hasFix, bool isTold, int value, int limit)
    {
        if (!hasFix)
        {
            check.Set(StatusCheckState.Waiting);
        }
        else if (!isTold)
        {
            check.Set(StatusCheckState.NotFitted);
        }
        else
        {
            check.AtMost(value, limit);
        }
    }
}
