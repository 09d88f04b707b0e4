using System.Text;
using nanoFramework.TestFramework;
using Telltale.Configuration;

namespace Telltale.DeviceTests.Configuration;

[TestClass]
public class ConfigurationReaderTests
{
    [TestMethod]
    public void What_the_file_says_is_taken_and_the_rest_has_its_default()
    {
        UnitConfiguration read = Read("{\"$schema\":\"x\",\"version\":2,\"revision\":7,\"uplink\":{\"broker\":{\"host\":\"broker.example\",\"port\":1883},\"tls\":{\"enabled\":false},\"release\":\"broker\"},\"sampling\":{\"driving\":{\"intervalMilliseconds\":2e3,\"distanceMetres\":0}},\"journal\":{\"budgetKilobytes\":\"auto\"}}");
        Assert.AreEqual(7, read.Revision);
        Assert.AreEqual("broker.example", read.Text(ConfigurationKey.BrokerHost));
        Assert.AreEqual(1883, read.Number(ConfigurationKey.BrokerPort));
        Assert.IsFalse(read.IsOn(ConfigurationKey.UsesTls));
        Assert.AreEqual(1, read.Number(ConfigurationKey.Release));
        Assert.AreEqual(2000, read.Number(ConfigurationKey.DrivingInterval));
        Assert.AreEqual(10000, read.Number(ConfigurationKey.IdlingInterval));
        Assert.AreEqual("ca.pem", read.Text(ConfigurationKey.TrustAnchorFile));
    }

    [TestMethod]
    public void What_is_wrong_is_told_by_its_path_in_a_sentence()
    {
        AssertFault("{\"version\":2,\"sampling\":{\"driving\":{\"intervalMilliseconds\":50}}}", "sampling.driving.intervalMilliseconds: 50 is below 100");
        AssertFault("{\"version\":2,\"sampling\":{\"driving\":{\"distanceMetres\":5}}}", "sampling.driving.distanceMetres: 5 is below 10");
        AssertFault("{\"version\":2,\"uplink\":{\"broker\":{\"port\":65536}}}", "uplink.broker.port: 65536 is above 65535");
        AssertFault("{\"version\":2,\"uplink\":{\"broker\":{\"port\":1e30}}}", "uplink.broker.port: the number is above 65535");
        AssertFault("{\"version\":2,\"uplink\":{\"broker\":{\"port\":1.5}}}", "uplink.broker.port: a number without a fraction is expected");
        AssertFault("{\"version\":2,\"uplink\":{\"broker\":{\"port\":\"x\"}}}", "uplink.broker.port: a number is expected");
        AssertFault("{\"version\":2,\"uplink\":{\"broker\":{\"host\":\"a b\"}}}", "uplink.broker.host: a character is not allowed: letters, digits, -, . and : are");
        AssertFault("{\"version\":2,\"uplink\":{\"broker\":[]}}", "uplink.broker: an object is expected");
        AssertFault("{\"version\":2,\"uplink\":{\"broken\":{}}}", "uplink.broken: there is no such setting");
        AssertFault("{\"version\":2,\"uplink.release\":\"owner\"}", "uplink.release: there is no such setting");
        AssertFault("{\"version\":2,\"uplink\":{\"release\":\"both\"}}", "uplink.release: one of these is expected: \"owner\", \"broker\"");
        AssertFault("{\"version\":2,\"bus\":{\"mayPoll\":1}}", "bus.mayPoll: true or false is expected");
        AssertFault("{\"version\":2,\"unit\":{\"id\":\"abcdefg\"}}", "unit.id: 7 characters, 8 are allowed");
        AssertFault("{\"version\":2,\"board\":{\"name\":\"01234567890123456789012345678901234567890\"}}", "board.name: 41 characters, at most 40 are allowed");
        AssertFault("{\"version\":2,\"revision\":0}", "revision: 0 is below 1");
        AssertFault("{\"revision\":1}", "version: it is missing");
        AssertFault("{\"version\":3,\"new\":1}", "version: version 3 is not known to this firmware, which knows version 2");
        AssertFault("{\"version\":2,\"uplink\":{\"broker\":{\"password\":\"***\"}}}", "uplink.broker.password: *** stands for a secret in a report; the secret itself is expected");
        AssertFault("[]", "an object is expected");
        AssertFault("{\"version\":2,\n \"bus\":{\"mayPoll\":tru}}", "bus.mayPoll: a value is expected (line 2, column 19)");
        AssertFault("{\"version\":2,\"bus\":{},\"bus\":{}}", "the name stands here for the second time (line 1, column 23)");
    }

    [TestMethod]
    public void Entries_that_disagree_are_refused_together()
    {
        AssertFault("{\"version\":2,\"uplink\":{\"reconnectMinimumMilliseconds\":600000}}", "uplink.reconnectMinimumMilliseconds: 600000 is above the 300000 of uplink.reconnectMaximumMilliseconds");
        AssertFault("{\"version\":2,\"uplink\":{\"reconnectMinimumMilliseconds\":300001}}", "uplink.reconnectMinimumMilliseconds: 300001 is above the 300000 of uplink.reconnectMaximumMilliseconds");
        Read("{\"version\":2,\"uplink\":{\"reconnectMinimumMilliseconds\":300000}}");
        AssertFault("{\"version\":2,\"uplink\":{\"tls\":{\"secondTrustAnchorFile\":\"ca.pem\"}}}", "uplink.tls.secondTrustAnchorFile: it is the same file as uplink.tls.trustAnchorFile");
        AssertFault("{\"version\":2,\"uplink\":{\"tls\":{\"clientKeyFile\":\"key.pem\"}}}", "uplink.tls.clientKeyFile: it is of no use without uplink.tls.clientCertificateFile");
        Read("{\"version\":2,\"uplink\":{\"tls\":{\"trustAnchorFile\":\"\"}}}");
        AssertFault("{\"version\":2,\"commands\":{\"outputs\":[{\"pin\":4,\"name\":\"a\"},{\"pin\":4,\"name\":\"b\"}]}}", "commands.outputs[1].pin: it is the same as commands.outputs[0].pin");
        AssertFault("{\"version\":2,\"commands\":{\"outputs\":[{\"pin\":4,\"name\":\"a\"},{\"pin\":5,\"name\":\"a\"}]}}", "commands.outputs[1].name: it is the same as commands.outputs[0].name");
    }

    [TestMethod]
    public void A_list_is_read_item_by_item_and_its_numbers_have_six_decimals()
    {
        UnitConfiguration read = Read("{\"version\":2,\"signals\":[{\"signal\":\"Vehicle.Speed\",\"risesAbove\":-110.25,\"hysteresis\":5e0,\"event\":true},{\"changesBy\":0.000001,\"signal\":\"x\",\"pauseMilliseconds\":0}],\"bus\":{\"mayPoll\":true},\"extremes\":[\"a\",\"b\"]}");
        Assert.AreEqual(2, read.Number(ConfigurationKey.SignalRules));
        ConfigurationItem rule = read.Item(ConfigurationKey.SignalRules, 0);
        Assert.AreEqual("Vehicle.Speed", rule.Text(SignalRuleMember.Signal));
        Assert.AreEqual(-110250000L, rule.Number(SignalRuleMember.RisesAbove));
        Assert.AreEqual(5000000L, rule.Number(SignalRuleMember.Hysteresis));
        Assert.AreEqual(1000L, rule.Number(SignalRuleMember.Pause), "its default");
        Assert.IsTrue(rule.IsOn(SignalRuleMember.IsEvent));
        Assert.IsTrue(rule.IsGiven(SignalRuleMember.RisesAbove));
        Assert.IsFalse(rule.IsGiven(SignalRuleMember.FallsBelow));
        rule = read.Item(ConfigurationKey.SignalRules, 1);
        Assert.AreEqual(1L, rule.Number(SignalRuleMember.ChangesBy));
        Assert.AreEqual(0L, rule.Number(SignalRuleMember.Pause));
        Assert.IsFalse(rule.IsOn(SignalRuleMember.IsEvent));
        Assert.IsTrue(read.IsOn(ConfigurationKey.MayPoll), "what follows a list");
        Assert.AreEqual(2, read.Number(ConfigurationKey.Extremes));
        Assert.AreEqual("b", read.Item(ConfigurationKey.Extremes, 1).Text(0));
        Assert.AreEqual(-1, Read("{\"version\":2}").Number(ConfigurationKey.Extremes), "auto");
        Assert.AreEqual(0, Read("{\"version\":2,\"extremes\":[]}").Number(ConfigurationKey.Extremes), "none");
    }

    [TestMethod]
    public void What_is_wrong_in_a_list_is_told_with_the_items_number()
    {
        AssertFault("{\"version\":2,\"signals\":{}}", "signals: a list is expected");
        AssertFault("{\"version\":2,\"extremes\":\"all\"}", "extremes: a list or \"auto\" is expected");
        AssertRuleFault("1", "signals[1]: an object is expected");
        AssertRuleFault("{\"signal\":\"x\",\"limit\":1}", "signals[1].limit: there is no such setting");
        AssertRuleFault("{\"signal\":\"x\",\"risesAbove\":\"1\"}", "signals[1].risesAbove: a number is expected");
        AssertRuleFault("{\"signal\":\"x\",\"risesAbove\":1.0000001}", "signals[1].risesAbove: a number with at most six decimals is expected");
        AssertRuleFault("{\"signal\":\"x\",\"risesAbove\":2000000000.5}", "signals[1].risesAbove: the number is above 2000000000");
        AssertRuleFault("{\"signal\":\"x\",\"fallsBelow\":-1e30}", "signals[1].fallsBelow: the number is below -2000000000");
        AssertRuleFault("{\"signal\":\"x\",\"risesAbove\":1,\"hysteresis\":-0.5}", "signals[1].hysteresis: the number is below 0");
        AssertRuleFault("{\"signal\":\"x\",\"changesBy\":0}", "signals[1].changesBy: a number above 0 is expected");
        AssertRuleFault("{\"signal\":\"x\",\"changesBy\":1,\"hysteresis\":1}", "signals[1].hysteresis: it is of no use with signals[1].changesBy");
        AssertRuleFault("{\"risesAbove\":1}", "signals[1].signal: it is missing");
        AssertRuleFault("{\"signal\":\"\",\"risesAbove\":1}", "signals[1].signal: 0 characters, at least 1 are needed");
        AssertRuleFault("{\"signal\":\"x\"}", "signals[1]: exactly one of these is expected: risesAbove, fallsBelow, changesBy, changesPerSecond");
        AssertRuleFault("{\"signal\":\"x\",\"risesAbove\":1,\"fallsBelow\":1}", "signals[1]: exactly one of these is expected: risesAbove, fallsBelow, changesBy, changesPerSecond");
        AssertRuleFault("{\"signal\":tru}", "signals[1].signal: a value is expected (line 1, column 69)");
        AssertFault("{\"version\":2,\"extremes\":[\"x\",]}", "extremes[1]: a value is expected (line 1, column 30)");
        AssertFault("{\"version\":2,\"extremes\":[\"x\",\"y\",\"x\"]}", "extremes[2]: it is the same as extremes[0]");
        AssertFault("{\"version\":2,\"extremes\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\",\"10\",\"11\",\"12\",\"13\",\"14\",\"15\",\"16\",\"17\"]}", "extremes: there are more than 16 items");
    }

    [TestMethod]
    public void A_list_is_written_as_it_was_read()
    {
        const string Json = "{\"version\":2,\"bus\":{\"mayPoll\":true},\"signals\":[{\"signal\":\"Vehicle.Speed\",\"risesAbove\":-110.25,\"hysteresis\":0.000001,\"event\":true},{\"signal\":\"x\",\"changesBy\":1000000.00001,\"pauseMilliseconds\":0}],\"extremes\":[]}";
        byte[] output = new byte[ConfigurationTable.MaximumDocumentBytes];
        int length = new ConfigurationWriter(new ConfigurationTable()).Write(Read(Json), false, true, output);
        Assert.AreEqual(Json, Encoding.UTF8.GetString(output, 0, length));
        length = new ConfigurationWriter(new ConfigurationTable()).Write(Read("{\"version\":2}"), true, true, output);
        Assert.IsTrue(Encoding.UTF8.GetString(output, 0, length).IndexOf("\"signals\":[],\"extremes\":\"auto\"") > 0);
    }

    [TestMethod]
    public void A_file_of_version_1_says_its_output_in_the_old_way_and_has_no_lists()
    {
        UnitConfiguration read = Read("{\"version\":1,\"bus\":{\"mayPoll\":true},\"commands\":{\"outputName\":\"siren\",\"outputPin\":0}}");
        Assert.AreEqual(1, read.Number(ConfigurationKey.Outputs));
        Assert.AreEqual(0L, read.Item(ConfigurationKey.Outputs, 0).Number(OutputMember.Pin));
        Assert.AreEqual("siren", read.Item(ConfigurationKey.Outputs, 0).Text(OutputMember.Name));
        Assert.IsTrue(read.IsOn(ConfigurationKey.MayPoll));
        byte[] output = new byte[ConfigurationTable.MaximumDocumentBytes];
        int length = new ConfigurationWriter(new ConfigurationTable()).Write(read, false, true, output);
        Assert.AreEqual("{\"version\":2,\"bus\":{\"mayPoll\":true},\"commands\":{\"outputs\":[{\"pin\":0,\"name\":\"siren\"}]}}", Encoding.UTF8.GetString(output, 0, length));
        Assert.AreEqual("output", Read("{\"version\":1,\"commands\":{\"outputPin\":4}}").Item(ConfigurationKey.Outputs, 0).Text(OutputMember.Name));
        Assert.AreEqual(0, Read("{\"version\":1,\"commands\":{\"outputPin\":\"none\"}}").Number(ConfigurationKey.Outputs));
        Assert.AreEqual(0, Read("{\"version\":1}").Number(ConfigurationKey.Outputs));
        AssertFault("{\"version\":1,\"commands\":{\"outputName\":\"siren\"}}", "commands.outputName: there is no output to name without commands.outputPin");
        AssertFault("{\"version\":1,\"commands\":{\"outputPin\":49}}", "commands.outputPin: 49 is above 48");
        AssertFault("{\"version\":1,\"commands\":{\"outputs\":[]}}", "commands.outputs: there is no such setting");
        AssertFault("{\"version\":1,\"extremes\":[]}", "extremes: there is no such setting");
        AssertFault("{\"version\":2,\"commands\":{\"outputPin\":4}}", "commands.outputPin: there is no such setting");
        AssertFault("{\"version\":0}", "version: version 0 is not known to this firmware, which knows version 2");
        AssertFault("{\"commands\":{\"outputPin\":4},\"version\":2}", "commands.outputPin: there is no such setting");
        Assert.AreEqual(1, Read("{\"commands\":{\"outputPin\":4},\"version\":1}").Number(ConfigurationKey.Outputs), "wherever the version stands");
    }

    [TestMethod]
    public void What_is_written_is_read_again_and_secrets_are_masked_in_reports()
    {
        ConfigurationTable table = new ConfigurationTable();
        UnitConfiguration configuration = new UnitConfiguration(table);
        configuration.Revision = 12;
        configuration.SetText(ConfigurationKey.BrokerPassword, "a\"b\\c");
        configuration.SetNumber(ConfigurationKey.TowedDistance, 500);
        configuration.SetNumber(ConfigurationKey.AllowsWipe, 0);
        byte[] output = new byte[ConfigurationTable.MaximumDocumentBytes];
        ConfigurationWriter writer = new ConfigurationWriter(table);

        int length = writer.Write(configuration, false, false, output);
        Assert.AreEqual("{\"version\":2,\"revision\":12,\"uplink\":{\"broker\":{\"password\":\"a\\\"b\\\\c\"}},\"sampling\":{\"towed\":{\"distanceMetres\":500}},\"commands\":{\"wipe\":false}}", Encoding.UTF8.GetString(output, 0, length));
        UnitConfiguration read = Read(Encoding.UTF8.GetString(output, 0, length));
        Assert.AreEqual("a\"b\\c", read.Text(ConfigurationKey.BrokerPassword));

        length = writer.Write(configuration, true, true, output);
        Assert.IsTrue(length > 0, "everything fits");
        string all = Encoding.UTF8.GetString(output, 0, length);
        Assert.IsTrue(all.IndexOf("\"password\":\"***\"") > 0);
        Assert.IsTrue(all.IndexOf("a\\\"b") < 0);
        Assert.AreEqual(-1, writer.Write(configuration, true, true, new byte[length - 1]));
    }

    private static void AssertRuleFault(string rule, string sentence) =>
        AssertFault("{\"version\":2,\"signals\":[{\"signal\":\"first\",\"fallsBelow\":1}," + rule + "]}", sentence);

    private static UnitConfiguration Read(string json)
    {
        ConfigurationTable table = new ConfigurationTable();
        UnitConfiguration read = new UnitConfiguration(table);
        ConfigurationFault fault = new ConfigurationFault();
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        Assert.IsTrue(new ConfigurationReader(table).TryRead(bytes, 0, bytes.Length, read, fault), fault.ToString());
        return read;
    }

    private static void AssertFault(string json, string sentence)
    {
        ConfigurationTable table = new ConfigurationTable();
        UnitConfiguration into = new UnitConfiguration(table);
        into.Revision = 99;
        into.SetNumber(ConfigurationKey.BrokerPort, 4711);
        ConfigurationFault fault = new ConfigurationFault();
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        Assert.IsFalse(new ConfigurationReader(table).TryRead(bytes, 0, bytes.Length, into, fault), json);
        Assert.AreEqual(sentence, fault.ToString());
        Assert.IsTrue(fault.Line > 0);
        Assert.AreEqual(99, into.Revision);
        Assert.AreEqual(4711, into.Number(ConfigurationKey.BrokerPort), "nothing of it is taken");
    }
}
