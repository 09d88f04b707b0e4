namespace Telltale.Elm327;

/// <summary>What is being done with the adapter.</summary>
public enum Elm327State
{
    /// <summary>No adapter has answered; baud rates are tried.</summary>
    Searching = 0,

    /// <summary>An adapter answers and is being set up.</summary>
    SettingUp = 1,

    /// <summary>At its prompt, or at a command that is not a request.</summary>
    Ready = 2,

    /// <summary>Monitoring the bus, silent.</summary>
    Listening = 3,

    /// <summary>A request is with the adapter.</summary>
    Requesting = 4,
}
