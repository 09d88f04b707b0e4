using System.Diagnostics;
using System.Globalization;
using Telltale.Unit;

namespace Telltale.HostTests.Unit;

public sealed class FirmwareBuildTests
{
    [Test]
    public void The_day_of_the_firmware_is_not_after_the_newest_commit_and_not_a_year_before_it()
    {
        long newest = NewestCommit() / 86400;
        Assert.That(FirmwareBuild.Day, Is.LessThanOrEqualTo(newest), "a receiver's right date would be taken for one that has lost 1,024 weeks");
        Assert.That(FirmwareBuild.Day, Is.GreaterThanOrEqualTo(newest - 366), "set FirmwareBuild.Day to a day of the last months");
    }

    private static long NewestCommit()
    {
        ProcessStartInfo start = new("git") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["-C", Repository.Root, "log", "-1", "--format=%ct"])
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            using Process git = Process.Start(start)!;
            string output = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            if (git.ExitCode == 0)
            {
                return long.Parse(output.AsSpan().Trim(), CultureInfo.InvariantCulture);
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No git on this machine.
        }

        Assert.Ignore("The source is not a git working copy.");
        return 0;
    }
}
