using Telltale.Checks;

namespace Telltale.Unit;

/// <summary><c>echo on|off</c>: a program switches echo and prompt off.</summary>
internal sealed class EchoCommand : ConsoleCommand
{
    private readonly UnitConsole _console;
    private bool _isEchoing = true;

    internal EchoCommand(UnitConsole console)
        : base("echo", "echo on|off: send back what is typed, and a prompt")
    {
        _console = console;
    }

    internal override string Begin(ConsoleArguments arguments, long uptimeMilliseconds)
    {
        if (arguments.Count != 1 || (!arguments.Is(1, "on") && !arguments.Is(1, "off")))
        {
            return "echo takes on or off";
        }

        _isEchoing = arguments.Is(1, "on");
        _console.Echo(_isEchoing);
        return null;
    }

    internal override bool WriteText(TextBuffer text, int piece, long uptimeMilliseconds) => false;

    internal override bool WriteJson(TextBuffer text, int piece, long uptimeMilliseconds)
    {
        text.Open();
        text.Member("echo", _isEchoing);
        text.Close();
        return false;
    }
}
