using Telltale.Checks;
using Telltale.Sealing;
using Telltale.Signals;
using Telltale.Uplink;

namespace Telltale.Unit;

/// <summary>The unit itself: sealing, keys, journal, profile.</summary>
internal sealed class UnitChecks : ICheckSource
{
    private readonly TelematicsUnit _unit;
    private readonly Check _sealing = new Check(CheckNumber.SealSelfTest);
    private readonly Check _keys = new Check(CheckNumber.Keys);
    private readonly Check _journal = new Check(CheckNumber.Journal);
    private readonly Check _profile = new Check(CheckNumber.Profile);
    private int _journalFailures;
    private int _journalGood;

    internal UnitChecks(TelematicsUnit unit)
    {
        _unit = unit;
    }

    public void AddTo(CheckList list)
    {
        list.Add(_sealing);
        list.Add(_keys);
        list.Add(_journal);
        list.Add(_profile);
    }

    public void Update(long uptimeMilliseconds)
    {
        TelematicsUnit unit = _unit;
        if (unit.State == UnitState.Stopped)
        {
            return;
        }

        _sealing.Set(unit.State == UnitState.SealingFailed || unit.Counters.SealFailures > 0 ? StatusCheckState.Fail : StatusCheckState.Pass, unit.Counters.SealFailures, 0);
        if (unit.Keys == null)
        {
            return;
        }

        _keys.Set(unit.KeyState == UnitKeyState.NotEnrolled || !unit.Keys.IsReady ? StatusCheckState.Fail : StatusCheckState.Pass, unit.Counters.EpochFailures, 0);
        if (unit.Journal == null)
        {
            return;
        }

        UpdateJournal();
        if (unit.Bus == null)
        {
            _profile.Set(StatusCheckState.NotFitted);
        }
        else
        {
            _profile.Set(unit.ProfileFault == SignalProfileFault.None ? StatusCheckState.Pass : StatusCheckState.Fail, (int)unit.ProfileFault, 0);
        }
    }

    // A volume that refused once and then took a frame works; the counters of the status tell the rest.
    private void UpdateJournal()
    {
        int failures = _unit.Journal.Counters.AppendFailures + _unit.Journal.Counters.ReadFailures;
        int good = _unit.Journal.Counters.FramesAppended;
        if (failures != _journalFailures)
        {
            _journalFailures = failures;
            _journalGood = good;
            _journal.Set(StatusCheckState.Fail, failures, 0);
        }
        else if (failures == 0 || good != _journalGood)
        {
            _journal.Set(StatusCheckState.Pass, failures, 0);
        }
    }
}
