using System.Text;
using Telltale.Configuration;
using Telltale.Virtual.Flash;

namespace Telltale.HostTests.Configuration;

/// <summary>The power fails inside every operation of the volume, from the first file on to the third configuration. Whatever was confirmed last is never lost.</summary>
internal sealed class ConfigurationPowerCutTests
{
    [Test]
    public void A_cut_inside_every_operation_leaves_a_configuration_and_never_an_older_one_than_the_confirmed()
    {
        SimulatedVolume whole = new(new SimulatedVolumeOptions { Seed = 7 });
        long before = whole.Operations;
        int ignored = 0;
        Live(whole, ref ignored);
        long operations = whole.Operations - before;
        int cuts = 0;
        for (long operation = 1; operation <= operations; operation++)
        {
            foreach (CutOutcome outcome in Enum.GetValues<CutOutcome>())
            {
                SimulatedVolume volume = new(new SimulatedVolumeOptions { Seed = 7 });
                volume.CutAt(volume.Operations + operation, outcome);
                int confirmed = 0;
                try
                {
                    Live(volume, ref confirmed);
                    Assert.Fail("The power did not fail.");
                }
                catch (PowerLostException)
                {
                    cuts++;
                    volume.PowerOn();
                }

                // Trials that were left run out; then what is in force is what was confirmed, or the trial whose confirmation was cut short.
                int revision = 0;
                for (int start = 0; start <= ConfigurationStore.TrialStarts; start++)
                {
                    revision = Start(volume).Revision;
                    Assert.That(revision, Is.GreaterThanOrEqualTo(confirmed), $"operation {operation} {outcome}");
                }

                Assert.That(revision, Is.LessThanOrEqualTo(confirmed + 1), $"operation {operation} {outcome}");
                ConfigurationStore store = Start(volume);
                Assert.That(store.IsOnTrial, Is.False);
                Assert.That(Propose(store, 50), Is.EqualTo(ProposalResult.Stored), "the unit goes on");
                Assert.That(Start(volume).Revision, Is.EqualTo(50));
            }
        }

        TestContext.Out.WriteLine($"{operations} operations, {cuts} cuts");
        Assert.That(operations, Is.GreaterThan(10));
    }

    // The first by a file, two by proposals that are confirmed, one that is rolled back, one that is confirmed.
    private static void Live(SimulatedVolume volume, ref int confirmed)
    {
        byte[] first = Document(1);
        volume.Create(ConfigurationStore.ImportName, first, 0, first.Length);
        Start(volume);
        confirmed = 1;
        for (int revision = 2; revision <= 3; revision++)
        {
            Propose(Start(volume), revision);
            Assert.That(Start(volume).Confirm(), Is.True);
            confirmed = revision;
        }

        Propose(Start(volume), 4);
        Assert.That(Start(volume).RollBack(TrialResult.RolledBackNoReceipt), Is.True);
        Propose(Start(volume), 4);
        Assert.That(Start(volume).Confirm(), Is.True);
        confirmed = 4;
    }

    private static ConfigurationStore Start(SimulatedVolume volume)
    {
        ConfigurationStore store = new(volume);
        store.Start();
        return store;
    }

    private static ProposalResult Propose(ConfigurationStore store, int revision)
    {
        byte[] document = Document(revision);
        return store.TryPropose(document, 0, document.Length, new ConfigurationFault());
    }

    // Longer than what littlefs keeps in its directory, so that files have blocks of their own.
    private static byte[] Document(int revision) => Encoding.UTF8.GetBytes($$"""{"version":1,"revision":{{revision}}{{new string(' ', 700)}}}""");
}
