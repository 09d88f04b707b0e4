using System.Security.Cryptography;
using Telltale.Sealing;

namespace Telltale.Fleet;

/// <summary>
/// The name of a unit towards broker and owner: 8 characters of Crockford's base 32 in lower case, drawn at random. It is never made from a
/// VIN, an IMEI or a serial number, because topics show it to whoever runs the broker.
/// </summary>
public static class UnitId
{
    /// <summary>Characters in an id.</summary>
    public const int Length = UnitEnrolment.UnitIdLength;

    /// <summary>A new random id (40 bits). Whether it is unique is for the caller to check.</summary>
    public static string New() => UnitEnrolment.UnitIdFrom(RandomNumberGenerator.GetBytes(Length));

    /// <summary>True when the text has the form of an id.</summary>
    public static bool IsValid(string? text) => UnitEnrolment.IsUnitId(text);
}
