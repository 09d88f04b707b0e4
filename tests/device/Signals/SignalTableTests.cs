using nanoFramework.TestFramework;
using Telltale.Signals;

namespace Telltale.DeviceTests.Signals;

[TestClass]
public class SignalTableTests
{
    [TestMethod]
    public void A_signal_is_absent_until_it_is_set_and_again_when_it_is_stale()
    {
        SignalTable table = new SignalTable(new[] { new SignalDefinition("Speed", "km/h", 1, 100, 0, false, 2000), new SignalDefinition("OBD.EngineSpeed", "rpm", 1, 4, 0, false, 2000) });
        int[] raw = new int[2];

        Assert.AreEqual(0L, table.Snapshot(raw, 0), "before the first value");

        table.Set(1, 6904, 1000);
        Assert.AreEqual(2L, table.Snapshot(raw, 3000), "2000 ms old is fresh");
        Assert.AreEqual(6904, raw[1]);
        Assert.AreEqual(0L, table.Snapshot(raw, 3001), "older is absent");
    }

    [DataRow(0)]
    [DataRow(61)]
    [TestMethod]
    public void The_bit_of_a_present_signal_is_its_index(int index)
    {
        SignalDefinition[] definitions = new SignalDefinition[SignalTable.MaximumSignals];
        for (int i = 0; i < definitions.Length; i++)
        {
            definitions[i] = new SignalDefinition("S" + i, "", 1, 1, 0, false, 1000);
        }

        SignalTable table = new SignalTable(definitions);
        table.Set(index, 1, 0);

        Assert.AreEqual(1L << index, table.Snapshot(new int[SignalTable.MaximumSignals], 0));
    }
}
