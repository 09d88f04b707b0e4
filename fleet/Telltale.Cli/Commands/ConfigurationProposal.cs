using System.Globalization;
using Telltale.Commands;
using Telltale.Configuration;
using Telltale.Fleet;

namespace Telltale.Cli.Commands;

/// <summary>A configuration that is about to be sent: checked on the desk, held against what the unit has reported, and agreed to by a person.</summary>
internal sealed class ConfigurationProposal
{
    private const int LengthBytes = 2;

    private readonly ConfigurationView _proposed;

    private ConfigurationProposal(ConfigurationView proposed)
    {
        _proposed = proposed;
    }

    /// <summary>Checks a configuration as the unit will.</summary>
    /// <exception cref="CommandException">The unit would refuse it, or not use part of it.</exception>
    internal static ConfigurationProposal Read(CommandRequest request)
    {
        byte[] bytes = [.. request.Arguments];
        var table = new ConfigurationTable();
        var fault = new ConfigurationFault();
        var values = new UnitConfiguration(table);
        if (!new ConfigurationReader(table).TryRead(bytes, 0, bytes.Length, values, fault))
        {
            throw new CommandException(ExitCode.BadInput, $"The configuration would be refused: {fault}");
        }

        if (values.Revision == 0)
        {
            throw new CommandException(ExitCode.BadInput, "The configuration would be refused: revision: it is missing, and a unit takes a configuration over the air by its revision only.");
        }

        return ConfigurationAdvice.Of(values).FirstOrDefault() is { } advice
            ? throw new CommandException(ExitCode.BadInput, $"The configuration would not do what it says: {advice}")
            : new ConfigurationProposal(ConfigurationView.Read(bytes, out _)!);
    }

    /// <summary>Says on standard error what would change.</summary>
    /// <param name="output">Standard error.</param>
    /// <param name="unitId">The unit.</param>
    /// <param name="reply">What it replied when it was asked for its configuration; null where nothing is known.</param>
    internal void Show(TextWriter output, string unitId, StoredCommand? reply)
    {
        ConfigurationView? reported = reply is null ? null : ConfigurationView.Read([.. reply.Data.Skip(LengthBytes)], out _);
        if (reported is null)
        {
            output.WriteLine(reply is null
                ? $"What {unitId} has is not known here; the file differs from the defaults by:"
                : $"What {unitId} has reported cannot be read here; the file differs from the defaults by:");
        }
        else
        {
            string time = reply!.Replied is { } replied ? replied.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "earlier";
            output.WriteLine($"What {unitId} reported at {time} would change by:");
        }

        ConfigurationDifference[] differences = [.. ConfigurationDifferences.Between(reported ?? ConfigurationView.Defaults, _proposed)];
        foreach (ConfigurationDifference difference in differences)
        {
            output.WriteLine($"  {difference}");
        }

        if (differences.Length == 0)
        {
            output.WriteLine("  nothing");
        }

        if (reported is not null && _proposed.Values.Revision <= reported.Values.Revision)
        {
            output.WriteLine($"The unit will refuse it: revision {_proposed.Values.Revision} is not above {reported.Values.Revision}.");
        }
    }

    /// <summary>Asks whether it is to be sent.</summary>
    internal static void Ask(TextWriter output)
    {
        output.Write("Send it? [y/N] ");
        string? answer = Console.In.ReadLine();
        if (answer is null || !answer.Trim().Equals("y", StringComparison.OrdinalIgnoreCase))
        {
            throw new CommandException(ExitCode.NotDone, answer is null ? "Nobody answers here, so it was not sent. With --yes it is sent without being asked." : "It was not sent.");
        }
    }

    /// <summary>The newest configuration that the unit has reported as a whole; null for none.</summary>
    internal static StoredCommand? NewestReported(SampleStore store, string unitId) =>
        store.Commands(unitId, DateTimeOffset.UtcNow).LastOrDefault(IsWhole);

    /// <summary>Whether a reply holds a whole configuration.</summary>
    internal static bool IsWhole(StoredCommand command) =>
        command.IsDone && CommandText.WholeLength(command.Code, CommandStatus.Done, [.. command.Data]) == command.Data.Count - LengthBytes;
}
