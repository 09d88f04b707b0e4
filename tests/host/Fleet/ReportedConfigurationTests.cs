using Telltale.Fleet;
using Telltale.Uplink;

namespace Telltale.HostTests.Fleet;

public sealed class ReportedConfigurationTests
{
    [Test]
    public void A_status_without_a_configuration_says_nothing()
    {
        Assert.That(ReportedConfiguration.Of(new StatusReport()), Is.Null);
    }

    [Test]
    public void A_rollback_and_a_refused_file_are_told()
    {
        StatusReport report = new();
        report.SetConfiguration(7, 0x1F, false, 8, 4);
        report.SetConfigurationFault(5, "sampling.driving.intervalMilliseconds");
        Assert.That(
            ReportedConfiguration.Of(report),
            Is.EqualTo("revision 7 (0000001F); revision 8 was rolled back: no receipt came; a file was refused: sampling.driving.intervalMilliseconds (fault 5)"));
    }

    [Test]
    public void A_trial_is_told()
    {
        StatusReport report = new();
        report.SetConfiguration(8, -1, true, 8, 2);
        Assert.That(ReportedConfiguration.Of(report), Is.EqualTo("revision 8 (FFFFFFFF) on trial; revision 8 is on trial"));
    }
}
