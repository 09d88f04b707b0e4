using Telltale.Checks;

namespace Telltale.Unit;

/// <summary>A command of the serial console. Its answer is written in pieces of at most <see cref="UnitConsole.PieceLength"/> bytes, so that no step takes long.</summary>
internal abstract class ConsoleCommand
{
    internal readonly string Name;
    internal readonly string Help;

    internal ConsoleCommand(string name, string help)
    {
        Name = name;
        Help = help;
    }

    /// <summary>Takes the arguments, without --json.</summary>
    /// <returns>What is wrong with them; null for nothing.</returns>
    internal virtual string Begin(ConsoleArguments arguments, long uptimeMilliseconds) => arguments.Count > 0 ? "this command takes no arguments but --json" : null;

    /// <summary>Writes the next piece for a person: whole lines.</summary>
    /// <returns>True when another piece follows.</returns>
    internal abstract bool WriteText(TextBuffer text, int piece, long uptimeMilliseconds);

    /// <summary>Writes the next piece of one JSON object.</summary>
    /// <returns>True when another piece follows.</returns>
    internal abstract bool WriteJson(TextBuffer text, int piece, long uptimeMilliseconds);

    /// <summary>A line "name: value".</summary>
    protected static void Line(TextBuffer text, string name, long value)
    {
        text.AddPadded(name, 24);
        text.Add(value);
        text.Add("\r\n");
    }

    /// <inheritdoc cref="Line(TextBuffer, string, long)"/>
    protected static void Line(TextBuffer text, string name, string value)
    {
        text.AddPadded(name, 24);
        text.Add(value);
        text.Add("\r\n");
    }
}
