using System.Text;
using System.Text.Json;
using Telltale.Esp32;
using Telltale.Flashing;
using Telltale.Fleet;

namespace Telltale.HostTests.Flashing;

/// <summary>An owner's home, settings, an image, and stand-ins for nanoff and board.</summary>
internal sealed class FlashBench : IDisposable
{
    public const string WifiPassword = "correct horse battery";
    public const string Port = "/dev/ttyUSB0";

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "flash-test-" + Guid.NewGuid().ToString("N"));

    public FlashBench()
    {
        Directory.CreateDirectory(_folder);
        Home = new FleetHome(Path.Combine(_folder, "home"));
        File.WriteAllText(At("ca.crt"), "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
        File.WriteAllBytes(At("van.profile"), [1, 2, 3]);
        SecretFile.Create(At("depot.password"), Encoding.UTF8.GetBytes(WifiPassword + "\n"));
        File.WriteAllText(
            SettingsFile,
            """{ "host": "broker.example", "certificate_authority": "ca.crt", "profile": "van.profile", "wifi": { "depot": { "ssid": "Depot", "password_file": "depot.password" } } }""");
        File.WriteAllBytes(ImageFile, TestImage.Good());
        Console = StandInConsole.Saying(() => StandInConsole.Report(UnitOnBoard()));
    }

    public FleetHome Home { get; }

    public StandInNanoff Nanoff { get; } = new();

    public ISerialConsole Console { get; set; }

    public string SettingsFile => At("flash.json");

    public string ImageFile => At("Telltale.Esp32.bin");

    /// <summary>Everything that was said and printed.</summary>
    public StringBuilder Said { get; } = new();

    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(20);

    public string At(string name) => Path.Combine(_folder, name);

    public FlashRun Run()
    {
        return new FlashRun(new FlashTools
        {
            Home = Home,
            Nanoff = Nanoff,
            Console = Console,
            Settings = FlashSettings.Read(SettingsFile),
            Image = ApplicationImage.Read(ImageFile),
            ApplicationVersion = "0.1.0",
            InterpreterVersion = PinnedAssemblies.Current.InterpreterVersion,
            Patience = Patience,
            RetryDelay = TimeSpan.Zero,
            Tell = sentence => Said.AppendLine(sentence),
            TellOutput = output => Said.AppendLine(output),
        });
    }

    public async Task<FlashResult> FlashAsync(FlashJob? job = null, CancellationToken cancellation = default)
    {
        FlashResult result = await Run().RunAsync(job ?? Job(), cancellation);
        Said.AppendLine(result.ToString());
        return result;
    }

    public static FlashJob Job(string board = "wrover-devkit") => new() { Board = Boards.Find(board), Port = Port, Label = "Van 7" };

    /// <summary>The unit whose settings are on the board's volume; empty for none.</summary>
    public string UnitOnBoard()
    {
        if (!Nanoff.Volume.TryGetValue(@"I:\config.json", out byte[]? text))
        {
            return "";
        }

        using JsonDocument configuration = JsonDocument.Parse(text);
        return configuration.RootElement.GetProperty("unit").GetProperty("id").GetString()!;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
