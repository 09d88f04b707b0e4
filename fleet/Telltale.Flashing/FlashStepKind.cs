namespace Telltale.Flashing;

/// <summary>What a step does, in the order in which they are done.</summary>
public enum FlashStepKind
{
    /// <summary>Asks the chip what it is.</summary>
    Identify,

    /// <summary>Puts the interpreter on the board; without <see cref="FlashPlanOptions.KeepVolume"/> everything else is erased.</summary>
    Interpreter,

    /// <summary>Asks the interpreter for the native halves that it brings.</summary>
    NativeAssemblies,

    /// <summary>Puts identity, settings, profile and certificate authority on the board's volume.</summary>
    Files,

    /// <summary>Puts the Wi-Fi network into the board's configuration.</summary>
    Network,

    /// <summary>Puts the application on the board and starts it.</summary>
    Application,

    /// <summary>Reads what the unit says of itself.</summary>
    Report,
}
