using System.CommandLine;
using System.Globalization;
using Telltale.Gnss;
using Telltale.Virtual.Gnss;

namespace Telltale.Cli.Commands;

/// <summary><c>telltale replay gnss</c>: fixes from a receiver's log (NMEA 0183, UBX) or a CSV recording.</summary>
public static class ReplayGnssCommand
{
    private static readonly Argument<string> s_file = new("file") { Description = "What a receiver sent, NMEA 0183 and UBX, or a CSV recording as README.md describes it." };

    /// <summary>Makes the command.</summary>
    public static Command Build()
    {
        var command = new Command("gnss", "Print the fixes of a GNSS recording, one a navigation epoch; the decoder's counters end on standard error.") { s_file };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        string file = parsed.GetValue(s_file)!;
        using Stream log = Open(file);
        var replay = new GnssReplay(log);
        TextWriter output = parsed.Output();
        bool isJson = parsed.IsJson();
        ProgressBar.Run(Path.GetFileName(file), progress =>
        {
            foreach (ReplayedFix fix in replay.Fixes())
            {
                Print(fix, output, isJson);
                progress((double)replay.BytesRead / log.Length);
            }
        });

        GnssCounters counters = replay.Counters;
        PrintCounters(counters, parsed.Error(), isJson);
        return counters.Sentences + counters.UbxMessages > 0
            ? (int)ExitCode.Ok
            : throw new CommandException(ExitCode.BadInput, $"{file}: no NMEA 0183 sentence and no UBX message that a fix could be made of.");
    }

    private static Stream Open(string file)
    {
        try
        {
            return GnssReplay.OpenFile(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.BadInput, $"{file}: {exception.Message}", exception);
        }
    }

    private static void Print(ReplayedFix fix, TextWriter output, bool isJson)
    {
        if (isJson)
        {
            JsonLine.Write(output, new
            {
                fix.Time,
                Lat = fix.Latitude,
                Lon = fix.Longitude,
                Alt = fix.Altitude,
                fix.Speed,
                fix.Course,
                fix.Mode,
                Sats = fix.Satellites,
                Hdop = fix.HorizontalDilution,
                fix.Talker,
            });
            return;
        }

        string position = fix.Latitude is { } latitude && fix.Longitude is { } longitude
            ? string.Create(CultureInfo.InvariantCulture, $"{latitude,11:F7} {longitude,12:F7}")
            : "no position".PadRight(24);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{fix.Time ?? "no time",-24}  {position}  {Text(fix.Altitude, "F1", " m"),10}  {Text(fix.Speed, "F2", " m/s"),11}  {Text(fix.Course, "F1", " deg"),9}"
            + $"  {fix.Mode,-14}  sats {Text(fix.Satellites, "F0", ""),2}  hdop {Text(fix.HorizontalDilution, "F1", ""),4}  {fix.Talker}"));
    }

    private static string Text(decimal? value, string format, string unit)
    {
        return value is { } known ? known.ToString(format, CultureInfo.InvariantCulture) + unit : "-";
    }

    private static void PrintCounters(GnssCounters counters, TextWriter error, bool isJson)
    {
        if (isJson)
        {
            JsonLine.Write(error, new
            {
                counters.Bytes,
                counters.Epochs,
                counters.Sentences,
                counters.UbxMessages,
                counters.Skipped,
                counters.UnknownSentences,
                counters.BadChecksums,
                counters.Malformed,
                counters.Overruns,
                counters.Resynchronisations,
            });
            return;
        }

        error.WriteLine(
            $"{counters.Epochs} epochs from {counters.Sentences} sentences and {counters.UbxMessages} UBX messages; {counters.Skipped} passed over, {counters.UnknownSentences} unknown, "
            + $"{counters.BadChecksums} with a wrong checksum, {counters.Malformed} malformed, {counters.Overruns} too long; "
            + $"searched for a sentence {counters.Resynchronisations} times in {counters.Bytes} bytes.");
    }
}
