using Telltale.Gnss;

namespace Telltale.HostTests.Unit;

internal sealed record OwnedSample(
    int Sequence, int BootNumber, long UptimeMilliseconds, long? UtcMilliseconds, FixFields Fields, int LatitudeDegreesE7, int LongitudeDegreesE7, int? Signal)
{
    public bool HasPosition => (Fields & FixFields.Position) != FixFields.None;
}
