using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Telltale.Commands;
using Telltale.Obd;

namespace Telltale.Fleet;

/// <summary>Replies in words.</summary>
public static class CommandText
{
    private const int TroubleCodeBytes = 7;

    /// <summary>A reply in one line: what was asked, under which number, and what became of it.</summary>
    public static string Of(CommandReply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        string data = Data(reply.Code, reply.Status, reply.Data.AsSpan(0, reply.DataLength));
        string detail = reply.Status == CommandStatus.AlreadyDone ? $" ({CommandNames.Of(reply.Detail)})" : "";
        return $"command {reply.Number} {CommandNames.Of(reply.Code)}: {CommandNames.Of(reply.Status)}{detail}{(data.Length > 0 ? ", " + data : "")}";
    }

    /// <summary>The data of a reply: text as it is, trouble codes in their letters, what is not known in hexadecimal.</summary>
    public static string Data(CommandCode code, CommandStatus status, ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
        {
            return "";
        }

        if (status != CommandStatus.Done && !(status == CommandStatus.Failed && code == CommandCode.ClearTroubleCodes && data.Length == 3))
        {
            return Encoding.ASCII.GetString(data);
        }

        return code switch
        {
            CommandCode.ReadConfiguration when data.Length >= 2 => Encoding.UTF8.GetString(data[2..]),
            CommandCode.ReadTroubleCodes when data.Length >= 2 => TroubleCodes(data),
            CommandCode.ClearTroubleCodes when data.Length == 3 => string.Create(CultureInfo.InvariantCulture, $"{data[0]} ECUs confirmed, {data[1]} requests refused, {data[2]} unanswered"),
            _ => Convert.ToHexStringLower(data),
        };
    }

    /// <summary>The length of a configuration that is told in parts; null where the reply is none of it.</summary>
    public static int? WholeLength(CommandCode code, CommandStatus? status, ReadOnlySpan<byte> data) =>
        code == CommandCode.ReadConfiguration && status == CommandStatus.Done && data.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(data) : null;

    private static string TroubleCodes(ReadOnlySpan<byte> data)
    {
        var words = new List<string>();
        for (int position = 2; position + TroubleCodeBytes <= data.Length; position += TroubleCodeBytes)
        {
            ReadOnlySpan<byte> code = data.Slice(position, TroubleCodeBytes);
            byte[] letters = new byte[ObdTroubleCode.LettersWithFailureType];
            int count = ObdTroubleCode.Write(BinaryPrimitives.ReadUInt16BigEndian(code[2..]), (code[4] & 1) != 0 ? code[5] : -1, letters, 0);
            string kind = code[1] switch
            {
                3 => "stored",
                7 => "pending",
                10 => "permanent",
                _ => code[1].ToString(CultureInfo.InvariantCulture),
            };
            words.Add($"{Encoding.ASCII.GetString(letters, 0, count)} {kind} in {code[0]:X2}");
        }

        string unheard = data[0] + data[1] > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({data[0]} requests unanswered, {data[1]} refused)") : "";
        return (words.Count > 0 ? string.Join("; ", words) : "no trouble codes") + unheard;
    }
}
