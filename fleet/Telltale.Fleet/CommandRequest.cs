using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Telltale.Commands;

namespace Telltale.Fleet;

/// <summary>What a unit is asked to do: code and arguments of firmware/Commands/FORMAT.md.</summary>
public sealed record CommandRequest(CommandCode Code, IReadOnlyList<byte> Arguments)
{
    /// <summary>Data of replies to earlier parts of the same question.</summary>
    public IReadOnlyList<byte> Known { get; init; } = [];

    /// <summary>What each command takes on the command line, for people.</summary>
    public static readonly IReadOnlyDictionary<CommandCode, string> Usage = new Dictionary<CommandCode, string>
    {
        [CommandCode.ReadConfiguration] = "[first byte]",
        [CommandCode.SetConfiguration] = "FILE (JSON)",
        [CommandCode.ReportNow] = "",
        [CommandCode.WatchLive] = "SECONDS",
        [CommandCode.PrivateMode] = "on|off",
        [CommandCode.ReadTroubleCodes] = "",
        [CommandCode.ClearTroubleCodes] = "",
        [CommandCode.Reboot] = "",
        [CommandCode.RotateKeys] = "",
        [CommandCode.ReplaceTrustAnchor] = "1|2 FILE (PEM)",
        [CommandCode.Wipe] = "UNIT-ID, once more",
        [CommandCode.DriveOutput] = "NAME on|off [MILLISECONDS]",
    };

    /// <summary>Reads what a command line says.</summary>
    /// <param name="name">The command's name, as <see cref="CommandNames"/> has it.</param>
    /// <param name="arguments">What follows it.</param>
    /// <exception cref="FormatException">They are not those of the command; the message says what they should be.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static CommandRequest Parse(string name, IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (!CommandNames.TryParse(name, out CommandCode code))
        {
            throw new FormatException($"There is no command '{name}'. Commands: {string.Join(", ", CommandNames.All)}.");
        }

        byte[]? bytes = code switch
        {
            CommandCode.ReadConfiguration => arguments.Count == 0 ? [] : arguments.Count == 1 ? Number16(arguments[0], ushort.MaxValue) : null,
            CommandCode.SetConfiguration => arguments.Count == 1 ? Configuration(arguments[0]) : null,
            CommandCode.WatchLive => arguments.Count == 1 ? Number16(arguments[0], ushort.MaxValue) : null,
            CommandCode.PrivateMode => arguments.Count == 1 ? OnOff(arguments[0]) : null,
            CommandCode.ReplaceTrustAnchor => arguments is ["1" or "2", var file] ? [(byte)(arguments[0][0] - '0'), .. File.ReadAllBytes(file)] : null,
            CommandCode.Wipe => arguments.Count == 1 && UnitId.IsValid(arguments[0]) ? Encoding.ASCII.GetBytes(arguments[0]) : null,
            CommandCode.DriveOutput => arguments.Count is 2 or 3 ? Output(arguments) : null,
            _ => arguments.Count == 0 ? [] : null,
        };
        if (bytes is null)
        {
            throw new FormatException(Usage[code].Length > 0 ? $"{name} takes {Usage[code]}." : $"{name} takes nothing.");
        }

        return bytes.Length <= UnitCommand.MaximumArguments
            ? new CommandRequest(code, bytes)
            : throw new FormatException($"{name}: {bytes.Length} bytes, and a command has room for {UnitCommand.MaximumArguments}.");
    }

    private static byte[]? OnOff(string text) => text switch
    {
        "on" => [1],
        "off" => [0],
        _ => null,
    };

    private static byte[]? Number16(string text, int maximum)
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number > maximum)
        {
            return null;
        }

        byte[] bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)number);
        return bytes;
    }

    private static byte[]? Output(IReadOnlyList<string> arguments)
    {
        int milliseconds = 0;
        if (OnOff(arguments[1]) is not { } level || arguments[0].Length is < 1 or > OutputSettings.MaximumNameLength || arguments[0].Any(letter => letter is < ' ' or > '~')
            || (arguments.Count == 3 && !int.TryParse(arguments[2], NumberStyles.None, CultureInfo.InvariantCulture, out milliseconds)))
        {
            return null;
        }

        byte[] bytes = new byte[5];
        bytes[0] = level[0];
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(1), milliseconds);
        return [.. bytes, .. Encoding.ASCII.GetBytes(arguments[0])];
    }

    // Without the spaces that are for people: there is room for some thousand bytes.
    private static byte[] Configuration(string file)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            using var bytes = new MemoryStream();
            using (var writer = new Utf8JsonWriter(bytes))
            {
                document.WriteTo(writer);
            }

            return bytes.ToArray();
        }
        catch (JsonException exception)
        {
            throw new FormatException($"{file} is no JSON: {exception.Message}", exception);
        }
    }
}
