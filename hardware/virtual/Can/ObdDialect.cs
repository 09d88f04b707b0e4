namespace Telltale.Virtual.Can;

/// <summary>What a simulated ECU speaks.</summary>
public enum ObdDialect
{
    /// <summary>SAE J1979: services 01 to 0A.</summary>
    J1979,

    /// <summary>SAE J1979-2 alone: services 14, 19 and 22 of ISO 14229-1.</summary>
    J1979Uds,
}
