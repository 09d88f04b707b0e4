using System.Globalization;
using System.Text.RegularExpressions;

namespace Telltale.Flashing;

/// <summary>
/// Reads nanoff 2.5's output. Its exit code says less than that: a file that could not be put on the board leaves 0.
/// </summary>
public static partial class NanoffOutput
{
    private const RegexOptions Options = RegexOptions.Multiline | RegexOptions.ExplicitCapture;
    private const int MatchMilliseconds = 1000;

    /// <summary>The version in nanoff's first line, or null.</summary>
    public static Version? ReadVersion(string output)
    {
        Match match = VersionLine().Match(output);
        return match.Success ? System.Version.Parse(match.Groups["version"].Value) : null;
    }

    /// <summary>The serial ports of <c>--listports</c>.</summary>
    public static IReadOnlyList<string> ReadPorts(string output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return Lines(output)
            .SkipWhile(line => !line.StartsWith("Available COM ports", StringComparison.Ordinal))
            .Skip(1)
            .TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal))
            .Select(line => line.Trim())
            .ToArray();
    }

    /// <summary>The chip of <c>--platform esp32 --devicedetails</c>, or null where the output has none.</summary>
    public static ChipDetails? ReadChip(string output)
    {
        ArgumentNullException.ThrowIfNull(output);
        string[] lines = Lines(output).SkipWhile(line => !line.StartsWith("Connected to:", StringComparison.Ordinal)).Skip(1).ToArray();
        if (lines.Length == 0)
        {
            return null;
        }

        // "ESP32 (ESP32-D0WD-V3 (revision v3.0))", or the type alone.
        int bracket = lines[0].IndexOf(" (", StringComparison.Ordinal);
        string type = (bracket < 0 ? lines[0] : lines[0][..bracket]).Trim();
        string name = bracket < 0 ? type : lines[0][(bracket + 2)..].Trim()[..^1];
        Match flash = FlashLine().Match(output);
        Match mac = MacLine().Match(output);
        if (type.Length == 0 || !flash.Success || !mac.Success)
        {
            return null;
        }

        int size = int.Parse(flash.Groups["size"].Value, CultureInfo.InvariantCulture);
        Match psram = PsramLine().Match(output);
        int? psramMegabytes = !psram.Success ? null
            : psram.Groups["size"].Success ? int.Parse(psram.Groups["size"].Value, CultureInfo.InvariantCulture)
            : psram.Groups["none"].Success ? 0
            : null;
        return new ChipDetails(
            type,
            name,
            flash.Groups["unit"].Value == "MB" ? size : 0,
            psramMegabytes,
            mac.Groups["mac"].Value.Replace(":", "", StringComparison.Ordinal).ToLowerInvariant());
    }

    /// <summary>The interpreter of <c>--nanodevice --devicedetails</c>, or null where the output has none.</summary>
    public static InterpreterDetails? ReadInterpreter(string output)
    {
        Match target = TargetLine().Match(output);
        Match version = ClrLine().Match(output);
        if (!target.Success || !version.Success)
        {
            return null;
        }

        NativeAssembly[] assemblies = NativeLine().Matches(output)
            .Select(match => new NativeAssembly(
                match.Groups["name"].Value,
                System.Version.Parse(match.Groups["version"].Value),
                uint.Parse(match.Groups["checksum"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)))
            .ToArray();
        return new InterpreterDetails(target.Groups["target"].Value, System.Version.Parse(version.Groups["version"].Value), assemblies);
    }

    /// <summary>The files on the board that <c>--filedeployment</c> says it wrote.</summary>
    public static IReadOnlyList<string> ReadDeployedFiles(string output) => DeployedLine().Matches(output).Select(match => match.Groups["file"].Value).ToArray();

    /// <summary>True when <c>--networkdeployment</c> says that it wrote both the network and the wireless settings.</summary>
    public static bool HasDeployedNetwork(string output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return output.Contains("Updating network configuration...OK", StringComparison.Ordinal)
            && output.Contains("Updating wireless configuration...OK", StringComparison.Ordinal);
    }

    /// <summary>True when nanoff printed its help because it found nothing to do, which it ends with 0.</summary>
    public static bool DidNothing(string output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return output.Contains("No operation was performed", StringComparison.Ordinal);
    }

    private static string[] Lines(string output) => output.ReplaceLineEndings("\n").Split('\n');

    [GeneratedRegex(@"Firmware Flasher v(?<version>\d+\.\d+\.\d+)", Options, MatchMilliseconds)]
    private static partial Regex VersionLine();

    [GeneratedRegex(@"^Flash size (?<size>\d+)(?<unit>MB|kB)", Options, MatchMilliseconds)]
    private static partial Regex FlashLine();

    [GeneratedRegex(@"^PSRAM: ((?<size>\d+)MB|(?<none>not available)|undetermined)", Options, MatchMilliseconds)]
    private static partial Regex PsramLine();

    [GeneratedRegex(@"^MAC (?<mac>([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2})", Options, MatchMilliseconds)]
    private static partial Regex MacLine();

    [GeneratedRegex(@"^ +Target: +(?<target>\S+)", Options, MatchMilliseconds)]
    private static partial Regex TargetLine();

    [GeneratedRegex(@"^ +CLR Version: +(?<version>\d+(\.\d+){1,3})", Options, MatchMilliseconds)]
    private static partial Regex ClrLine();

    [GeneratedRegex(@"^ +(?<name>\S+) v(?<version>\d+(\.\d+){3}), checksum 0x(?<checksum>[0-9A-Fa-f]{8})", Options, MatchMilliseconds)]
    private static partial Regex NativeLine();

    // Its own message for a failure comes on the next line.
    [GeneratedRegex(@"^Deploying file .* to (?<file>\S+)\.\.\.OK", Options, MatchMilliseconds)]
    private static partial Regex DeployedLine();
}
