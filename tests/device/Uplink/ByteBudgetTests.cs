using nanoFramework.TestFramework;
using Telltale.Ports;
using Telltale.Uplink;

namespace Telltale.DeviceTests.Uplink;

[TestClass]
public class ByteBudgetTests
{
    private const long Day = 86400000;
    private const long Noon = (20500 * Day) + (Day / 2);

    [TestMethod]
    public void A_day_of_UTC_begins_anew_and_a_step_back_gives_nothing_back()
    {
        ByteBudget budget = Load(new MemoryVolume());
        budget.Step(0, true, Noon);
        budget.Charge(NetworkClass.Metered, 1000);
        budget.Step(1000, true, Noon + (Day / 2) - 1);
        Assert.AreEqual(1000L, budget.UsedBytes(NetworkClass.Metered));
        budget.Step(2000, true, Noon + (Day / 2));
        Assert.AreEqual(0L, budget.UsedBytes(NetworkClass.Metered));
        budget.Charge(NetworkClass.Metered, 500);
        budget.Step(3000, true, Noon - Day);
        Assert.AreEqual(500L, budget.UsedBytes(NetworkClass.Metered), "the clock was ahead");
    }

    [TestMethod]
    public void Without_a_date_a_day_is_24_hours_of_uptime_and_what_was_used_then_counts_for_the_day_that_becomes_known()
    {
        MemoryVolume volume = new MemoryVolume();
        ByteBudget budget = Load(volume);
        budget.Step(0, true, Noon);
        budget.Charge(NetworkClass.Roaming, 3000);

        budget = Load(volume);
        budget.Step(0, false, 0);
        budget.Charge(NetworkClass.Roaming, 700);
        Assert.IsTrue(budget.UsedBytes(NetworkClass.Roaming) >= 3700, "it may be the same day");
        budget.Step(5000, true, Noon + Day);
        Assert.AreEqual(700L, budget.UsedBytes(NetworkClass.Roaming));

        budget = Load(volume);
        budget.Step(0, false, 0);
        budget.Step(Day - 1, false, 0);
        Assert.IsTrue(budget.UsedBytes(NetworkClass.Roaming) >= 700);
        budget.Step(Day, false, 0);
        Assert.AreEqual(0L, budget.UsedBytes(NetworkClass.Roaming));
    }

    [TestMethod]
    public void A_restart_that_is_asked_for_costs_nothing()
    {
        MemoryVolume volume = new MemoryVolume();
        ByteBudget budget = Load(volume);
        budget.Step(0, true, Noon);
        budget.Charge(NetworkClass.Metered, 1000);
        budget.Settle();
        budget = Load(volume);
        budget.Step(0, true, Noon + 1000);
        Assert.AreEqual(1000L, budget.UsedBytes(NetworkClass.Metered));
    }

    [TestMethod]
    public void Restarts_never_give_bytes_back_and_cost_at_most_the_reserve_each()
    {
        MemoryVolume volume = new MemoryVolume();
        ByteBudgetSettings settings = new ByteBudgetSettings();
        long charged = 0;
        long least = 0;
        for (int restart = 0; restart < 30; restart++)
        {
            ByteBudget budget = new ByteBudget(volume, settings);
            budget.Load(0);
            budget.Step(0, true, Noon);
            long used = budget.UsedBytes(NetworkClass.Metered);
            Assert.IsTrue(used >= charged, "counted on the safe side");
            Assert.IsTrue(used - least <= settings.ReserveBytes, "and by no more than the reserve");
            for (int frame = 0; frame < restart; frame++)
            {
                budget.ChargeFrame(NetworkClass.Metered, 700);
                charged += 700;
            }

            least = budget.UsedBytes(NetworkClass.Metered);
        }
    }

    [TestMethod]
    public void A_day_of_ten_megabytes_is_written_down_in_less_than_100_writes()
    {
        MemoryVolume volume = new MemoryVolume();
        ByteBudget budget = Load(volume);
        budget.Step(0, true, Noon);
        while (!budget.IsUsedUp(NetworkClass.Metered))
        {
            budget.ChargeFrame(NetworkClass.Metered, 722);
        }

        OutputHelper.WriteLine(budget.Writes.ToString() + " writes");
        Assert.AreEqual(78, budget.Writes);
    }

    [TestMethod]
    public void A_damaged_file_leaves_the_other_and_two_leave_none()
    {
        MemoryVolume volume = new MemoryVolume();
        ByteBudget budget = Load(volume);
        budget.Step(0, true, Noon);
        budget.Charge(NetworkClass.Home, 1000);
        budget.Charge(NetworkClass.Home, 200000);
        string[] names = volume.List(ByteBudget.FileName);
        Assert.AreEqual(2, names.Length);

        for (int name = 0; name < 2; name++)
        {
            byte[] bytes = new byte[100];
            int length = volume.Read(names[name], 0, bytes, 0, 100);
            volume.Delete(names[name]);
            bytes[name + 6] ^= 4;
            volume.Create(names[name], bytes, 0, length);
            budget = Load(volume);
            Assert.AreEqual(name == 0, budget.UsedBytes(NetworkClass.Home) > 0);
        }
    }

    private static ByteBudget Load(MemoryVolume volume)
    {
        ByteBudget budget = new ByteBudget(volume, new ByteBudgetSettings());
        budget.Load(0);
        return budget;
    }
}
