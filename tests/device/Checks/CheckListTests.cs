using System;
using nanoFramework.TestFramework;
using Telltale.Checks;
using Telltale.Uplink;

namespace Telltale.DeviceTests.Checks;

[TestClass]
public class CheckListTests
{
    [TestMethod]
    public void Checks_stand_in_the_order_of_their_numbers()
    {
        CheckList list = new CheckList(null);
        list.Add(new ScriptedChecks());
        Assert.AreEqual(3, list.Count);
        Assert.AreEqual((int)CheckNumber.Supply, (int)list.At(0).Number);
        Assert.AreEqual((int)CheckNumber.Fix, (int)list.At(1).Number);
        Assert.AreEqual((int)CheckNumber.Broker, (int)list.At(2).Number);
    }

    [TestMethod]
    public void A_number_is_taken_once()
    {
        CheckList list = new CheckList(null);
        list.Add(new Check(CheckNumber.Vin));
        bool isRefused = false;
        try
        {
            list.Add(new Check(CheckNumber.Vin));
        }
        catch (ArgumentException)
        {
            isRefused = true;
        }

        Assert.IsTrue(isRefused);
    }

    [TestMethod]
    public void Parts_are_asked_once_a_second_at_most()
    {
        ScriptedChecks part = new ScriptedChecks();
        CheckList list = new CheckList(null);
        list.Add(part);
        for (int uptime = 0; uptime < 10000; uptime += 20)
        {
            list.Step(uptime);
        }

        Assert.AreEqual(10, part.Updates);
    }

    [TestMethod]
    public void Only_a_check_that_passed_turns_to_fail()
    {
        ScriptedChecks part = new ScriptedChecks();
        CheckList list = new CheckList(part);
        list.Add(part);
        part.Fix.Set(StatusCheckState.Fail);
        list.Step(0);
        Assert.AreEqual(0, list.TurnsToFail);
        Assert.AreEqual(1, part.Turns);
        part.Fix.Set(StatusCheckState.Pass);
        list.Step(1000);
        part.Fix.Set(StatusCheckState.Fail);
        list.Step(2000);
        list.Step(3000);
        Assert.AreEqual(1, list.TurnsToFail);
        Assert.AreEqual(3, part.Turns);
        Assert.AreEqual((int)StatusCheckState.Pass, (int)part.Before);
    }

    [TestMethod]
    public void A_value_passes_at_its_limit_and_fails_behind_it()
    {
        Check check = new Check(CheckNumber.Supply);
        check.AtLeast(11800, 11800);
        Assert.AreEqual((int)StatusCheckState.Pass, (int)check.State);
        check.AtLeast(11799, 11800);
        Assert.AreEqual((int)StatusCheckState.Fail, (int)check.State);
        check.AtMost(5000, 5000);
        Assert.AreEqual((int)StatusCheckState.Pass, (int)check.State);
        check.AtMost(5001, 5000);
        Assert.AreEqual((int)StatusCheckState.Fail, (int)check.State);
    }

    [TestMethod]
    public void A_status_holds_every_check_with_value_and_limit()
    {
        ScriptedChecks part = new ScriptedChecks();
        CheckList list = new CheckList(null);
        list.Add(part);
        part.Supply.AtLeast(9000, 11800);
        part.Fix.Set(StatusCheckState.Pass, 3);
        part.Broker.Set(StatusCheckState.NotFitted);
        StatusReport report = new StatusReport();
        Assert.IsTrue(list.AddTo(report));
        Assert.AreEqual(3, report.CheckCount);
        Assert.AreEqual(10, report.CheckNumbers[0]);
        Assert.AreEqual(9000L, report.CheckValues[0]);
        Assert.AreEqual(11800L, report.CheckLimits[0]);
        Assert.AreEqual((int)StatusCheckState.Fail, (int)report.CheckStates[0]);
        Assert.IsTrue(report.CheckHasValue[1]);
        Assert.IsFalse(report.CheckHasLimit[1]);
        Assert.IsFalse(report.CheckHasValue[2]);
    }
}
