using System.Text;
using System.Text.Json;
using Telltale.Flashing;

namespace Telltale.HostTests.Flashing;

/// <summary>
/// In the place of nanoff and of the board behind it: records every call, keeps what is on the board, prints what nanoff 2.5.162's sources print, and plays
/// exit codes. It is written from those sources and has not been compared with nanoff and a real board.
/// </summary>
internal sealed class StandInNanoff : INanoff
{
    private readonly Queue<(Func<NanoffCommand, bool> Matches, Func<NanoffCommand, NanoffResult> Play)> _plays = [];

    public List<NanoffCommand> Commands { get; } = [];

    /// <summary>Files on the board's volume.</summary>
    public Dictionary<string, byte[]> Volume { get; } = [];

    /// <summary>The network settings on the board, JSON.</summary>
    public string? Network { get; private set; }

    public byte[]? Application { get; set; }

    public string? InterpreterVersion { get; set; }

    public string TargetName { get; private set; } = "";

    public string NanoffVersion { get; set; } = "2.5.162";

    public string ChipType { get; set; } = "ESP32";

    public string ChipName { get; set; } = "ESP32-D0WD-V3 (revision v3.0)";

    public int FlashMegabytes { get; set; } = 8;

    public string Psram { get; set; } = "undetermined";

    public string MacAddress { get; set; } = "24:0A:C4:00:01:10";

    public List<NativeAssembly> NativeAssemblies { get; } = [.. PinnedAssemblies.Current.NativeAssemblies, new NativeAssembly("System.Math", new Version(100, 0, 5, 5), 0x9F9E2A7E)];

    /// <summary>Called before each call is answered; for interruptions.</summary>
    public Action<NanoffCommand>? Before { get; set; }

    /// <summary>Says what the next call that has an argument comes to, instead of what it would.</summary>
    public void Play(string argument, int exitStatus, string output = "")
    {
        _plays.Enqueue((command => command.Arguments.Contains(argument, StringComparer.Ordinal), _ => new NanoffResult(exitStatus, Header() + output)));
    }

    /// <summary>Says what the next call that has an argument prints, made from what it would have printed.</summary>
    public void Alter(string argument, Func<string, string> alter)
    {
        _plays.Enqueue((command => command.Arguments.Contains(argument, StringComparer.Ordinal), command => Perform(command) is var result ? result with { Output = alter(result.Output) } : result));
    }

    public Task<NanoffResult> RunAsync(NanoffCommand command, CancellationToken cancellation)
    {
        Commands.Add(command);
        Before?.Invoke(command);
        cancellation.ThrowIfCancellationRequested();
        if (_plays.TryPeek(out (Func<NanoffCommand, bool> Matches, Func<NanoffCommand, NanoffResult> Play) next) && next.Matches(command))
        {
            return Task.FromResult(_plays.Dequeue().Play(command));
        }

        return Task.FromResult(Perform(command));
    }

    private NanoffResult Perform(NanoffCommand command)
    {
        string? Value(string option) => command.Arguments.SkipWhile(argument => argument != option).Skip(1).FirstOrDefault();
        bool Has(string option) => command.Arguments.Contains(option, StringComparer.Ordinal);

        if (Has("--listports"))
        {
            return Ok("Available COM ports:\n  /dev/ttyS0\n  /dev/ttyUSB0\n\n");
        }

        if (Has("--nanodevice"))
        {
            // Anything but details, update and deployment of an application is passed over, and the end is as if all were well.
            return Has("--devicedetails") ? InterpreterVersion is null ? new NanoffResult(2001 & 0xFF, Header() + "Error E2001: ...") : Ok(InterpreterText()) : Ok("No operation was performed with the options supplied.\n");
        }

        if (Has("--platform"))
        {
            return Loader(command, Value, Has);
        }

        if (Value("--filedeployment") is { } files)
        {
            return InterpreterVersion is null ? new NanoffResult(2000 & 0xFF, Header() + "Error E2000") : Ok(Deploy(files));
        }

        if (Value("--networkdeployment") is { } network)
        {
            Network = File.ReadAllText(network);
            return Ok("No operation was performed with the options supplied.\n\nUpdating network configuration...OK\nUpdating wireless configuration...OK\n");
        }

        return Ok("No operation was performed with the options supplied.\n");
    }

    private NanoffResult Loader(NanoffCommand command, Func<string, string?> value, Func<string, bool> has)
    {
        if (has("--devicedetails"))
        {
            string chip = ChipType == ChipName ? ChipType : $"{ChipType} ({ChipName})";
            return Ok($"Reading details from chip...OK\n\nConnected to:\n{chip}\nFeatures Wi-Fi, BT, Dual Core\nFlash size {FlashMegabytes}MB WINBOND_NEX_W25Q64_V from WINBOND_NEX (manufacturer 0xEF device 0x4017)\nPSRAM: {Psram}\nCrystal 40MHz\nMAC {MacAddress}\n\n");
        }

        if (has("--update"))
        {
            if (has("--masserase"))
            {
                Volume.Clear();
                Network = null;
                Application = null;
            }

            InterpreterVersion = value("--fwversion");
            TargetName = value("--target")!;
            return Ok("\n");
        }

        if (has("--deploy") && value("--address") is { } address)
        {
            Assert.That(address, Is.EqualTo(ChipType == "ESP32" ? "0x1E0000" : "0x1B0000"), command.ToString());
            Application = File.ReadAllBytes(value("--image")!);
            return Ok("\n");
        }

        return Ok("No operation was performed with the options supplied.\n");
    }

    private string Deploy(string list)
    {
        var output = new StringBuilder("Debug engine created.\nDevice connected and ready for deployment.\n");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(list));
        foreach (JsonElement file in document.RootElement.GetProperty("Files").EnumerateArray())
        {
            string destination = file.GetProperty("DestinationFilePath").GetString()!;
            string source = file.GetProperty("SourceFilePath").GetString()!;
            Volume[destination] = File.ReadAllBytes(source);
            output.Append($"Deploying file {source} to {destination}...OK\n");
        }

        return output.ToString();
    }

    private string InterpreterText()
    {
        string natives = string.Concat(NativeAssemblies.Select(assembly => $"  {assembly.Name} v{assembly.Version}, checksum {assembly.ChecksumText}\n"));
        return $"\nHAL build info: nanoCLR running @ ESP32\n  Target:   {TargetName}\n  Platform: ESP32\n\nFirmware build Info:\n  Date:        Jul 10 2026\n  Type:        MinSizeRel build with IDF v5.5.4\n"
            + $"  CLR Version: {InterpreterVersion}\n  Compiler:    GNU GCC v14.2.0\n\nAppDomains:\n\nAssemblies:\n\nNative Assemblies:\n{natives}\n";
    }

    private NanoffResult Ok(string output) => new(0, Header() + output);

    private string Header() => $".NET nanoFramework Firmware Flasher v{NanoffVersion}+abcdef\nCopyright (C) 2019 .NET Foundation and nanoFramework project contributors\n\n";
}
