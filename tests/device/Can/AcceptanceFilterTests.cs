using nanoFramework.TestFramework;
using Telltale.Can;

namespace Telltale.DeviceTests.Can;

[TestClass]
public class AcceptanceFilterTests
{
    [TestMethod]
    public void Up_to_six_standard_identifiers_pass_alone()
    {
        uint[] wanted = new uint[] { 0x0AA, 0x025, 0x7E8, 0x1C4, 0x2C1, 0x000 };
        for (int count = 1; count <= wanted.Length; count++)
        {
            AcceptanceFilter filter = new AcceptanceFilter();
            filter.Build(wanted, count, 0);
            Assert.AreEqual(count, Passing(filter), "with " + count);
            Assert.IsTrue(filter.PassingCount == count, "said to pass, with " + count);
            for (int index = 0; index < count; index++)
            {
                Assert.IsTrue(filter.Accepts(wanted[index]), "wanted " + index);
            }
        }
    }

    [TestMethod]
    public void The_eight_response_identifiers_pass_alone_and_through_buffer_0()
    {
        uint[] wanted = new uint[] { 0x7E8, 0x7E9, 0x7EA, 0x7EB, 0x7EC, 0x7ED, 0x7EE, 0x7EF };
        AcceptanceFilter filter = new AcceptanceFilter();
        filter.Build(wanted, 8, 8);

        Assert.AreEqual(8, Passing(filter));
        Assert.IsTrue(filter.PassingCount == 8, "no other");
        Assert.AreEqual(0x7FCu << 18, filter.Masks[0]);
        Assert.AreEqual(0x7E8u << 18, filter.Filters[0]);
        Assert.AreEqual(0x7ECu << 18, filter.Filters[1]);
    }

    [TestMethod]
    public void Responses_leave_the_other_buffer_to_broadcast_messages()
    {
        uint[] wanted = new uint[] { 0x7E8, 0x7E9, 0x7EA, 0x7EB, 0x7EC, 0x7ED, 0x7EE, 0x7EF, 0x0C9, 0x0D1, 0x3D0, 0x3D1 };
        AcceptanceFilter filter = new AcceptanceFilter();
        filter.Build(wanted, 12, 8);

        Assert.AreEqual(12, Passing(filter));
    }

    [TestMethod]
    public void Many_identifiers_all_pass_and_others_are_mostly_kept_out()
    {
        // What one real vehicle sends on its powertrain bus.
        uint[] wanted = new uint[]
        {
            0x024, 0x025, 0x0AA, 0x0B4, 0x0BA, 0x1AA, 0x1C4, 0x1D0, 0x1D2, 0x1D3, 0x223, 0x224, 0x228, 0x232, 0x260, 0x262, 0x2C1, 0x2D5, 0x320, 0x3F9,
        };

        AcceptanceFilter filter = new AcceptanceFilter();
        filter.Build(wanted, wanted.Length, 0);
        for (int index = 0; index < wanted.Length; index++)
        {
            Assert.IsTrue(filter.Accepts(wanted[index]), "wanted " + index);
        }

        Assert.IsTrue(filter.PassingCount >= Passing(filter), "said to pass");
        OutputHelper.WriteLine(Passing(filter) + " of 2048 pass");
        Assert.IsTrue(Passing(filter) < 1024, "passing " + Passing(filter));
    }

    [TestMethod]
    public void Extended_and_standard_identifiers_of_the_same_number_are_told_apart()
    {
        uint[] wanted = new uint[] { 0x123, CanFrame.ExtendedKey | 0x18FEF1FE };
        AcceptanceFilter filter = new AcceptanceFilter();
        filter.Build(wanted, 2, 0);

        Assert.IsTrue(filter.Accepts(0x123));
        Assert.IsTrue(filter.Accepts(CanFrame.ExtendedKey | 0x18FEF1FE));
        Assert.IsFalse(filter.Accepts(CanFrame.ExtendedKey | 0x123));
        Assert.IsFalse(filter.Accepts(CanFrame.ExtendedKey | (0x123u << 18)));
        Assert.IsFalse(filter.Accepts(CanFrame.ExtendedKey | 0x18FEF1FF));
        Assert.AreEqual(1, Passing(filter));
    }

    [TestMethod]
    public void Without_wishes_no_standard_identifier_passes_and_open_lets_all_pass()
    {
        AcceptanceFilter filter = new AcceptanceFilter();
        filter.Build(new uint[0], 0, 0);
        Assert.AreEqual(0, Passing(filter));

        filter.Open();
        Assert.AreEqual(0x800, Passing(filter));
        Assert.IsTrue(filter.Accepts(CanFrame.ExtendedKey | 0x18DAF110));
    }

    [TestMethod]
    public void A_parameter_group_passes_whatever_its_priority_and_source_and_others_do_not()
    {
        AcceptanceFilter filter = new AcceptanceFilter();
        filter.Build(new uint[] { ParameterGroupKey.Of(0xFEF1), ParameterGroupKey.Of(0xF004, 0), 0x0AA }, 3, 0);
        for (uint priority = 0; priority < 8; priority++)
        {
            for (uint source = 0; source < 256; source++)
            {
                Assert.IsTrue(filter.Accepts(CanFrame.ExtendedKey | (priority << 26) | 0x00FEF100 | source));
            }

            Assert.IsTrue(filter.Accepts(CanFrame.ExtendedKey | (priority << 26) | 0x00F00400));
            Assert.IsFalse(filter.Accepts(CanFrame.ExtendedKey | (priority << 26) | 0x00FEF200));
        }

        Assert.IsTrue(filter.Accepts(0x0AA));
    }

    private static int Passing(AcceptanceFilter filter)
    {
        int count = 0;
        for (uint key = 0; key < 0x800; key++)
        {
            count += filter.Accepts(key) ? 1 : 0;
        }

        return count;
    }
}
