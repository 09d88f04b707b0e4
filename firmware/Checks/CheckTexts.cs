namespace Telltale.Checks;

/// <summary>A check as text and as JSON, the same on the serial console and in the start-up report.</summary>
public static class CheckTexts
{
    /// <summary>Adds a line without its end: number, name, state, value, limit, and what the value means where that needs words.</summary>
    public static void AddLine(TextBuffer text, Check check)
    {
        int number = (int)check.Number;
        text.Add(number < 10 ? "  " : " ");
        text.Add(number);
        text.Add("  ");
        text.AddPadded(check.Name, 20);
        text.AddPadded(CheckNames.Of(check.State), 11);
        if (check.HasValue)
        {
            AddValue(text, check.Value, check.UnitOfMeasure);
        }

        if (check.HasLimit)
        {
            text.Add(" (limit ");
            AddValue(text, check.Limit, check.UnitOfMeasure);
            text.AddByte(')');
        }

        string note = NoteOf(check);
        if (note != null)
        {
            text.Add(", ");
            text.Add(note);
        }
    }

    /// <summary>Adds a JSON object: n, name, state and, where there are any, value, limit, unit and note.</summary>
    public static void AddJson(TextBuffer text, Check check)
    {
        text.Open();
        text.Member("n", (int)check.Number);
        text.Member("name", check.Name);
        text.Member("state", CheckNames.Of(check.State));
        if (check.HasValue)
        {
            text.Member("value", check.Value);
        }

        if (check.HasLimit)
        {
            text.Member("limit", check.Limit);
        }

        if (check.HasValue && check.UnitOfMeasure.Length > 0)
        {
            text.Member("unit", check.UnitOfMeasure);
        }

        string note = NoteOf(check);
        if (note != null)
        {
            text.Member("note", note);
        }

        text.Close();
    }

    private static string NoteOf(Check check) => CheckNotes.Of(check.Number, check.State, check.HasValue, check.Value);

    private static void AddValue(TextBuffer text, long value, string unitOfMeasure)
    {
        text.Add(value);
        if (unitOfMeasure.Length > 0)
        {
            text.AddByte(' ');
            text.Add(unitOfMeasure);
        }
    }
}
