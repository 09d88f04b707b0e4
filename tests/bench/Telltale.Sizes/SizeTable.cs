using Telltale.Drives;
using Telltale.Sampling;

namespace Telltale.Sizes;

/// <summary>Measures formats on drives.</summary>
public static class SizeTable
{
    /// <summary>The seed of the made-up day.</summary>
    public const int Seed = 1;

    // Widths of the ten signals as I/O elements: bytes that their DBC gives them, rounded up to 1, 2 or 4.
    private static readonly int[] _signalWidths = [2, 2, 1, 1, 2, 2, 2, 2, 2, 1];

    /// <summary>The drives: the recorded one where there is a folder of it, as it is and lengthened to ten minutes, and the made-up day at 1 Hz and at the shipped defaults.</summary>
    public static IReadOnlyList<DriveRows> Drives(string? recordedFolder)
    {
        List<DriveRows> drives = [];
        if (recordedFolder is not null)
        {
            DriveRows recorded = RecordedDrive.Read(recordedFolder);
            drives.Add(recorded with { Name = "recorded drive, 40 s" });
            drives.Add(RecordedDrive.Lengthen(recorded, 600) with { Name = "recorded drive, lengthened to 600 s" });
        }

        drives.Add(MadeUpDay.Make(Seed, drivingSeconds: 1, idlingSeconds: 1, parkedSeconds: 0) with { Name = "made-up day, 3 h with ignition on at 1 Hz" });
        drives.Add(MadeUpDay.Make(Seed, drivingSeconds: 1, idlingSeconds: 10, parkedSeconds: 300) with { Name = "made-up day, 24 h at 1 s driving, 10 s idling, 300 s parked" });
        return drives;
    }

    /// <summary>The formats that write batch by batch.</summary>
    public static IReadOnlyList<IBatchCodec> Codecs(DriveRows drive)
    {
        ArgumentNullException.ThrowIfNull(drive);
        int signals = drive.Definitions.Length;
        return
        [
            new TelltaleCodec(drive.Definitions),
            new JsonCodec(drive.Definitions),
            new CborCodec(signals),
            new ProtocolBuffersCodec(signals),
            new Codec8ExtendedCodec(_signalWidths),
        ];
    }

    /// <summary>Every format on a drive; LZMA only where python3 is there.</summary>
    public static IEnumerable<SizeRow> Measure(DriveRows drive)
    {
        IReadOnlyList<IReadOnlyList<Sample>> batches = DriveBatches.Of(drive);
        foreach (IBatchCodec codec in Codecs(drive))
        {
            yield return Row(drive, codec.Name, [.. batches.Select(batch => codec.Encode(batch).Length)]);
        }

        PlainColumns columns = new(drive.Definitions.Length);
        if (Lzma.Lengths([.. batches.Select(columns.Encode)]) is { } lengths)
        {
            yield return Row(drive, "LZMA over plain columns", lengths);
            yield return Row(drive, "LZMA, the whole drive at once", Lzma.Lengths([columns.Encode(drive.Samples)])!);
        }
    }

    private static SizeRow Row(DriveRows drive, string format, IReadOnlyList<int> lengths)
    {
        double samples = drive.Samples.Count;
        return new SizeRow(
            drive.Name,
            format,
            drive.Samples.Count,
            lengths.Count,
            lengths.Sum() / samples,
            lengths.Sum(length => Wire.Publish(length)) / samples,
            lengths.Sum(length => Wire.Publish(Wire.Sealed(length))) / samples);
    }
}
