using System.Text;
using nanoFramework.TestFramework;
using Telltale.Configuration;
using Telltale.DeviceTests.Journal;

namespace Telltale.DeviceTests.Configuration;

[TestClass]
public class ConfigurationStoreTests
{
    [TestMethod]
    public void An_empty_volume_gives_the_defaults()
    {
        ConfigurationStore store = Start(new TestVolume());
        Assert.AreEqual(0, store.Revision);
        Assert.AreEqual("", store.InForce.Text(ConfigurationKey.BrokerHost));
        Assert.IsFalse(store.IsOnTrial);
        Assert.IsTrue(store.LastTrialResult == TrialResult.None);
    }

    [TestMethod]
    public void A_file_on_the_volume_is_taken_in_once_and_deleted()
    {
        TestVolume volume = new TestVolume();
        volume.Put(ConfigurationStore.ImportName, Document(3, "one"));
        ConfigurationStore store = Start(volume);
        Assert.AreEqual("one", store.InForce.Text(ConfigurationKey.BrokerHost));
        Assert.IsFalse(store.IsOnTrial, "somebody stood beside it");
        Assert.AreEqual(-1, volume.Length(ConfigurationStore.ImportName));
        Assert.AreEqual("one", Start(volume).InForce.Text(ConfigurationKey.BrokerHost));
    }

    [TestMethod]
    public void A_wrong_file_is_told_by_path_and_left_and_what_was_in_force_stays()
    {
        TestVolume volume = Confirmed("one", 3);
        volume.Put(ConfigurationStore.ImportName, Encoding.UTF8.GetBytes("{\"version\":1,\"uplink\":{\"broker\":{\"port\":0}}}"));
        ConfigurationStore store = Start(volume);
        Assert.AreEqual("uplink.broker.port: 0 is below 1", store.ImportFault.ToString());
        Assert.AreEqual(ConfigurationStore.ImportName, store.ImportFile);
        Assert.IsTrue(volume.Length(ConfigurationStore.ImportName) > 0);
        Assert.AreEqual("one", store.InForce.Text(ConfigurationKey.BrokerHost));
    }

    [TestMethod]
    public void The_settings_file_of_older_firmware_becomes_a_configuration()
    {
        TestVolume volume = new TestVolume();
        volume.Put("board.txt", Encoding.UTF8.GetBytes("# a board\r\nboard=wrover-devkit-vehicle\r\nunit=abcdefgh\r\nhost=broker.example\r\nport=8884\r\ntls=off\r\npassword=p=q\r\njournal-kilobytes=150\r\nmay-poll=on\r\ncan-bits-per-second=250000\r\n"));
        ConfigurationStore store = Start(volume);
        Assert.AreEqual("", store.ImportFile, store.ImportFault.ToString());
        AssertLegacy(store.InForce);
        Assert.AreEqual(-1, volume.Length("board.txt"));
        AssertLegacy(Start(volume).InForce);
    }

    [TestMethod]
    public void A_stored_file_of_version_1_stays_in_force_and_the_next_one_follows_it()
    {
        TestVolume volume = new TestVolume();
        volume.Put(ConfigurationStore.ImportName, Encoding.UTF8.GetBytes("{\"version\":1,\"revision\":3,\"uplink\":{\"broker\":{\"host\":\"one\"}},\"commands\":{\"outputPin\":4,\"outputName\":\"siren\"}}"));
        Start(volume);
        Assert.AreEqual(-1, volume.Length(ConfigurationStore.ImportName), "as the firmware of version 1 left it: stored, with its version");
        ConfigurationStore store = Start(volume);
        Assert.AreEqual(3, store.Revision);
        Assert.AreEqual(0, store.DamagedFiles);
        Assert.AreEqual(1, store.InForce.Number(ConfigurationKey.Outputs));
        Assert.AreEqual("siren", store.InForce.Item(ConfigurationKey.Outputs, 0).Text(OutputMember.Name));

        byte[] next = Encoding.UTF8.GetBytes("{\"version\":2,\"revision\":4,\"commands\":{\"outputs\":[{\"pin\":4,\"name\":\"horn\"},{\"pin\":5,\"name\":\"lock\"}]}}");
        Assert.IsTrue(store.TryPropose(next, 0, next.Length, new ConfigurationFault()) == ProposalResult.Stored);
        store = Start(volume);
        Assert.IsTrue(store.IsOnTrial);
        Assert.AreEqual(2, store.InForce.Number(ConfigurationKey.Outputs));
        Assert.IsTrue(store.RollBack(TrialResult.RolledBackNoReceipt));
        store = Start(volume);
        Assert.AreEqual("one", store.InForce.Text(ConfigurationKey.BrokerHost), "version 1 is what it is rolled back to");
        Assert.AreEqual(1, store.InForce.Number(ConfigurationKey.Outputs));
    }

    [TestMethod]
    public void The_settings_file_of_older_firmware_is_left_alone_where_there_is_a_configuration()
    {
        TestVolume volume = Confirmed("one", 3);
        volume.Put("board.txt", Encoding.UTF8.GetBytes("host=old\n"));
        ConfigurationStore store = Start(volume);
        Assert.AreEqual("one", store.InForce.Text(ConfigurationKey.BrokerHost));
        Assert.AreEqual("", store.ImportFile);
        Assert.IsTrue(volume.Length("board.txt") > 0);
    }

    [TestMethod]
    public void A_file_without_a_revision_keeps_that_of_the_one_before_it()
    {
        TestVolume volume = Confirmed("one", 3);
        volume.Put(ConfigurationStore.ImportName, Encoding.UTF8.GetBytes("{\"version\":2,\"uplink\":{\"broker\":{\"host\":\"two\"}}}"));
        Assert.AreEqual(3, Start(volume).Revision);
        ConfigurationStore store = Start(volume);
        Assert.AreEqual("two", store.InForce.Text(ConfigurationKey.BrokerHost));
        Assert.AreEqual(3, store.Revision);
        Assert.IsTrue(Propose(store, 3, "three") == ProposalResult.Stale);
    }

    [TestMethod]
    public void A_proposal_without_a_revision_is_refused()
    {
        ConfigurationStore store = Start(Confirmed("one", 3));
        ConfigurationFault fault = new ConfigurationFault();
        byte[] document = Encoding.UTF8.GetBytes("{\"version\":2}");
        Assert.IsTrue(store.TryPropose(document, 0, document.Length, fault) == ProposalResult.Wrong);
        Assert.AreEqual("revision: it is missing", fault.ToString());
        store = Start(new TestVolume());
        Assert.IsTrue(store.TryPropose(document, 0, document.Length, fault) == ProposalResult.Wrong, "also where nothing is confirmed");
    }

    [TestMethod]
    public void A_record_of_another_writing_of_the_file_does_not_count()
    {
        TestVolume volume = Confirmed("one", 3);
        Propose(Start(volume), 4, "two");
        ConfigurationStore store = Start(volume);
        Assert.IsTrue(store.Confirm());
        byte[] taken = volume.Content("config-b");
        Propose(store, 5, "three");
        volume.Append("config-a", taken, taken.Length - 8, 8);
        store = Start(volume);
        Assert.AreEqual("three", store.InForce.Text(ConfigurationKey.BrokerHost));
        Assert.IsTrue(store.IsOnTrial, "the result is that of the file's other writing");
        Assert.AreEqual(4, store.ConfirmedRevision);
    }

    [TestMethod]
    public void A_wrong_line_of_the_older_file_is_told_and_the_file_left()
    {
        TestVolume volume = new TestVolume();
        volume.Put("board.txt", Encoding.UTF8.GetBytes("host=a\njournal-kilobytes=8\n"));
        ConfigurationStore store = Start(volume);
        Assert.AreEqual("journal-kilobytes: 8 is below 16", store.ImportFault.ToString());
        Assert.AreEqual(2, store.ImportFault.Line);
        Assert.IsTrue(volume.Length("board.txt") > 0);
    }

    [TestMethod]
    public void A_proposal_is_tried_at_the_next_start_and_confirmed()
    {
        TestVolume volume = Confirmed("one", 3);
        ConfigurationStore store = Start(volume);
        Assert.IsTrue(Propose(store, 4, "two") == ProposalResult.Stored);
        Assert.AreEqual("one", store.InForce.Text(ConfigurationKey.BrokerHost), "not before the next start");
        Assert.IsTrue(store.LastTrialResult == TrialResult.Waiting);
        Assert.IsTrue(Propose(store, 4, "two") == ProposalResult.Already);

        store = Start(volume);
        Assert.IsTrue(store.IsOnTrial);
        Assert.AreEqual("two", store.InForce.Text(ConfigurationKey.BrokerHost));
        Assert.IsTrue(store.LastTrialResult == TrialResult.Running);
        Assert.AreEqual(3, store.ConfirmedRevision);
        Assert.IsTrue(store.Confirm());
        Assert.IsFalse(store.IsOnTrial);
        Assert.IsFalse(store.Confirm(), "there is nothing left to confirm");

        store = Start(volume);
        Assert.IsFalse(store.IsOnTrial);
        Assert.AreEqual("two", store.InForce.Text(ConfigurationKey.BrokerHost));
        Assert.IsTrue(store.LastTrialResult == TrialResult.Taken);
        Assert.AreEqual(4, store.LastTrialRevision);
        Assert.IsTrue(Propose(store, 4, "two") == ProposalResult.Already);
        Assert.IsTrue(Propose(store, 4, "three") == ProposalResult.Stale);
        Assert.IsTrue(Propose(store, 3, "one") == ProposalResult.Stale);
        Assert.IsTrue(Propose(store, 5, "a b") == ProposalResult.Wrong);
        Assert.AreEqual("two", Start(volume).InForce.Text(ConfigurationKey.BrokerHost));
    }

    [TestMethod]
    public void A_trial_that_is_rolled_back_leaves_the_confirmed_one_and_its_result()
    {
        TestVolume volume = Confirmed("one", 3);
        ConfigurationStore store = Start(volume);
        Propose(store, 4, "two");
        store = Start(volume);
        Assert.IsTrue(store.RollBack(TrialResult.RolledBackNoReceipt));
        store = Start(volume);
        Assert.AreEqual("one", store.InForce.Text(ConfigurationKey.BrokerHost));
        Assert.AreEqual(3, store.Revision);
        Assert.IsTrue(store.LastTrialResult == TrialResult.RolledBackNoReceipt);
        Assert.AreEqual(4, store.LastTrialRevision);
        Assert.IsTrue(Propose(store, 4, "two") == ProposalResult.Stored, "it may be tried again");
    }

    [TestMethod]
    public void A_trial_that_never_lasts_ends_with_its_third_start()
    {
        TestVolume volume = Confirmed("one", 3);
        Propose(Start(volume), 4, "two");
        for (int start = 0; start < ConfigurationStore.TrialStarts; start++)
        {
            Assert.AreEqual("two", Start(volume).InForce.Text(ConfigurationKey.BrokerHost));
        }

        ConfigurationStore store = Start(volume);
        Assert.AreEqual("one", store.InForce.Text(ConfigurationKey.BrokerHost));
        Assert.IsTrue(store.LastTrialResult == TrialResult.RolledBackRestarts);
        Assert.IsFalse(store.IsOnTrial);
    }

    [TestMethod]
    public void A_trial_whose_start_cannot_be_counted_is_not_begun()
    {
        TestVolume volume = Confirmed("one", 3);
        Propose(Start(volume), 4, "two");
        volume.IsFull = true;
        ConfigurationStore store = Start(volume);
        Assert.AreEqual("one", store.InForce.Text(ConfigurationKey.BrokerHost));
        Assert.AreEqual(1, store.Failures);
        Assert.IsTrue(Propose(store, 5, "three") == ProposalResult.NotStored);
        volume.IsFull = false;
        Assert.AreEqual("one", Start(volume).InForce.Text(ConfigurationKey.BrokerHost), "whatever became of the other file");
    }

    [TestMethod]
    public void A_file_with_any_byte_changed_is_not_used()
    {
        TestVolume volume = Confirmed("one", 3);
        ConfigurationStore store = Start(volume);
        Propose(store, 4, "two");
        Start(volume).Confirm();
        byte[] file = volume.Content("config-b");
        for (int index = 0; index < file.Length - 16; index++)
        {
            file[index] ^= 0x20;
            Assert.AreEqual("one", Start(volume).InForce.Text(ConfigurationKey.BrokerHost), index.ToString());
            file[index] ^= 0x20;
        }

        Assert.AreEqual("two", Start(volume).InForce.Text(ConfigurationKey.BrokerHost));
    }

    [TestMethod]
    public void A_power_cut_in_any_change_leaves_one_of_the_two()
    {
        for (int outcome = 0; outcome < 3; outcome++)
        {
            for (int cut = 1; cut <= 12; cut++)
            {
                TestVolume volume = Confirmed("one", 3);
                volume.Outcome = (TestVolume.CutOutcome)outcome;
                volume.OperationsUntilCut = cut;
                ConfigurationStore store = Start(volume);
                bool isStored = Propose(store, 4, "two") == ProposalResult.Stored && !volume.IsCut;
                store = Start(volume);
                bool isConfirmed = store.Confirm() && !volume.IsCut;
                store = Start(volume);
                Propose(store, 5, "three");
                volume.Restore();

                string host = Start(volume).InForce.Text(ConfigurationKey.BrokerHost);
                Assert.IsTrue(host == "two" || host == "three" || (host == "one" && !isConfirmed), "cut " + cut.ToString() + " outcome " + outcome.ToString() + " " + host + (isStored ? " stored" : ""));
                for (int start = 0; start < ConfigurationStore.TrialStarts; start++)
                {
                    Start(volume);
                }

                host = Start(volume).InForce.Text(ConfigurationKey.BrokerHost);
                Assert.IsTrue(host == "two" || (host == "one" && !isConfirmed), "what was confirmed");
            }
        }
    }

    private static void AssertLegacy(UnitConfiguration read)
    {
        Assert.AreEqual("wrover-devkit-vehicle", read.Text(ConfigurationKey.BoardName));
        Assert.AreEqual("abcdefgh", read.Text(ConfigurationKey.UnitId));
        Assert.AreEqual("broker.example", read.Text(ConfigurationKey.BrokerHost));
        Assert.AreEqual(8884, read.Number(ConfigurationKey.BrokerPort));
        Assert.IsFalse(read.IsOn(ConfigurationKey.UsesTls));
        Assert.AreEqual("p=q", read.Text(ConfigurationKey.BrokerPassword));
        Assert.AreEqual(150, read.Number(ConfigurationKey.JournalBudget));
        Assert.IsTrue(read.IsOn(ConfigurationKey.MayPoll));
        Assert.AreEqual(250000, read.Number(ConfigurationKey.BusBitsPerSecond));
    }

    private static TestVolume Confirmed(string host, int revision)
    {
        TestVolume volume = new TestVolume();
        volume.Put(ConfigurationStore.ImportName, Document(revision, host));
        Start(volume);
        return volume;
    }

    private static ConfigurationStore Start(TestVolume volume)
    {
        ConfigurationStore store = new ConfigurationStore(volume);
        store.Start();
        return store;
    }

    private static ProposalResult Propose(ConfigurationStore store, int revision, string host)
    {
        byte[] document = Document(revision, host);
        return store.TryPropose(document, 0, document.Length, new ConfigurationFault());
    }

    private static byte[] Document(int revision, string host) =>
        Encoding.UTF8.GetBytes("{\"version\":1,\"revision\":" + revision.ToString() + ",\"uplink\":{\"broker\":{\"host\":\"" + host + "\"}}}");
}
