using Telltale.Checks;

namespace Telltale.Unit;

/// <summary><c>log</c>: the last notable things, and those of the start-up before.</summary>
internal sealed class LogCommand : ConsoleCommand
{
    private readonly EventLog _log;
    private int _next;
    private int _end;
    private int _leftOut;

    internal LogCommand(EventLog log)
        : base("log", "the last notable things, and what the start-up before left")
    {
        _log = log;
    }

    internal override string Begin(ConsoleArguments arguments, long uptimeMilliseconds)
    {
        _next = _log.Oldest;
        _leftOut = _log.Oldest;
        _end = _log.Total;
        return base.Begin(arguments, uptimeMilliseconds);
    }

    internal override bool WriteText(TextBuffer text, int piece, long uptimeMilliseconds)
    {
        if (piece < _log.PreviousCount)
        {
            text.Add("start-up ");
            text.Add(_log.PreviousBootNumber);
            AddLine(text, _log.PreviousSecondsOf(piece), _log.PreviousCodeOf(piece), _log.PreviousValueOf(piece));
            return true;
        }

        SkipOverwritten();
        if (_leftOut > 0)
        {
            text.Add("... ");
            text.Add(_leftOut);
            text.Add(" lines left out\r\n");
            _leftOut = 0;
            return true;
        }

        if (_next < _end)
        {
            AddLine(text, _log.SecondsOf(_next), _log.CodeOf(_next), _log.ValueOf(_next));
            _next++;
        }

        return _next < _end;
    }

    internal override bool WriteJson(TextBuffer text, int piece, long uptimeMilliseconds)
    {
        if (piece == 0)
        {
            text.Open();
            text.Member("previous_boot", _log.PreviousBootNumber);
            text.OpenArray("previous");
        }

        if (piece < _log.PreviousCount)
        {
            AddJson(text, _log.PreviousSecondsOf(piece), _log.PreviousCodeOf(piece), _log.PreviousValueOf(piece));
            return true;
        }

        if (piece == _log.PreviousCount)
        {
            text.CloseArray();
            text.OpenArray("entries");
        }

        SkipOverwritten();
        if (_next < _end)
        {
            AddJson(text, _log.SecondsOf(_next), _log.CodeOf(_next), _log.ValueOf(_next));
            _next++;
            if (_next < _end)
            {
                return true;
            }
        }

        text.CloseArray();
        text.Member("left_out", _leftOut);
        text.Member("writes", _log.Writes);
        text.Member("write_failures", _log.WriteFailures);
        text.Close();
        return false;
    }

    // The ring went on while a slow port took the lines before.
    private void SkipOverwritten()
    {
        int oldest = _log.Oldest;
        if (_next < oldest)
        {
            int next = oldest < _end ? oldest : _end;
            _leftOut += next - _next;
            _next = next;
        }
    }

    private static void AddLine(TextBuffer text, int seconds, LogCode code, int value)
    {
        text.Add("  +");
        text.Add(seconds);
        text.Add(" s  ");
        text.Add(LogTexts.Of(code));
        text.AddByte(' ');
        text.Add(value);
        string name = code == LogCode.CheckFailed || code == LogCode.CheckPassed ? CheckNames.Of((CheckNumber)value) : null;
        if (name != null)
        {
            text.AddByte(' ');
            text.Add(name);
        }

        text.Add("\r\n");
    }

    private static void AddJson(TextBuffer text, int seconds, LogCode code, int value)
    {
        text.Open();
        text.Member("uptime_s", seconds);
        text.Member("code", (int)code);
        text.Member("text", LogTexts.Of(code));
        text.Member("value", value);
        text.Close();
    }
}
