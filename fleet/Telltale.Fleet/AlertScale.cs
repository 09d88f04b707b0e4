using System.Runtime.InteropServices;
using Telltale.Sampling;
using Telltale.Signals;

namespace Telltale.Fleet;

/// <summary>From the number in an alert to a value that a person reads.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AlertScale(SignalRow? Signal, int Denominator, string UnitOfMeasure)
{
    public static AlertScale Of(UnitEvent happened, SignalRow? signal) => happened switch
    {
        UnitEvent.Overspeed => new AlertScale(null, 1000, "m/s"),
        UnitEvent.HarshAcceleration or UnitEvent.HarshBraking or UnitEvent.HarshCornering => new AlertScale(null, 1000, "m/s^2"),
        UnitEvent.ExcessiveIdling => new AlertScale(null, 1, "s"),
        UnitEvent.Towing => new AlertScale(null, 1, "m"),
        UnitEvent.SupplyLow => new AlertScale(null, 1000, "V"),
        UnitEvent.TrustAnchorExpiring => new AlertScale(null, 1, "d"),
        UnitEvent.Signal when signal is not null => new AlertScale(signal, 1, signal.UnitOfMeasure),
        _ => new AlertScale(null, 1, ""),
    };

    public static AlertScale Of(UnitEvent happened, SignalDefinition? signal)
    {
        return Of(happened, signal is null ? null : new SignalRow
        {
            Name = signal.Name,
            UnitOfMeasure = signal.Unit,
            Numerator = signal.Numerator,
            Denominator = signal.Denominator,
            Offset = signal.Offset,
            IsUnsigned = signal.IsUnsigned,
        });
    }

    public double Value(long raw) => Signal?.Value(raw) ?? (double)raw / Denominator;
}
