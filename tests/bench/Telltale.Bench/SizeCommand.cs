using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Telltale.Drives;
using Telltale.Sizes;

namespace Telltale.Bench;

/// <summary><c>size</c>: bytes a sample beside other formats, and megabytes a month.</summary>
internal static class SizeCommand
{
    public static Command Create(Option<bool> json)
    {
        Option<string?> corpora = new("--corpora") { Description = "Folder of the recorded data; the recorded drive is left out where it is not there.", DefaultValueFactory = _ => "../shared/corpora" };
        Command command = new("size", "Bytes a sample of the batch, sealed and with the PUBLISH header, beside other formats; megabytes a month.") { corpora };
        command.SetAction(parsed => Run(parsed.GetValue(corpora), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string? corpora, bool asJson)
    {
        string folder = Path.Combine(corpora ?? "", "drive");
        bool isRecorded = Directory.Exists(folder);
        if (!isRecorded)
        {
            Console.Error.WriteLine($"{Path.GetFullPath(folder)} is not there: no recorded drive.");
        }

        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 130);
        foreach (DriveRows drive in SizeTable.Drives(isRecorded ? folder : null))
        {
            Show([.. SizeTable.Measure(drive)], asJson);
        }

        int handshake = TlsHandshake.Measure();
        Show([.. MonthlyVolume.Of(handshake)], handshake, asJson);
        return 0;
    }

    private static void Show(IReadOnlyList<SizeRow> rows, bool asJson)
    {
        if (asJson)
        {
            foreach (SizeRow row in rows)
            {
                Console.WriteLine(JsonSerializer.Serialize(new
                {
                    drive = row.Drive,
                    format = row.Format,
                    samples = row.Samples,
                    batches = row.Batches,
                    bytes_encoded = Math.Round(row.Encoded, 3),
                    bytes_published = Math.Round(row.Published, 3),
                    bytes_sealed_and_published = Math.Round(row.Sealed, 3),
                }));
            }

            return;
        }

        Table table = new Table().Title($"{rows[0].Drive}: {rows[0].Samples:N0} samples, bytes a sample").AddColumn("format").AddColumn(new TableColumn("batches").RightAligned())
            .AddColumn(new TableColumn("encoded").RightAligned()).AddColumn(new TableColumn("and published").RightAligned())
            .AddColumn(new TableColumn("sealed and published").RightAligned());
        foreach (SizeRow row in rows)
        {
            table.AddRow(Markup.Escape(row.Format), $"{row.Batches:N0}", $"{row.Encoded:0.00}", $"{row.Published:0.00}", $"{row.Sealed:0.00}");
        }

        AnsiConsole.Write(table);
    }

    private static void Show(IReadOnlyList<MonthlyVolume> volumes, int handshake, bool asJson)
    {
        if (asJson)
        {
            foreach (MonthlyVolume volume in volumes)
            {
                Console.WriteLine(JsonSerializer.Serialize(new
                {
                    month_of = volume.Format,
                    frames = Math.Round(volume.Frames),
                    receipts = Math.Round(volume.Receipts),
                    statuses = Math.Round(volume.Statuses),
                    connections = Math.Round(volume.Connections),
                    megabytes = Math.Round(volume.Megabytes, 3),
                    handshake,
                }));
            }

            return;
        }

        Table table = new Table().Title($"megabytes a month: {MonthlyVolume.DrivenSeconds / 3600} h of driving a day in {MonthlyVolume.Trips} trips, IP upwards, both directions; a TLS handshake of {handshake:N0} bytes")
            .AddColumn("format").AddColumn(new TableColumn("batches").RightAligned()).AddColumn(new TableColumn("receipts").RightAligned())
            .AddColumn(new TableColumn("statuses").RightAligned()).AddColumn(new TableColumn("connections").RightAligned()).AddColumn(new TableColumn("all").RightAligned());
        foreach (MonthlyVolume volume in volumes)
        {
            table.AddRow(
                Markup.Escape(volume.Format), $"{volume.Frames / 1e6:0.00}", $"{volume.Receipts / 1e6:0.00}", $"{volume.Statuses / 1e6:0.00}", $"{volume.Connections / 1e6:0.00}", $"{volume.Megabytes:0.00}");
        }

        AnsiConsole.Write(table);
    }
}
