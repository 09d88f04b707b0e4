using nanoFramework.TestFramework;
using Telltale.Can;

namespace Telltale.DeviceTests.Can;

[TestClass]
public class Mcp2515BitTimingTests
{
    [DataRow(8000000, 125000)]
    [DataRow(8000000, 250000)]
    [DataRow(8000000, 500000)]
    [DataRow(16000000, 125000)]
    [DataRow(16000000, 250000)]
    [DataRow(16000000, 500000)]
    [DataRow(16000000, 1000000)]
    [DataRow(20000000, 125000)]
    [DataRow(20000000, 250000)]
    [DataRow(20000000, 500000)]
    [DataRow(20000000, 1000000)]
    [TestMethod]
    public void The_registers_make_the_bit_rate_and_keep_the_rules_of_the_data_sheet(int crystalHertz, int bitsPerSecond)
    {
        Mcp2515BitTiming timing = Mcp2515BitTiming.Find(crystalHertz, bitsPerSecond);

        int prescaler = (timing.Cnf1 & 0x3F) + 1;
        int jumpWidth = (timing.Cnf1 >> 6) + 1;
        int propagation = (timing.Cnf2 & 7) + 1;
        int phase1 = ((timing.Cnf2 >> 3) & 7) + 1;
        int phase2 = (timing.Cnf3 & 7) + 1;
        int quanta = 1 + propagation + phase1 + phase2;
        Assert.AreEqual(bitsPerSecond, crystalHertz / (2 * prescaler * quanta), "bit rate");
        Assert.AreEqual(crystalHertz, bitsPerSecond * 2 * prescaler * quanta, "exactly");
        Assert.AreEqual(0x80, timing.Cnf2 & 0xC0, "BTLMODE set, one sample");
        Assert.IsTrue(propagation + phase1 >= phase2, "PS2 no longer than what comes before");
        Assert.IsTrue(phase2 >= 2 && phase2 > jumpWidth, "PS2 at least 2 and above SJW");
        int sample = 1000 * (quanta - phase2) / quanta;
        Assert.IsTrue(sample >= 750 && sample <= 875, "sample point");
        Assert.AreEqual(sample, timing.SamplePointPerMille);
    }

    [DataRow(8000000, 1000000)]
    [DataRow(16000000, 333333)]
    [DataRow(0, 500000)]
    [DataRow(16000000, 0)]
    [TestMethod]
    public void What_a_crystal_cannot_make_is_refused(int crystalHertz, int bitsPerSecond)
    {
        Assert.IsNull(Mcp2515BitTiming.Find(crystalHertz, bitsPerSecond));
    }
}
