using Telltale.Flashing;

namespace Telltale.HostTests.Flashing;

internal sealed class NanoffExitTests
{
    // nanoFirmwareFlasher v2.5.162, nanoFirmwareFlasher.Library/ExitCodes.cs.
    private static readonly int[] s_codes =
    [
        0, 1000, 1002, 1003, 1004, 1005, 1006, 2000, 2001, 2002, 2003, 3000, 3001, 3002, 3003, 3004, 3005, 3006, 4000, 4001, 4002, 4003, 4004, 4005,
        5000, 5001, 5002, 5003, 5004, 5005, 5006, 5007, 5008, 5009, 5010, 5022, 5030, 5031, 5040, 5041, 6000, 6001, 6002, 7000, 8000, 8001, 8002, 8003,
        9000, 9002, 9003, 9004, 9005, 9006, 9007, 9008, 9009, 9010, 9011, 9012, 9013, 9014, 9015,
    ];

    [Test]
    public void Every_exit_code_has_a_sentence_of_its_own_and_something_to_do()
    {
        Assert.That(NanoffExitCodes.All.Select(exit => exit.Code), Is.EquivalentTo(s_codes));
        Assert.That(NanoffExitCodes.All.Select(exit => exit.Meaning), Is.Unique);
        foreach (NanoffExit exit in NanoffExitCodes.All)
        {
            Assert.That(exit.Meaning, Does.EndWith(".").And.Length.GreaterThan(10), $"{exit.Code}");
            Assert.That(exit.Action, Is.Not.Empty, $"{exit.Code}");
        }
    }

    [TestCaseSource(nameof(s_codes))]
    public void An_exit_code_is_read_as_it_is_and_as_what_Unix_leaves_of_it(int code)
    {
        Assert.That(NanoffExit.From(new NanoffResult(code, "")).Code, Is.EqualTo(code));

        // Those three look like a process that a signal ended.
        Assert.That(NanoffExit.From(new NanoffResult(code & 0xFF, "")).Code, Is.EqualTo(code is 5001 or 5003 or 5007 ? -1 : code), "the low 8 bits alone");
        Assert.That(NanoffExit.From(new NanoffResult(code & 0xFF, $"E{code}\n")).Code, Is.EqualTo(code));
        Assert.That(NanoffExit.From(new NanoffResult(code, "")).IsSuccess, Is.EqualTo(code == 0));
    }

    [TestCase(134, "crashed")]
    [TestCase(-532462766, "crashed")]
    [TestCase(139, "crashed")]
    [TestCase(143, "ended from outside")]
    [TestCase(137, "ended from outside")]
    [TestCase(127, "cannot be run")]
    [TestCase(250, "250")]
    [TestCase(9999, "9999")]
    public void An_exit_status_that_nanoff_does_not_know_is_no_success(int status, string words)
    {
        NanoffExit exit = NanoffExit.From(new NanoffResult(status, "E4003 is not what this is"));
        Assert.That(exit.IsSuccess, Is.False);
        Assert.That(exit.Meaning, Does.Contain(words));
        Assert.That(exit.Action, Is.Not.Empty);
    }
}
