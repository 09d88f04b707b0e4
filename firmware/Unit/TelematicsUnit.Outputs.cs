namespace Telltale.Unit;

/// <content>The outputs.</content>
public sealed partial class TelematicsUnit
{
    /// <summary>Outputs of the settings that the board refused: the pin is in use, or is no output. 0 where commands are not served.</summary>
    public int OutputsRefused => _commands == null ? 0 : _commands.Outputs.Refused;

    /// <summary>The pin of the last output that the board refused; -1 for none.</summary>
    public int OutputPinRefused => _commands == null ? -1 : _commands.Outputs.RefusedPin;

    /// <summary>Which outputs of the settings are on: bit 0 for the first. 0 after every start.</summary>
    public int OutputsOn => _commands == null ? 0 : _commands.Outputs.OnBits;
}
