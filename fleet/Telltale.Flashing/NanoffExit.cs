using System.Text.RegularExpressions;

namespace Telltale.Flashing;

/// <summary>What an exit code of nanoff means and what to do about it.</summary>
/// <param name="Code">nanoff's code, 0 to 9015; -1 where it is unknown.</param>
/// <param name="Meaning">A sentence.</param>
/// <param name="Action">What to do, a sentence.</param>
/// <param name="MayPass">True when the same call may well succeed a moment later.</param>
public sealed partial record NanoffExit(int Code, string Meaning, string Action, bool MayPass)
{
    /// <summary>True when nanoff ended without an error. What it did still has to be read from its output.</summary>
    public bool IsSuccess => Code == 0;

    /// <summary>
    /// Reads an exit status. Unix keeps the low 8 bits of an exit code; no two codes of nanoff share them, and nanoff names its code on the last
    /// line as well (E4003), which counts more.
    /// </summary>
    public static NanoffExit From(NanoffResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (NanoffExitCodes.Find(result.ExitStatus) is { } exact)
        {
            return exact;
        }

        foreach (Match match in NamedCode().Matches(result.Output).Reverse())
        {
            if (NanoffExitCodes.Find(int.Parse(match.Groups["code"].Value)) is { IsSuccess: false } named && (named.Code & 0xFF) == (result.ExitStatus & 0xFF))
            {
                return named;
            }
        }

        // A signal looks like three of the codes for STM32 boards, which nothing here asks for.
        if (result.ExitStatus is not (137 or 139 or 143) and > 0 and < 256 && NanoffExitCodes.All.FirstOrDefault(exit => (exit.Code & 0xFF) == result.ExitStatus) is { } shortened)
        {
            return shortened;
        }

        return result.ExitStatus switch
        {
            // SIGABRT, SIGSEGV, and 0xE0434352, which Windows shows for an exception that nobody caught.
            134 or 139 or -532462766 => new NanoffExit(
                -1, "nanoff crashed.", "Look at the last lines of its output with --verbose, and whether a file it was given can be read.", MayPass: false),
            130 or 137 or 143 => new NanoffExit(-1, "nanoff was ended from outside.", "Run the same command again.", MayPass: false),
            126 or 127 => new NanoffExit(-1, "nanoff cannot be run.", "Install it: dotnet tool install --global nanoff --version 2.5.162.", MayPass: false),
            _ => new NanoffExit(
                -1,
                $"nanoff ended with {result.ExitStatus}, which it does not explain.",
                "Look at the last lines of its output with --verbose; nanoff 2.5 is the version this was written for.",
                MayPass: false),
        };
    }

    [GeneratedRegex(@"\bE(?<code>[1-9]\d{3})\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamedCode();
}
