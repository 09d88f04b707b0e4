using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Telltale.Endurance;
using Telltale.Journal;
using Telltale.Virtual.Flash;

namespace Telltale.Bench;

/// <summary><c>bench.sh flash</c>: how long the journal holds, how much stays free, how soon flash wears out.</summary>
internal static class FlashCommand
{
    private const int BlockBytes = 4096;
    private const int SamplesInFrame = 60;
    private const int AgedMinutes = 20_000;
    private const int StressFrames = 6000;
    private static readonly int[] FrameLengths = [600, 720];

    public static Command Create()
    {
        Option<int[]> volumes = new("--blocks") { Description = "Volumes, in blocks of 4,096 bytes.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [64, 512, 768] };
        Option<int> minutes = new("--minutes") { Description = "How long volumes wear, in simulated minutes of driving; figures for years are taken on from there.", DefaultValueFactory = _ => 1_000_000 };
        Option<int> seeds = new("--seeds") { Description = "How many random mixtures of frames are tried for the free blocks.", DefaultValueFactory = _ => 20 };
        Option<bool> json = new("--json") { Description = "One JSON object a line instead of tables." };
        Command command = new("flash", "Simulates the journal at its defaults on littlefs: hours that fit, free blocks, years until the hottest block is worn out.") { volumes, minutes, seeds, json };
        command.SetAction(parsed =>
        {
            AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 140);
            bool asJson = parsed.GetValue(json);
            foreach (int blocks in parsed.GetValue(volumes)!)
            {
                Capacity(blocks, asJson);
            }

            Stress(parsed.GetValue(volumes)!.Min(), parsed.GetValue(seeds), asJson);
            foreach (int blocks in parsed.GetValue(volumes)!)
            {
                Wear(blocks, parsed.GetValue(minutes), asJson);
            }

            return 0;
        });
        return command;
    }

    private static JournalSettings Settings(int blocks) => JournalSettings.ForVolume(blocks * BlockBytes);

    private static void Capacity(int blocks, bool asJson)
    {
        Table table = NewTable(
            $"{blocks} blocks: 60 samples a frame at 1 Hz without a receipt, beside 8 KB of other files and the keys",
            "bytes a sample", "volume", "hours until a frame is dropped", "hours right after that", "fewest free blocks till then", "and later");
        foreach (int bytes in FrameLengths)
        {
            foreach (int aged in (int[])[0, AgedMinutes])
            {
                CapacityResult result = FlashSimulation.Fill(MeasuredVolume.Simulated(new SimulatedVolumeOptions { BlockCount = blocks }), Settings(blocks), bytes, aged);
                double hours = result.FramesUntilFirstDrop / 60.0;
                double after = result.FramesAfterDrop / 60.0;
                string age = aged == 0 ? "new" : $"after {aged / 1440.0:0} days";
                if (asJson)
                {
                    Write(new
                    {
                        measure = "capacity", blocks, bytes_per_sample = bytes / SamplesInFrame, aged_minutes = aged, hours_until_first_drop = Math.Round(hours, 2), hours_after_drop = Math.Round(after, 2),
                        fewest_free_blocks = result.LowestFreeBlocks, fewest_free_blocks_later = result.LowestFreeBlocksLater, failures = result.Failures,
                    });
                }

                table.AddRow($"{bytes / SamplesInFrame}", age, $"{hours:0.00}", $"{after:0.00}", $"{result.LowestFreeBlocks}", $"{result.LowestFreeBlocksLater}");
            }
        }

        Show(table, asJson);
    }

    private static void Stress(int blocks, int seeds, bool asJson)
    {
        int[] free = [.. Enumerable.Range(1, seeds).Select(seed =>
            FlashSimulation.LowestFreeBlocks(MeasuredVolume.Simulated(new SimulatedVolumeOptions { BlockCount = blocks }), Settings(blocks), seed, StressFrames, AgedMinutes))];
        if (asJson)
        {
            Write(new { measure = "free blocks, frames of any length and priority", blocks, seeds, frames = StressFrames, aged_minutes = AgedMinutes, fewest_free_blocks = free.Min() });
            return;
        }

        AnsiConsole.MarkupLineInterpolated($"{blocks} blocks, {seeds} mixtures of {StressFrames:N0} frames of any length and priority, with and without receipts, after {AgedMinutes / 1440} days: never fewer than {free.Min()} blocks free\n");
    }

    private static void Wear(int blocks, int minutes, bool asJson)
    {
        Table table = NewTable(
            $"{blocks} blocks: one frame of 720 bytes a minute, day and night, a key file every 64 frames, a status and an alert an hour; {minutes / 525_960.0:0.0} years simulated",
            "journal", "calls reach littlefs", "erases of the hottest block", "of the mean block", "years until 100,000", "fewest free blocks");
        foreach (Filling filling in Enum.GetValues<Filling>())
        {
            foreach ((string name, SimulatedVolumeOptions options) in filling == Filling.NearlyEmpty ? Drivers(blocks) : Drivers(blocks).Take(1))
            {
                WearResult result = FlashSimulation.Wear(MeasuredVolume.Simulated(options), Settings(blocks), 720, minutes, filling);
                if (asJson)
                {
                    Write(new
                    {
                        measure = "wear", blocks, filling = filling.ToString(), driver = name, minutes, erases_of_hottest_block = result.Hottest, erases_of_mean_block = Math.Round(result.Mean, 1),
                        years = Math.Round(result.Years, 2), fewest_free_blocks = result.LowestFreeBlocks,
                    });
                }

                table.AddRow(Describe(filling), name, $"{result.Hottest:N0}", $"{result.Mean:N0}", $"{result.Years:0.0}", $"{result.LowestFreeBlocks}");
            }
        }

        Show(table, asJson);
    }

    private static IEnumerable<(string Name, SimulatedVolumeOptions Options)> Drivers(int blocks)
    {
        SimulatedVolumeOptions options = new() { BlockCount = blocks };
        yield return ("directly", options);
        yield return ("through nanoFramework", options with { Driver = FileDriver.NanoFramework, OpensFileForLength = false });
        yield return ("the same, files opened for their length", options with { Driver = FileDriver.NanoFramework });
    }

    private static string Describe(Filling filling) => filling switch
    {
        Filling.NearlyEmpty => "receipts within seconds",
        Filling.FullAndDropping => "no receipts, full and dropping, no alerts",
        _ => "nearly full of frames that are never receipted",
    };

    private static Table NewTable(string title, string first, params string[] others)
    {
        Table table = new Table().Title(title).AddColumn(first);
        foreach (string column in others)
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        return table;
    }

    private static void Show(Table table, bool asJson)
    {
        if (!asJson)
        {
            AnsiConsole.Write(table);
        }
    }

    private static void Write(object value) => Console.WriteLine(JsonSerializer.Serialize(value));
}
