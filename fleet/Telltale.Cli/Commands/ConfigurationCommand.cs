using System.CommandLine;
using Telltale.Configuration;

namespace Telltale.Cli.Commands;

/// <summary><c>telltale config</c>: a unit's configuration, checked by the firmware's own reader.</summary>
public static class ConfigurationCommand
{
    private static readonly Argument<string> s_file = new("file") { Description = "A configuration as JSON." };

    private static readonly Argument<string?> s_shown = new("file")
    {
        Description = "A configuration as JSON. Default: none, the defaults are printed.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Argument<string> s_old = new("old") { Description = "The first configuration, as JSON; also one that a unit has reported." };

    private static readonly Argument<string> s_new = new("new") { Description = "The second one." };

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var check = new Command("check", "Say whether a unit would take a configuration, and what is wrong where it would not.") { s_file };
        check.SetAction(Check);
        var show = new Command("show", "Print a configuration with every setting, defaults included; secrets are masked.") { s_shown };
        show.SetAction(Show);
        var schema = new Command("schema", "Print the JSON Schema of a configuration, for editors and other programs.");
        schema.SetAction(Schema);
        var diff = new Command("diff", "Print what two configurations say differently, by path, defaults included; secrets are masked.") { s_old, s_new };
        diff.SetAction(Diff);
        return new Command("config", "Configurations of units.") { check, show, schema, diff };
    }

    private static int Check(ParseResult parsed)
    {
        string file = parsed.GetValue(s_file)!;
        UnitConfiguration configuration = Read(file, out int length, out int version);
        if (ConfigurationAdvice.Of(configuration).FirstOrDefault() is { } advice)
        {
            throw new CommandException(ExitCode.BadInput, $"{file}: {advice}");
        }

        var table = new ConfigurationTable();
        int changed = Enumerable.Range(0, table.Count).Count(index => !configuration.IsDefault(table, index));
        if (parsed.IsJson())
        {
            JsonLine.Write(parsed.Output(), new { Type = "configuration", File = file, Version = version, configuration.Revision, Settings = changed, Bytes = length, MaximumBytes = ConfigurationTable.MaximumDocumentBytes });
        }
        else
        {
            string revision = configuration.Revision > 0 ? $"revision {configuration.Revision}" : "no revision: it can be flashed, not sent";
            string older = version < ConfigurationTable.Version ? $"version {version} (today's is {ConfigurationTable.Version}), " : "";
            parsed.Output().WriteLine($"{file}: good, {older}{revision}, {changed} settings differ from the defaults, {length} of at most {ConfigurationTable.MaximumDocumentBytes} bytes.");
        }

        return (int)ExitCode.Ok;
    }

    private static int Show(ParseResult parsed)
    {
        UnitConfiguration configuration = parsed.GetValue(s_shown) is { } file ? Read(file, out _, out _) : new UnitConfiguration(new ConfigurationTable());
        System.Text.Json.Nodes.JsonNode json = ConfigurationText.Complete(configuration);
        if (parsed.IsJson())
        {
            parsed.Output().WriteLine(json.ToJsonString());
        }
        else
        {
            parsed.Output().Write(ConfigurationText.Indented(json));
        }

        return (int)ExitCode.Ok;
    }

    private static int Diff(ParseResult parsed)
    {
        ConfigurationDifference[] differences = [.. ConfigurationDifferences.Between(View(parsed.GetValue(s_old)!), View(parsed.GetValue(s_new)!))];
        foreach (ConfigurationDifference difference in differences)
        {
            if (parsed.IsJson())
            {
                JsonLine.Write(parsed.Output(), new { Type = "difference", difference.Path, difference.Old, difference.New, difference.IsCertain });
            }
            else
            {
                parsed.Output().WriteLine(difference);
            }
        }

        if (differences.Length == 0 && !parsed.IsJson())
        {
            parsed.Output().WriteLine("No setting differs.");
        }

        return (int)ExitCode.Ok;
    }

    private static ConfigurationView View(string file) =>
        ConfigurationView.Read(File.ReadAllBytes(file), out ConfigurationFault fault) ?? throw new CommandException(ExitCode.BadInput, $"{file}: {fault}");

    private static int Schema(ParseResult parsed)
    {
        System.Text.Json.Nodes.JsonObject schema = ConfigurationSchema.Create();
        if (parsed.IsJson())
        {
            parsed.Output().WriteLine(schema.ToJsonString());
        }
        else
        {
            parsed.Output().Write(ConfigurationText.Indented(schema));
        }

        return (int)ExitCode.Ok;
    }

    private static UnitConfiguration Read(string file, out int length, out int version)
    {
        byte[] bytes = File.ReadAllBytes(file);
        length = bytes.Length;
        var table = new ConfigurationTable();
        var configuration = new UnitConfiguration(table);
        var fault = new ConfigurationFault();
        var reader = new ConfigurationReader(table);
        bool isRead = reader.TryRead(bytes, 0, bytes.Length, configuration, fault);
        version = reader.FileVersion;
        return isRead
            ? configuration
            : throw new CommandException(ExitCode.BadInput, fault.Line > 0 ? $"{file}:{fault.Line}:{fault.Column}: {fault}" : $"{file}: {fault}");
    }
}
