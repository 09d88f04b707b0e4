using System.CommandLine;
using System.Globalization;
using Telltale.Cli.Obd;
using Telltale.Virtual.Can;

namespace Telltale.Cli.Commands;

/// <summary><c>telltale obd decode</c>: what a response of an ECU says.</summary>
public static class ObdDecodeCommand
{
    private static readonly Argument<string[]> s_text = new("response")
    {
        Description = "A response in hexadecimal, such as \"41 0C 1A F8\"; or frames as candump writes them, such as 7E8#04410C1AF8, several for one that takes several.",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var command = new Command("decode", "Print what a response to OBD-II (SAE J1979) or OBD on UDS (J1979-2) says, by the unit's own tables.") { s_text };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        string[] tokens = [.. (parsed.GetValue(s_text) ?? []).SelectMany(text => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))];
        TextWriter output = parsed.Output();
        bool isJson = parsed.IsJson();
        foreach (ObdMessage message in tokens.Any(token => token.Contains('#', StringComparison.Ordinal)) ? FromFrames(tokens) : [FromBytes(tokens)])
        {
            foreach (ObdFinding finding in ObdMessageDecoder.Decode(message.Bytes))
            {
                Print(message.Ecu, finding, output, isJson);
            }
        }

        return (int)ExitCode.Ok;
    }

    private static ObdMessage FromBytes(string[] tokens)
    {
        string digits = string.Concat(tokens.Select(token => token.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? token[2..] : token));
        try
        {
            return new ObdMessage(null, Convert.FromHexString(digits));
        }
        catch (FormatException)
        {
            throw new CommandException(ExitCode.BadInput, $"'{string.Join(' ', tokens)}' is neither bytes in hexadecimal nor frames such as 7E8#04410C1AF8.");
        }
    }

    private static IReadOnlyList<ObdMessage> FromFrames(string[] tokens)
    {
        ObdFrameAssembler assembler = new();
        foreach (string token in tokens)
        {
            // What candump writes before a frame: the time in parentheses, and the interface.
            if (!token.Contains('#', StringComparison.Ordinal))
            {
                continue;
            }

            if (!FrameText.TryParse(token, out BusFrame frame))
            {
                throw new CommandException(ExitCode.BadInput, $"'{token}' is no frame such as 7E8#04410C1AF8.");
            }

            assembler.Take(frame);
        }

        return assembler.Finish();
    }

    private static void Print(string? ecu, ObdFinding finding, TextWriter output, bool isJson)
    {
        if (isJson)
        {
            JsonLine.Write(output, new { Ecu = ecu, finding.Service, finding.Id, finding.Name, finding.Value, finding.Unit, finding.Text, finding.Raw });
            return;
        }

        string value = finding.Value is { } number ? number.ToString(CultureInfo.InvariantCulture) + (finding.Unit is { Length: > 0 } unit ? " " + unit : "") : "";
        string text = finding.Text is { } words ? value.Length > 0 ? $"{value} ({words})" : words : value;
        output.WriteLine(string.Join("  ", new[] { ecu, finding.Service, finding.Id, finding.Name, text.Length > 0 ? "= " + text : null }.Where(part => part is { Length: > 0 })));
    }
}
