using nanoFramework.TestFramework;
using Telltale.Checks;
using Telltale.Uplink;

namespace Telltale.DeviceTests.Checks;

[TestClass]
public class LampPatternTests
{
    [TestMethod]
    public void The_failure_with_the_most_flashes_is_shown_then_what_waits_then_all_is_well()
    {
        ScriptedChecks part = new ScriptedChecks();
        CheckList list = new CheckList(null);
        Assert.AreEqual(LampPattern.Off, LampPattern.Of(list));
        list.Add(part);
        Assert.AreEqual(LampPattern.Waiting, LampPattern.Of(list));
        part.Supply.Set(StatusCheckState.Fail);
        part.Fix.Set(StatusCheckState.Fail);
        Assert.AreEqual(LampPattern.Vehicle, LampPattern.Of(list));
        part.Broker.Set(StatusCheckState.Fail);
        Assert.AreEqual(LampPattern.Network, LampPattern.Of(list));
        part.Supply.Set(StatusCheckState.Pass);
        part.Broker.Set(StatusCheckState.NotFitted);
        Assert.AreEqual(LampPattern.Receiver, LampPattern.Of(list));
        part.Fix.Set(StatusCheckState.Pass);
        Assert.AreEqual(LampPattern.Steady, LampPattern.Of(list));
    }

    [TestMethod]
    public void A_pattern_flashes_as_often_as_its_number_says()
    {
        Assert.AreEqual(0, Flashes(LampPattern.Off));
        Assert.AreEqual(0, Flashes(LampPattern.Steady));
        Assert.AreEqual(1, Flashes(LampPattern.Waiting));
        Assert.AreEqual(1, Flashes(LampPattern.Receiver));
        Assert.AreEqual(2, Flashes(LampPattern.Vehicle));
        Assert.AreEqual(3, Flashes(LampPattern.Network));
        Assert.AreEqual(4, Flashes(LampPattern.Unit));
        Assert.IsTrue(LampPattern.IsOn(LampPattern.Steady, 123456789));
    }

    private static int Flashes(int pattern)
    {
        // From a moment when every pattern but the steady one is off.
        int flashes = 0;
        bool wasOn = LampPattern.IsOn(pattern, 1990);
        for (int uptime = 2000; uptime < 4000; uptime += 10)
        {
            bool isOn = LampPattern.IsOn(pattern, uptime);
            flashes += isOn && !wasOn ? 1 : 0;
            wasOn = isOn;
        }

        return flashes;
    }
}
