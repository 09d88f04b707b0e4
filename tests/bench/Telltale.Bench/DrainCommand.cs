using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Telltale.Endurance;
using Telltale.Journal;
using Telltale.Virtual.Flash;

namespace Telltale.Bench;

/// <summary><c>bench.sh drain</c>: how long a backlog takes through a slow link.</summary>
internal static class DrainCommand
{
    public static Command Create()
    {
        Option<int> frames = new("--frames") { Description = "Ordinary frames in the journal: one for each minute of driving.", DefaultValueFactory = _ => 1440 };
        Option<int> bytes = new("--frame-bytes") { Description = "Length of a frame.", DefaultValueFactory = _ => 720 };
        Option<int> rate = new("--bits-per-second") { Description = "Of the way to the broker.", DefaultValueFactory = _ => 100_000 };
        Option<int> roundTrip = new("--round-trip") { Description = "Milliseconds from publishing to acknowledgement.", DefaultValueFactory = _ => 300 };
        Option<bool> json = new("--json") { Description = "One JSON object a line instead of a table." };
        Command command = new("drain", "Drains a backlog through a slow link to an owner who gives receipts, in virtual time.") { frames, bytes, rate, roundTrip, json };
        command.SetAction(parsed =>
        {
            Table table = new Table().Title("A backlog on its way to the owner, in virtual time").AddColumn("order");
            foreach (string column in (string[])["frames", "bytes each", "s till all receipts", "s for the link alone", "frames sent", "receipts", "steps"])
            {
                table.AddColumn(new TableColumn(column).RightAligned());
            }

            foreach (DrainOrder order in (DrainOrder[])[DrainOrder.OldestFirst, DrainOrder.NewestFirst])
            {
                DrainSimulation simulation = new()
                {
                    Volume = new SimulatedVolume(new SimulatedVolumeOptions { BlockCount = 768 }),
                    Settings = JournalSettings.ForVolume(768 * 4096),
                    Frames = parsed.GetValue(frames),
                    FrameBytes = parsed.GetValue(bytes),
                    BitsPerSecond = parsed.GetValue(rate),
                    RoundTripMilliseconds = parsed.GetValue(roundTrip),
                    Order = order,
                };
                DrainResult result = simulation.Run();
                double alone = result.BytesPublished * 8.0 / simulation.BitsPerSecond;
                if (parsed.GetValue(json))
                {
                    Console.WriteLine(JsonSerializer.Serialize(new
                    {
                        order = order.ToString(),
                        frames = simulation.Frames,
                        frame_bytes = result.BytesPublished / result.FramesPublished,
                        seconds = result.Milliseconds / 1000.0,
                        seconds_for_the_link_alone = Math.Round(alone, 1),
                        frames_published = result.FramesPublished,
                        receipts = result.Receipts,
                        steps = result.Steps,
                    }));
                }

                table.AddRow(
                    order.ToString(), $"{simulation.Frames:N0}", $"{result.BytesPublished / result.FramesPublished:N0}", $"{result.Milliseconds / 1000.0:0.0}", $"{alone:0.0}",
                    $"{result.FramesPublished:N0}", $"{result.Receipts:N0}", $"{result.Steps:N0}");
            }

            if (!parsed.GetValue(json))
            {
                AnsiConsole.Write(table);
            }

            return 0;
        });
        return command;
    }
}
