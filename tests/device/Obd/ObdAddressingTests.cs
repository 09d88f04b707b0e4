using nanoFramework.TestFramework;
using Telltale.Can;
using Telltale.Obd;

namespace Telltale.DeviceTests.Obd;

[TestClass]
public class ObdAddressingTests
{
    [TestMethod]
    public void With_11_bits_responses_are_7E8_to_7EF_and_requests_7DF_and_7E0_to_7E7()
    {
        ObdAddressing addressing = new ObdAddressing();
        CanFrame frame = new CanFrame();
        for (uint identifier = 0x700; identifier < 0x800; identifier++)
        {
            frame.Key = identifier;
            bool isResponse = identifier >= 0x7E8 && identifier <= 0x7EF;
            Assert.AreEqual(isResponse ? (int)(identifier - 0x7E8) : ObdAddressing.NoResponse, addressing.EcuOf(frame));
            Assert.AreEqual(identifier == 0x7DF || (identifier >= 0x7E0 && identifier <= 0x7E7), addressing.IsRequest(frame));
            frame.Key = identifier | CanFrame.ExtendedKey;
            Assert.AreEqual(ObdAddressing.NoResponse, addressing.EcuOf(frame));
        }

        Assert.AreEqual(0x7E3u, addressing.RequestKey(3));
        Assert.AreEqual(0x7EBu, addressing.ResponseKey(3));
        Assert.AreEqual(0x7DFu, addressing.FunctionalKey);
        Assert.AreEqual(0xEB, addressing.AddressOf(3));
    }

    [TestMethod]
    public void With_29_bits_ECUs_get_numbers_as_they_are_heard_up_to_eight()
    {
        ObdAddressing addressing = new ObdAddressing();
        addressing.Use(true);
        CanFrame frame = new CanFrame();
        for (int index = 0; index < 9; index++)
        {
            frame.Key = CanFrame.ExtendedKey | 0x18DAF100u | (uint)(0x10 + 8 * index);
            Assert.AreEqual(ObdAddressing.UnknownEcu, addressing.EcuOf(frame));
            Assert.AreEqual(index < 8 ? index : ObdAddressing.UnknownEcu, addressing.Learn(frame));
            Assert.AreEqual(index < 8 ? index : ObdAddressing.UnknownEcu, addressing.EcuOf(frame));
        }

        Assert.AreEqual(CanFrame.ExtendedKey | 0x18DA20F1u, addressing.RequestKey(2));
        Assert.AreEqual(CanFrame.ExtendedKey | 0x18DAF120u, addressing.ResponseKey(2));
        Assert.AreEqual(CanFrame.ExtendedKey | 0x18DB33F1u, addressing.FunctionalKey);
        Assert.AreEqual(0x20, addressing.AddressOf(2));
        frame.Key = 0x7E8;
        Assert.AreEqual(ObdAddressing.NoResponse, addressing.EcuOf(frame));
        frame.Key = CanFrame.ExtendedKey | 0x18DA20F1u;
        Assert.IsTrue(addressing.IsRequest(frame));
        frame.Key = CanFrame.ExtendedKey | 0x18DB33F1u;
        Assert.IsTrue(addressing.IsRequest(frame));
        frame.Key = CanFrame.ExtendedKey | 0x18DA20F2u;
        Assert.IsFalse(addressing.IsRequest(frame), "to another address");
    }

    [TestMethod]
    public void The_filters_of_a_controller_let_every_response_pass_and_hardly_anything_else()
    {
        ObdAddressing addressing = new ObdAddressing();
        uint[] keys = new uint[17];
        AcceptanceFilter filter = new AcceptanceFilter();
        int responses = addressing.Accept(keys, true, out int count);
        filter.Build(keys, count, responses);
        for (uint identifier = 0; identifier < 0x800; identifier++)
        {
            bool isWanted = identifier == 0x7DF || (identifier >= 0x7E0 && identifier <= 0x7EF);
            Assert.AreEqual(isWanted, filter.Accepts(identifier), "11 bits");
        }

        addressing.Use(true);
        responses = addressing.Accept(keys, true, out count);
        filter.Build(keys, count, responses);
        for (uint identifier = 0x18DAF000; identifier < 0x18DAF300; identifier++)
        {
            Assert.IsTrue(filter.Accepts(identifier | CanFrame.ExtendedKey), "29 bits, answers to other testers too");
        }

        Assert.IsTrue(filter.Accepts(CanFrame.ExtendedKey | 0x18DA10F2u), "what another tester asks");
        Assert.IsFalse(filter.Accepts(CanFrame.ExtendedKey | 0x18D9F110u));

        Assert.IsTrue(filter.Accepts(CanFrame.ExtendedKey | 0x18DB33F1u));
        Assert.IsFalse(filter.Accepts(CanFrame.ExtendedKey | 0x0CF00400u));
        Assert.IsFalse(filter.Accepts(0x7E8), "never both");
    }
}
