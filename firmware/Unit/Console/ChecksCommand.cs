using Telltale.Checks;
using Telltale.Uplink;

namespace Telltale.Unit;

/// <summary><c>checks</c>: every check.</summary>
internal sealed class ChecksCommand : ConsoleCommand
{
    private readonly UnitReporting _reporting;

    internal ChecksCommand(UnitReporting reporting)
        : base("checks", "every check: pass, fail, waiting or not fitted, with value and limit")
    {
        _reporting = reporting;
    }

    internal override bool WriteText(TextBuffer text, int piece, long uptimeMilliseconds)
    {
        CheckList checks = _reporting.Checks;
        if (piece < checks.Count)
        {
            CheckTexts.AddLine(text, checks.At(piece));
            text.Add("\r\n");
            return true;
        }

        text.Add(checks.CountOf(StatusCheckState.Pass));
        text.Add(" pass, ");
        text.Add(checks.CountOf(StatusCheckState.Fail));
        text.Add(" fail, ");
        text.Add(checks.CountOf(StatusCheckState.Waiting));
        text.Add(" waiting, ");
        text.Add(checks.CountOf(StatusCheckState.NotFitted));
        text.Add(" not fitted\r\n");
        return false;
    }

    internal override bool WriteJson(TextBuffer text, int piece, long uptimeMilliseconds)
    {
        CheckList checks = _reporting.Checks;
        if (piece == 0)
        {
            text.Open();
            text.Member("state", StartupReport.NameOf(_reporting.Startup.State));
            text.Member("online", _reporting.Startup.IsOnline);
            text.OpenArray("checks");
        }

        CheckTexts.AddJson(text, checks.At(piece));
        if (piece < checks.Count - 1)
        {
            return true;
        }

        text.CloseArray();
        text.Close();
        return false;
    }
}
