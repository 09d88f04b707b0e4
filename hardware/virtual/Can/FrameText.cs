using System.Globalization;
using System.Text;
using Telltale.Can;

namespace Telltale.Virtual.Can;

/// <summary>Frames as can-utils writes them: <c>7DF#02010C</c>, extended identifiers with eight digits, remote frames with <c>#R</c>.</summary>
public static class FrameText
{
    /// <summary>Writes a frame.</summary>
    public static string Of(BusFrame frame)
    {
        StringBuilder text = new(frame.Identifier.ToString(frame.IsExtended ? "X8" : "X3", CultureInfo.InvariantCulture));
        text.Append(frame.IsRemote ? "#R" : "#");
        for (int index = 0; index < frame.Length && !frame.IsRemote; index++)
        {
            text.Append(frame[index].ToString("X2", CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    /// <summary>Reads a frame; dots between the bytes are allowed.</summary>
    /// <returns>False when the text is none.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out BusFrame frame)
    {
        frame = default;
        int separator = text.IndexOf('#');
        if (separator is not (3 or 8) || !uint.TryParse(text[..separator], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint identifier)
            || identifier > (separator == 8 ? 0x1FFF_FFFFu : 0x7FFu))
        {
            return false;
        }

        uint key = separator == 8 ? identifier | CanFrame.ExtendedKey : identifier;
        string content = text[(separator + 1)..].ToString().Replace(".", "", StringComparison.Ordinal);
        if (content is "R" or "r")
        {
            frame = new BusFrame(key, IsRemote: true, 0, 0);
            return true;
        }

        Span<byte> data = stackalloc byte[8];
        if (content.Length > 16 || content.Length % 2 != 0 || Convert.FromHexString(content, data, out _, out int count) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        frame = BusFrame.Of(key, data[..count]);
        return true;
    }
}
