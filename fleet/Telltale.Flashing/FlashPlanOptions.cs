using Telltale.Esp32;

namespace Telltale.Flashing;

/// <summary>What the commands for a board depend on.</summary>
public sealed record FlashPlanOptions
{
    /// <summary>The board.</summary>
    public required Board Board { get; init; }

    /// <summary>The serial port: COM7, /dev/ttyUSB0, /dev/cu.usbserial-1.</summary>
    public required string Port { get; init; }

    /// <summary>The interpreter's version, four numbers.</summary>
    public required string InterpreterVersion { get; init; }

    /// <summary>The application's image (.bin).</summary>
    public required string Image { get; init; }

    /// <summary>nanoff's list of files, or null where none are put on the board.</summary>
    public string? FileDeployment { get; init; }

    /// <summary>nanoff's network settings, or null where none are put on the board.</summary>
    public string? NetworkDeployment { get; init; }

    /// <summary>True leaves identity, journal, files and network as they are and renews interpreter and application only.</summary>
    public bool KeepVolume { get; init; }

    /// <summary>Bits a second towards the chip's loader; null for nanoff's own choice of 1,500,000.</summary>
    public int? BitsPerSecond { get; init; }
}
