namespace Telltale.Unit;

/// <summary>A line split into words. Double quotes hold words together; a word is a range of the line's bytes.</summary>
internal sealed class ConsoleArguments
{
    internal const int Maximum = 12;

    /// <summary>How many words there are behind the command's name, --json left out.</summary>
    internal int Count;

    /// <summary>--json was among them.</summary>
    internal bool IsJson;

    internal readonly int[] Starts = new int[Maximum + 1];
    internal readonly int[] Lengths = new int[Maximum + 1];
    internal readonly byte[] Line;

    internal ConsoleArguments(byte[] line)
    {
        Line = line;
    }

    /// <summary>Splits the line; word 0 is the command's name.</summary>
    /// <returns>False when there are too many words, or a quote has no end.</returns>
    internal bool TrySplit(int length)
    {
        IsJson = false;
        int words = 0;
        int place = 0;
        while (true)
        {
            while (place < length && Line[place] == ' ')
            {
                place++;
            }

            if (place == length)
            {
                Count = words > 0 ? words - 1 : 0;
                return true;
            }

            int end = ' ';
            if (Line[place] == '"')
            {
                end = '"';
                place++;
            }

            int start = place;
            while (place < length && Line[place] != end)
            {
                place++;
            }

            if ((end == '"' && place == length) || words > Maximum)
            {
                return false;
            }

            Starts[words] = start;
            Lengths[words] = place - start;
            place += end == '"' ? 1 : 0;
            if (words > 0 && Is(words, "--json"))
            {
                IsJson = true;
            }
            else
            {
                words++;
                if (words > Maximum)
                {
                    return false;
                }
            }
        }
    }

    /// <summary>Whether a word is that.</summary>
    internal bool Is(int word, string text)
    {
        if (Lengths[word] != text.Length)
        {
            return false;
        }

        for (int index = 0; index < text.Length; index++)
        {
            if (Line[Starts[word] + index] != text[index])
            {
                return false;
            }
        }

        return true;
    }
}
