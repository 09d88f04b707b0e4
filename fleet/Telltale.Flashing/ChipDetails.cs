namespace Telltale.Flashing;

/// <summary>What nanoff says of the chip that is connected.</summary>
/// <param name="ChipType">"ESP32", "ESP32-S3".</param>
/// <param name="ChipName">The chip's own name with its revision, or the type again.</param>
/// <param name="FlashMegabytes">The flash.</param>
/// <param name="PsramMegabytes">The PSRAM; null where nanoff cannot tell, which is so for every ESP32; 0 for none.</param>
/// <param name="MacAddress">12 hexadecimal digits in lower case.</param>
public sealed record ChipDetails(string ChipType, string ChipName, int FlashMegabytes, int? PsramMegabytes, string MacAddress);
