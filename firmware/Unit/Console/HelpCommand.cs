using Telltale.Checks;

namespace Telltale.Unit;

/// <summary><c>help</c>: a line for each command.</summary>
internal sealed class HelpCommand : ConsoleCommand
{
    private readonly ConsoleCommand[] _commands;

    internal HelpCommand(ConsoleCommand[] commands)
        : base("help", "these lines; every command takes --json")
    {
        _commands = commands;
    }

    internal override bool WriteText(TextBuffer text, int piece, long uptimeMilliseconds)
    {
        text.AddPadded(_commands[piece].Name, 10);
        text.Add(_commands[piece].Help);
        text.Add("\r\n");
        return piece < _commands.Length - 1;
    }

    internal override bool WriteJson(TextBuffer text, int piece, long uptimeMilliseconds)
    {
        if (piece == 0)
        {
            text.Open();
            text.OpenArray("help");
        }

        text.Open();
        text.Member("command", _commands[piece].Name);
        text.Member("does", _commands[piece].Help);
        text.Close();
        if (piece < _commands.Length - 1)
        {
            return true;
        }

        text.CloseArray();
        text.Close();
        return false;
    }
}
