namespace Telltale.Configuration;

/// <summary>The members of an item of <see cref="ConfigurationKey.Outputs"/>.</summary>
public static class OutputMember
{
    /// <summary>commands.outputs[].pin</summary>
    public const int Pin = 0;

    /// <summary>commands.outputs[].name</summary>
    public const int Name = 1;

    /// <summary>commands.outputs[].activeLow</summary>
    public const int IsActiveLow = 2;

    /// <summary>commands.outputs[].pulseMilliseconds</summary>
    public const int Pulse = 3;

    /// <summary>commands.outputs[].whileMoving</summary>
    public const int WhileMoving = 4;

    /// <summary>How many there are.</summary>
    public const int Count = 5;
}
