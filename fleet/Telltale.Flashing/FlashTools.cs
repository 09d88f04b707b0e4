using Telltale.Fleet;

namespace Telltale.Flashing;

/// <summary>What flashing works with.</summary>
public sealed record FlashTools
{
    /// <summary>The owner's home.</summary>
    public required FleetHome Home { get; init; }

    /// <summary>nanoff.</summary>
    public required INanoff Nanoff { get; init; }

    /// <summary>The boards' consoles.</summary>
    public required ISerialConsole Console { get; init; }

    /// <summary>What the fleet's boards have in common; null where volumes are kept and nothing is put on them.</summary>
    public FlashSettings? Settings { get; init; }

    /// <summary>The application.</summary>
    public required ApplicationImage Image { get; init; }

    /// <summary>The version that the application says it has.</summary>
    public required string ApplicationVersion { get; init; }

    /// <summary>The interpreter's version, four numbers.</summary>
    public required string InterpreterVersion { get; init; }

    /// <summary>Bits a second towards the chip's loader; null for nanoff's own choice.</summary>
    public int? BitsPerSecond { get; init; }

    /// <summary>How long a unit may take until it is ready.</summary>
    public TimeSpan Patience { get; init; } = StartupWatch.DefaultPatience;

    /// <summary>True passes a board only when its broker has answered, too.</summary>
    public bool MustBeOnline { get; init; }

    /// <summary>The wait before a step is tried again.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Takes a sentence for the person who flashes. No secret is ever in it.</summary>
    public Action<string> Tell { get; init; } = _ => { };

    /// <summary>Takes what nanoff printed, secrets taken out.</summary>
    public Action<string> TellOutput { get; init; } = _ => { };
}
