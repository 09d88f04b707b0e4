using System.CommandLine;
using Telltale.Fleet;

namespace Telltale.Cli.Commands;

/// <summary>The option <c>--store</c>.</summary>
internal static class StoreOption
{
    public static Option<string?> New() => new("--store")
    {
        Description = "The store's database file. Default: store.db in the home.",
        HelpName = "file",
    };

    public static SampleStore Open(string? file, FleetHome home) => SampleStore.Open(file ?? home.StoreFile);

    /// <summary>The store, or null where none has been made yet in the home. A file that was named has to be there.</summary>
    public static SampleStore? OpenExisting(string? file, FleetHome home)
    {
        string path = file ?? home.StoreFile;
        if (File.Exists(path))
        {
            return SampleStore.Open(path);
        }

        return file is null ? null : throw new CommandException(ExitCode.BadInput, $"The store {file} does not exist.");
    }
}
