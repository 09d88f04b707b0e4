using nanoFramework.TestFramework;
using Telltale.Ports;
using Telltale.Uplink;

namespace Telltale.DeviceTests.Uplink;

[TestClass]
public class NetworkChooserTests
{
    private static ScriptedNetwork _home;
    private static ScriptedNetwork _modem;
    private static FakeLink _homeLink;
    private static FakeLink _modemLink;
    private static NetworkChooser _chooser;

    [TestMethod]
    public void The_first_network_that_is_up_is_used_and_a_connection_over_a_later_one_goes_back_after_a_minute()
    {
        Make();
        _home.IsUp = false;
        _chooser.Refresh();
        Assert.AreEqual((int)NetworkClass.Metered, (int)_chooser.Class);
        _chooser.Connect();
        _modemLink.State = LinkState.Open;
        _home.IsUp = true;
        for (int second = 0; second < 59; second++)
        {
            _chooser.Refresh();
        }

        Assert.AreEqual((int)LinkState.Open, (int)_chooser.State);
        _chooser.Refresh();
        Assert.AreEqual((int)LinkState.Closed, (int)_chooser.State);
        _chooser.Refresh();
        Assert.AreEqual((int)NetworkClass.Home, (int)_chooser.Class);
    }

    [TestMethod]
    public void The_connection_is_as_protected_as_that_of_the_network_in_use()
    {
        Make();
        _homeLink.Protection = LinkProtection.None;
        _modemLink.Protection = LinkProtection.Tls;
        _chooser.Refresh();
        Assert.AreEqual((int)LinkProtection.None, (int)_chooser.Protection);
        _home.IsUp = false;
        _chooser.Refresh();
        Assert.AreEqual((int)LinkProtection.Tls, (int)_chooser.Protection);
    }

    [TestMethod]
    public void A_network_that_does_not_lead_to_the_broker_is_left_after_three_attempts_and_stays_left_for_a_quarter_of_an_hour()
    {
        Make();
        for (int attempt = 0; attempt < 3; attempt++)
        {
            _chooser.Refresh();
            Assert.AreEqual(0, _chooser.Chosen);
            _chooser.Connect();
            _homeLink.Drop(LinkFailure.Unreachable);
            Assert.AreEqual((int)LinkState.Closed, (int)_chooser.State);
        }

        _chooser.Refresh();
        _chooser.Refresh();
        Assert.AreEqual(1, _chooser.Chosen);
        _chooser.Connect();
        _modemLink.State = LinkState.Open;
        for (int second = 0; second < 899; second++)
        {
            _chooser.Refresh();
        }

        Assert.AreEqual((int)LinkState.Open, (int)_chooser.State);
        _chooser.Refresh();
        _chooser.Refresh();
        Assert.AreEqual(0, _chooser.Chosen);
        Assert.AreEqual(2, _chooser.Changes);
    }

    [TestMethod]
    public void Bytes_are_added_up_over_the_networks_that_count_them()
    {
        Make();
        Assert.AreEqual(-1L, _chooser.BytesTransferred);
        _modem.BytesTransferred = 100;
        _home.IsUp = false;
        _chooser.Refresh();
        Assert.AreEqual(100L, _chooser.BytesTransferred);
        _modem.BytesTransferred = 150;
        Assert.AreEqual(150L, _chooser.BytesTransferred);
    }

    private static void Make()
    {
        _home = new ScriptedNetwork();
        _modem = new ScriptedNetwork();
        _modem.Class = NetworkClass.Metered;
        _homeLink = new FakeLink();
        _modemLink = new FakeLink();
        _chooser = new NetworkChooser(new INetwork[] { _home, _modem }, new ILink[] { _homeLink, _modemLink });
    }
}
