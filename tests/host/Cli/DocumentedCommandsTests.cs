using System.CommandLine;
using System.Text.RegularExpressions;
using Telltale.Cli;

namespace Telltale.HostTests.Cli;

/// <summary>fleet/README.md names every command and every option, and no other. With TELLTALE_WRITE_OPTIONS=1 in the environment the table of options is written anew.</summary>
internal sealed partial class DocumentedCommandsTests
{
    private const string Heading = "## Every option\n";

    private static readonly string s_path = Path.Combine(Repository.Root, "fleet", "README.md");

    private static IEnumerable<string> Leaves => Commands().Where(command => command.Command.Subcommands.Count == 0).Select(command => command.Path);

    [TestCaseSource(nameof(Leaves))]
    public void Every_command_has_a_row_in_the_table_of_what_it_does(string command)
    {
        string readme = File.ReadAllText(s_path);
        Assert.That(readme[..readme.IndexOf(Heading, StringComparison.Ordinal)], Does.Match($"(?m)^\\| `{Regex.Escape(command)}[` ]"));
    }

    [TestCaseSource(nameof(Leaves))]
    public async Task Every_commands_help_says_what_it_does_and_what_each_option_means(string command)
    {
        CommandRun run = await CommandRun.RunAsync([.. command.Split(' '), "--help"]);
        Assert.That(run.ExitCode, Is.Zero);
        Command found = Commands().Single(one => string.Equals(one.Path, command, StringComparison.Ordinal)).Command;
        Assert.That(found.Description, Is.Not.Null.And.Not.Empty);
        Assert.That(found.Options.Where(option => string.IsNullOrEmpty(option.Description)).Select(option => option.Name), Is.Empty);
        Assert.That(found.Arguments.Where(argument => string.IsNullOrEmpty(argument.Description)).Select(argument => argument.Name), Is.Empty);
    }

    [Test]
    public void The_table_of_options_is_that_of_the_commands()
    {
        string readme = File.ReadAllText(s_path);
        int start = readme.IndexOf(Heading, StringComparison.Ordinal);
        Assert.That(start, Is.Positive, "the heading");
        start = readme.IndexOf("\n|", start, StringComparison.Ordinal) + 1;
        int end = readme.IndexOf("\n\n", start, StringComparison.Ordinal) + 1;
        string table = "| command | options |\n|---|---|\n" + string.Concat(Commands().Where(command => command.Command.Subcommands.Count == 0).Select(Row));
        if (string.Equals(Environment.GetEnvironmentVariable("TELLTALE_WRITE_OPTIONS"), "1", StringComparison.Ordinal))
        {
            File.WriteAllText(s_path, readme[..start] + table + readme[end..]);
        }
        else
        {
            Assert.That(readme[start..end], Is.EqualTo(table), "TELLTALE_WRITE_OPTIONS=1 writes it");
        }
    }

    [Test]
    public void No_option_is_documented_that_no_command_has()
    {
        HashSet<string> options = [.. Commands().SelectMany(command => command.Command.Options).Concat(CommandLine.Build().Options).SelectMany(option => option.Aliases.Append(option.Name))];
        IEnumerable<string> named = OptionName().Matches(File.ReadAllText(s_path)).Select(match => match.Value).Distinct(StringComparer.Ordinal);

        // Of dotnet, which runs it from the sources.
        string[] others = ["--project", "--filter"];
        Assert.That(named.Except(options, StringComparer.Ordinal).Except(others, StringComparer.Ordinal), Is.Empty);
    }

    private static IEnumerable<(string Path, Command Command)> Commands()
    {
        return CommandLine.Build().Subcommands.SelectMany(command => Below("", command));

        static IEnumerable<(string Path, Command Command)> Below(string prefix, Command command)
        {
            string path = prefix + command.Name;
            return command.Subcommands.SelectMany(next => Below(path + " ", next)).Prepend((path, command));
        }
    }

    private static string Row((string Path, Command Command) command)
    {
        string arguments = string.Concat(command.Command.Arguments.Select(argument => argument.Arity.MinimumNumberOfValues > 0
            ? $" {Value(argument.HelpName ?? argument.Name, argument.Arity)}" : $" [{Value(argument.HelpName ?? argument.Name, argument.Arity)}]"));
        string options = string.Join(", ", command.Command.Options.Where(option => !option.Hidden && option.Name is not "--help" and not "--version").Select(Text));
        return $"| `{command.Path}{arguments}` | {(options.Length > 0 ? options : "none")} |\n";
    }

    private static string Text(Option option)
    {
        string value = option.ValueType == typeof(bool) ? "" : " " + Value(option.HelpName ?? option.Name.TrimStart('-'), option.Arity);
        return $"`{string.Join(", ", option.Aliases.Prepend(option.Name))}{value}`";
    }

    private static string Value(string name, ArgumentArity arity) => name.ToUpperInvariant() + (arity.MaximumNumberOfValues > 1 ? "…" : "");

    [GeneratedRegex("(?<![-\\w/])--[a-z][a-z-]*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OptionName();
}
