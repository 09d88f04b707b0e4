using System.CommandLine;

namespace Telltale.Cli.Commands;

/// <summary><c>telltale profile</c>: what to read from a make of vehicle.</summary>
public static class ProfileCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        return new Command("profile", "Profiles: what a unit reads from a make of vehicle.")
        {
            ProfileBuildCommand.Build(),
            ProfileShowCommand.Build(),
        };
    }
}
