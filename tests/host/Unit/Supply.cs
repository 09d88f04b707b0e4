using Telltale.Ports;

namespace Telltale.HostTests.Unit;

/// <summary>Supply and ignition as the test sets them.</summary>
internal sealed class Supply : IPowerInputs
{
    public int SupplyMillivolts { get; set; } = 14000;

    public int Ignition { get; set; } = 1;
}
