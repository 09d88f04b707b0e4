using Telltale.Metering;

namespace Telltale.Scenarios;

/// <summary>Every operation that the bench measures.</summary>
public static class All
{
    /// <summary>The single operations first, then the unit's own.</summary>
    public static IEnumerable<Operation> Operations()
    {
        return [.. ProbeOperations.All(), .. GnssOperations.All(), .. CanOperations.All(), .. SamplingOperations.All(), .. FormatOperations.All(), .. UnitOperations.All(), .. ReportingOperations.All()];
    }
}
