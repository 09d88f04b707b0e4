using System.CommandLine;
using System.Globalization;
using Telltale.Can;
using Telltale.Profiles;
using Telltale.Signals;

namespace Telltale.Cli;

/// <summary>Prints profiles.</summary>
internal static class ProfilePrinter
{
    /// <summary>What was compiled: one line of JSON, or a few for people.</summary>
    public static void PrintSummary(ParseResult parsed, CompiledProfile compiled, string? file)
    {
        SignalProfile profile = compiled.Profile;
        if (parsed.IsJson())
        {
            JsonLine.Write(parsed.Output(), new
            {
                profile.Name,
                Signals = profile.Definitions.Length,
                Messages = compiled.Messages.Count,
                compiled.Requests,
                RequestsPerSecond = Math.Round(compiled.RequestsPerSecond, 3),
                Filters = compiled.Filters.Count,
                OthersPassing = compiled.OthersPassing,
                Version = SignalProfile.Version,
                Bytes = compiled.Bytes.Length,
                File = file,
            });
            return;
        }

        TextWriter output = parsed.Output();
        output.WriteLine($"{profile.Name}: {profile.Definitions.Length} signals, {compiled.Bytes.Length} bytes (version {SignalProfile.Version}){(file is null ? "" : $" in {file}")}");
        if (compiled.Messages.Count > 0)
        {
            output.WriteLine($"listens for {compiled.Messages.Count} messages: {string.Join(", ", compiled.Messages.Select(Message))}");
        }

        if (compiled.Requests > 0)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"asks for {compiled.Requests} things, {compiled.RequestsPerSecond:0.##} requests a second"));
        }

        output.WriteLine($"{compiled.Filters.Count} filters, {(compiled.OthersPassing == 0 ? "exact" : $"which let {compiled.OthersPassing} other identifiers pass")}");
    }

    /// <summary>The signals, a line for each.</summary>
    public static void PrintSignals(ParseResult parsed, SignalProfile profile)
    {
        for (int index = 0; index < profile.Definitions.Length; index++)
        {
            SignalDefinition definition = profile.Definitions[index];
            string[] sources = [
                .. profile.Broadcast.Where(signal => signal.SignalIndex == index).Select(signal => $"{Message(signal.Key)} {Field(signal.Field)}{Condition(signal)}"),
                .. profile.Polled.Where(signal => signal.SignalIndex == index).Select(signal => $"{Request(signal)} {Field(signal.Field)}"),
            ];
            string source = string.Join("; ", sources);
            string scale = string.Create(CultureInfo.InvariantCulture, $"(raw × {definition.Numerator} + {definition.Offset}) / {definition.Denominator}");
            if (parsed.IsJson())
            {
                JsonLine.Write(parsed.Output(), new { Signal = definition.Name, definition.Unit, Scale = scale, StaleAfterMs = definition.StaleAfterMilliseconds, Source = source });
            }
            else
            {
                parsed.Output().WriteLine($"{definition.Name} [{definition.Unit}] = {scale}: {source}");
            }
        }
    }

    private static string Message(uint key)
    {
        if (ParameterGroupKey.IsGroup(key))
        {
            string source = (key & ParameterGroupKey.AnySource) != 0 ? "" : $" of {key & 0xFF}";
            return $"PGN {(key >> 8) & 0x3FFFF}{source}";
        }

        return (key & CanFrame.ExtendedKey) != 0 ? $"0x{key & ~CanFrame.ExtendedKey:X8}" : $"0x{key:X3}";
    }

    private static string Field(BitField field) => $"{field.StartBit}|{field.BitLength}@{(field.IsBigEndian ? 0 : 1)}{(field.IsSigned ? '-' : '+')}";

    private static string Condition(BroadcastSignal signal)
    {
        string selector = signal.Selector is { } field ? $" when {Field(field)} is {signal.SelectorValue}" : "";
        return signal.HighestValid == uint.MaxValue ? selector : $"{selector} up to {signal.HighestValid}";
    }

    private static string Request(PolledSignal signal)
    {
        string period = $"every {signal.PeriodMilliseconds} ms";
        return signal.Service == PolledSignal.CurrentData
            ? $"PID 0x{signal.Identifier:X2} {period}"
            : $"DID 0x{signal.Identifier:X4} from {Message(signal.RequestKey)} to {Message(signal.ResponseKey)} {period}";
    }
}
