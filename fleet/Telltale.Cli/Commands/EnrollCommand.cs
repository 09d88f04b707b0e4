using System.CommandLine;
using Telltale.Fleet;

namespace Telltale.Cli.Commands;

/// <summary><c>telltale enroll</c>: makes a unit's identity and keys. Prints where they lie, never what they are.</summary>
public static class EnrollCommand
{
    private static readonly Option<string?> s_label = new("--label", "-l")
    {
        Description = "The name that people use for the unit, such as a fleet number. It stays on the owner's side.",
        HelpName = "name",
    };

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var command = new Command("enroll", "Make a new unit's identity, keys and broker account.") { s_label };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        FleetHome home = parsed.OpenHome();
        EnrolledUnit unit = home.Enrol(parsed.GetValue(s_label));
        TextWriter output = parsed.Output();
        if (parsed.IsJson())
        {
            JsonLine.Write(output, new
            {
                unit.UnitId,
                unit.Label,
                unit.IdentityFile,
                BrokerUser = unit.UnitId,
                unit.BrokerPasswordFile,
                home.BrokerPasswordsFile,
                home.BrokerAccessFile,
                Home = home.Folder,
            });
            return (int)ExitCode.Ok;
        }

        output.WriteLine($"Enrolled unit {unit.UnitId} ({unit.Label}).");
        output.WriteLine($"  for the board       {unit.IdentityFile} (secret: whoever has it can read and forge what the unit sends)");
        output.WriteLine($"  at the broker       user {unit.UnitId}, password in {unit.BrokerPasswordFile}");
        output.WriteLine($"  mosquitto's files   {home.BrokerPasswordsFile}");
        output.WriteLine($"                      {home.BrokerAccessFile}");
        output.WriteLine($"  back up             {home.Folder}");
        return (int)ExitCode.Ok;
    }
}
