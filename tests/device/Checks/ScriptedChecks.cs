using Telltale.Checks;
using Telltale.Uplink;

namespace Telltale.DeviceTests.Checks;

/// <summary>A part with three checks that the test sets, and a listener that counts.</summary>
internal sealed class ScriptedChecks : ICheckSource, ICheckListener
{
    public readonly Check Broker = new Check(CheckNumber.Broker);
    public readonly Check Supply = new Check(CheckNumber.Supply);
    public readonly Check Fix = new Check(CheckNumber.Fix);
    public int Updates;
    public int Turns;
    public StatusCheckState Before;

    public void AddTo(CheckList list)
    {
        list.Add(Broker);
        list.Add(Supply);
        list.Add(Fix);
    }

    public void Update(long uptimeMilliseconds)
    {
        Updates++;
    }

    public void OnCheck(Check check, StatusCheckState before, long uptimeMilliseconds)
    {
        Turns++;
        Before = before;
    }
}
