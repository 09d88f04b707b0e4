namespace Telltale.Flashing;

/// <summary>
/// Where nanoFramework's interpreter expects what in flash, by chip and size of the flash: nf-interpreter, targets/ESP32/_IDF/CHIP/partitions_nanoclr_Nmb.csv.
/// nanoff writes that table together with the interpreter.
/// </summary>
/// <param name="DeployAddress">The application's first byte.</param>
/// <param name="DeployBytes">The application's greatest length.</param>
/// <param name="ConfigurationAddress">The volume's first byte: littlefs with the unit's files, the network and certificates.</param>
/// <param name="ConfigurationBytes">The volume's length.</param>
public sealed record PartitionTable(int DeployAddress, int DeployBytes, int ConfigurationAddress, int ConfigurationBytes)
{
    /// <summary>The table of a chip ("ESP32", "ESP32-S3") with so many megabytes of flash, or null where there is none.</summary>
    public static PartitionTable? Find(string chip, int flashMegabytes)
    {
        return (chip, flashMegabytes) switch
        {
            ("ESP32", 4) => new PartitionTable(0x1E0000, 0x1C0000, 0x3C0000, 0x40000),
            ("ESP32", 8) => new PartitionTable(0x1E0000, 0x2B0000, 0x490000, 0x200000),
            ("ESP32", 16) => new PartitionTable(0x1E0000, 0x2B0000, 0x490000, 0x300000),
            ("ESP32-S3", 4) => new PartitionTable(0x1B0000, 0x1F0000, 0x3C0000, 0x40000),
            ("ESP32-S3", 8) => new PartitionTable(0x1B0000, 0x2E0000, 0x490000, 0x200000),
            ("ESP32-S3", 16) => new PartitionTable(0x1B0000, 0x2E0000, 0x490000, 0x300000),
            _ => null,
        };
    }
}
