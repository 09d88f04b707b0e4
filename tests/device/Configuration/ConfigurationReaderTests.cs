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
        UnitConfiguration read = Read("{\"$schema\":\"x\",\"version\":1,\"revision\":7,\"uplink\":{\"broker\":{\"host\":\"broker.example\",\"port\":1883},\"tls\":{\"enabled\":false},\"release\":\"broker\"},\"sampling\":{\"driving\":{\"intervalMilliseconds\":2e3,\"distanceMetres\":0}},\"journal\":{\"budgetKilobytes\":\"auto\"}}");
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
        AssertFault("{\"version\":1,\"sampling\":{\"driving\":{\"intervalMilliseconds\":50}}}", "sampling.driving.intervalMilliseconds: 50 is below 100");
        AssertFault("{\"version\":1,\"sampling\":{\"driving\":{\"distanceMetres\":5}}}", "sampling.driving.distanceMetres: 5 is below 10");
        AssertFault("{\"version\":1,\"uplink\":{\"broker\":{\"port\":65536}}}", "uplink.broker.port: 65536 is above 65535");
        AssertFault("{\"version\":1,\"uplink\":{\"broker\":{\"port\":1e30}}}", "uplink.broker.port: the number is above 65535");
        AssertFault("{\"version\":1,\"uplink\":{\"broker\":{\"port\":1.5}}}", "uplink.broker.port: a number without a fraction is expected");
        AssertFault("{\"version\":1,\"uplink\":{\"broker\":{\"port\":\"x\"}}}", "uplink.broker.port: a number is expected");
        AssertFault("{\"version\":1,\"uplink\":{\"broker\":{\"host\":\"a b\"}}}", "uplink.broker.host: a character is not allowed: letters, digits, -, . and : are");
        AssertFault("{\"version\":1,\"uplink\":{\"broker\":[]}}", "uplink.broker: an object is expected");
        AssertFault("{\"version\":1,\"uplink\":{\"broken\":{}}}", "uplink.broken: there is no such setting");
        AssertFault("{\"version\":1,\"uplink.release\":\"owner\"}", "uplink.release: there is no such setting");
        AssertFault("{\"version\":1,\"uplink\":{\"release\":\"both\"}}", "uplink.release: one of these is expected: \"owner\", \"broker\"");
        AssertFault("{\"version\":1,\"bus\":{\"mayPoll\":1}}", "bus.mayPoll: true or false is expected");
        AssertFault("{\"version\":1,\"unit\":{\"id\":\"abcdefg\"}}", "unit.id: 7 characters, 8 are allowed");
        AssertFault("{\"version\":1,\"board\":{\"name\":\"01234567890123456789012345678901234567890\"}}", "board.name: 41 characters, at most 40 are allowed");
        AssertFault("{\"version\":1,\"revision\":0}", "revision: 0 is below 1");
        AssertFault("{\"revision\":1}", "version: it is missing");
        AssertFault("{\"version\":2,\"new\":1}", "version: version 2 is not known to this firmware, which knows version 1");
        AssertFault("{\"version\":1,\"uplink\":{\"broker\":{\"password\":\"***\"}}}", "uplink.broker.password: *** stands for a secret in a report; the secret itself is expected");
        AssertFault("[]", "an object is expected");
        AssertFault("{\"version\":1,\n \"bus\":{\"mayPoll\":tru}}", "bus.mayPoll: a value is expected (line 2, column 19)");
        AssertFault("{\"version\":1,\"bus\":{},\"bus\":{}}", "the name stands here for the second time (line 1, column 23)");
    }

    [TestMethod]
    public void Entries_that_disagree_are_refused_together()
    {
        AssertFault("{\"version\":1,\"uplink\":{\"reconnectMinimumMilliseconds\":600000}}", "uplink.reconnectMinimumMilliseconds: 600000 is above the 300000 of uplink.reconnectMaximumMilliseconds");
        AssertFault("{\"version\":1,\"uplink\":{\"tls\":{\"secondTrustAnchorFile\":\"ca.pem\"}}}", "uplink.tls.secondTrustAnchorFile: it is the same file as uplink.tls.trustAnchorFile");
        AssertFault("{\"version\":1,\"uplink\":{\"tls\":{\"clientKeyFile\":\"key.pem\"}}}", "uplink.tls.clientKeyFile: it is of no use without uplink.tls.clientCertificateFile");
        AssertFault("{\"version\":1,\"commands\":{\"outputName\":\"siren\"}}", "commands.outputName: there is no output to name without commands.outputPin");
        Read("{\"version\":1,\"uplink\":{\"tls\":{\"trustAnchorFile\":\"\"}}}");
        Read("{\"version\":1,\"commands\":{\"outputName\":\"siren\",\"outputPin\":0}}");
    }

    [TestMethod]
    public void What_is_written_is_read_again_and_secrets_are_masked_in_reports()
    {
        ConfigurationTable table = new ConfigurationTable();
        UnitConfiguration configuration = new UnitConfiguration(table);
        configuration.Revision = 12;
        configuration.SetText(ConfigurationKey.BrokerPassword, "a\"b\\c");
        configuration.SetNumber(ConfigurationKey.TowedDistance, 500);
        configuration.SetNumber(ConfigurationKey.OutputPin, 4);
        byte[] output = new byte[ConfigurationTable.MaximumDocumentBytes];
        ConfigurationWriter writer = new ConfigurationWriter(table);

        int length = writer.Write(configuration, false, false, output);
        Assert.AreEqual("{\"version\":1,\"revision\":12,\"uplink\":{\"broker\":{\"password\":\"a\\\"b\\\\c\"}},\"sampling\":{\"towed\":{\"distanceMetres\":500}},\"commands\":{\"outputPin\":4}}", Encoding.UTF8.GetString(output, 0, length));
        UnitConfiguration read = Read(Encoding.UTF8.GetString(output, 0, length));
        Assert.AreEqual("a\"b\\c", read.Text(ConfigurationKey.BrokerPassword));

        length = writer.Write(configuration, true, true, output);
        Assert.IsTrue(length > 0, "everything fits");
        string all = Encoding.UTF8.GetString(output, 0, length);
        Assert.IsTrue(all.IndexOf("\"password\":\"***\"") > 0);
        Assert.IsTrue(all.IndexOf("a\\\"b") < 0);
        Assert.AreEqual(-1, writer.Write(configuration, true, true, new byte[length - 1]));
    }

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
