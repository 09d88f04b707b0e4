using Telltale.DeviceTests.Journal;
using Telltale.Endurance;
using Telltale.Journal;
using Telltale.Sealing;

namespace Telltale.HostTests.Journal;

/// <summary>A day's backlog, 1,440 frames of 720 bytes, through 100 kbit/s with 300 ms round trip.</summary>
public class DrainTests
{
    [TestCase(DrainOrder.OldestFirst)]
    [TestCase(DrainOrder.NewestFirst)]
    public void A_day_of_backlog_is_with_the_owner_in_less_than_three_minutes_and_each_frame_goes_once(DrainOrder order)
    {
        DrainResult result = Simulation(order, 0).Run();
        TestContext.Out.WriteLine($"{order}: {result.Milliseconds / 1000.0:0.0} s, {result.Steps} steps, {result.FramesPublished} frames, {result.Receipts} receipts");
        Assert.That(result.Milliseconds, Is.LessThan(180_000));
        Assert.That(result.FramesPublished, Is.EqualTo(1440));
        Assert.That(result.Duplicates, Is.Zero);
        int[] sequences = [.. result.Arrivals.Select(frame => frame.Sequence)];
        Assert.That(sequences, order == DrainOrder.OldestFirst ? Is.Ordered.Ascending : Is.Ordered.Descending);
    }

    [TestCase(DrainOrder.OldestFirst)]
    [TestCase(DrainOrder.NewestFirst)]
    public void An_alert_that_comes_in_the_middle_overtakes_the_backlog(DrainOrder order)
    {
        DrainResult result = Simulation(order, 300).Run();
        int place = result.Arrivals.ToList().FindIndex(frame => frame.Kind == FrameKind.Alert);
        Assert.That(place, Is.InRange(300, result.AlertAt), "behind what was in flight at most, before everything else");
    }

    private static DrainSimulation Simulation(DrainOrder order, int alertAfter) => new()
    {
        Volume = new TestVolume(),
        Settings = JournalSettings.ForVolume(2 * 1024 * 1024),
        Order = order,
        AlertAfter = alertAfter,
    };
}
