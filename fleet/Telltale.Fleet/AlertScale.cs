using System.Runtime.InteropServices;
using Telltale.Sampling;
using Telltale.Signals;

namespace Telltale.Fleet;

/// <summary>From the number in an alert to a value that a person reads.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AlertScale(long Numerator, long Offset, long Denominator, string UnitOfMeasure)
{
    public static AlertScale Of(UnitEvent happened, SignalRow? signal) => happened switch
    {
        UnitEvent.Overspeed => new AlertScale(1, 0, 1000, "m/s"),
        UnitEvent.HarshAcceleration or UnitEvent.HarshBraking or UnitEvent.HarshCornering => new AlertScale(1, 0, 1000, "m/s^2"),
        UnitEvent.ExcessiveIdling => new AlertScale(1, 0, 1, "s"),
        UnitEvent.Towing => new AlertScale(1, 0, 1, "m"),
        UnitEvent.SupplyLow => new AlertScale(1, 0, 1000, "V"),
        UnitEvent.Signal when signal is not null => new AlertScale(signal.Numerator, signal.Offset, signal.Denominator, signal.UnitOfMeasure),
        _ => new AlertScale(1, 0, 1, ""),
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
        });
    }

    public double Value(long raw) => StoredSample.SignalValue(raw, Numerator, Offset, Denominator);
}
