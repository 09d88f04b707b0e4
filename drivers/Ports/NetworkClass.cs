namespace Telltale.Ports;

/// <summary>What a network costs its owner.</summary>
public enum NetworkClass
{
    /// <summary>There is no network.</summary>
    None = 0,

    /// <summary>The owner's own network, without a charge by volume.</summary>
    Home = 1,

    /// <summary>A network that is paid by volume.</summary>
    Metered = 2,

    /// <summary>A network abroad, or otherwise at a higher price by volume.</summary>
    Roaming = 3,
}
