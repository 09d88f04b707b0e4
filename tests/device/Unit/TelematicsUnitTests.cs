using System;
using nanoFramework.TestFramework;
using Telltale.Gnss;
using Telltale.Unit;

namespace Telltale.DeviceTests.Unit;

[TestClass]
public class TelematicsUnitTests
{
    [TestMethod]
    public void Cryptography_that_answers_a_known_question_wrongly_stops_the_unit_before_it_writes_or_connects()
    {
        IdleBoard board = new IdleBoard();
        TelematicsUnit unit = new TelematicsUnit(board.Ports(), new UnitSettings());

        unit.Start(0);
        long due = unit.Step(10);

        Assert.AreEqual((int)UnitState.SealingFailed, (int)unit.State);
        Assert.IsTrue(due > 10, "and asks to be called again");
        Assert.AreEqual(0, board.Link.Attempts);
        string[] files = board.Volume.List("");
        Assert.AreEqual(1, files.Length);
        Assert.AreEqual("log", files[0], "what happened, in words of its own");
    }

    [TestMethod]
    public void A_step_before_the_start_does_nothing()
    {
        IdleBoard board = new IdleBoard();
        TelematicsUnit unit = new TelematicsUnit(board.Ports(), new UnitSettings());

        unit.Step(10);

        Assert.AreEqual((int)UnitState.Stopped, (int)unit.State);
        Assert.AreEqual(0, board.Link.Attempts);
        Assert.AreEqual(0, unit.SamplesInOpenBatch);
        Assert.IsNull(unit.UnitId);
    }

    [TestMethod]
    public void A_missing_port_and_a_frame_that_could_never_be_sent_are_refused_at_once()
    {
        UnitPorts ports = new IdleBoard().Ports();
        ports.Volume = null;
        Assert.IsTrue(IsRefused(ports, new UnitSettings()), "no volume");

        ports = new IdleBoard().Ports();
        ports.GnssUart = null;
        Assert.IsTrue(IsRefused(ports, new UnitSettings()), "no fixes");
        ports.FixSource = new IdleFixSource();
        Assert.IsFalse(IsRefused(ports, new UnitSettings()), "fixes from elsewhere");
        ports.GnssUart = new IdleBoard();
        Assert.IsTrue(IsRefused(ports, new UnitSettings()), "fixes from two places");

        UnitSettings settings = new UnitSettings();
        settings.Uplink.MaximumFrameLength = settings.Journal.MaximumFrameBytes - 1;
        Assert.IsTrue(IsRefused(new IdleBoard().Ports(), settings), "frames too long for the uplink");
        Assert.IsFalse(IsRefused(new IdleBoard().Ports(), new UnitSettings()), "the defaults");
    }

    private static bool IsRefused(UnitPorts ports, UnitSettings settings)
    {
        try
        {
            return new TelematicsUnit(ports, settings) == null;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    private sealed class IdleFixSource : IFixSource
    {
        public long NextDueUptimeMilliseconds => long.MaxValue;

        public void Start(IFixListener fixes, IEpochListener epochs)
        {
        }

        public void Step(long uptimeMilliseconds)
        {
        }
    }
}
