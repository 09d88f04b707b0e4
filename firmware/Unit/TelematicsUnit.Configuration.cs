using Telltale.Configuration;

namespace Telltale.Unit;

/// <content>The configuration: one that is proposed, one on trial, and the restarts that they bring.</content>
public sealed partial class TelematicsUnit
{
    private ConfigurationTrial _trial;

    /// <summary>
    /// Takes a configuration in: where it is right it is stored, and the unit asks for a restart ten seconds later to try it. Without <see cref="UnitPorts.Configuration"/> nothing is stored.
    /// </summary>
    /// <param name="bytes">JSON in UTF-8.</param>
    /// <param name="offset">Where it starts.</param>
    /// <param name="count">How long it is.</param>
    /// <param name="fault">Takes what is wrong.</param>
    public ProposalResult ProposeConfiguration(byte[] bytes, int offset, int count, ConfigurationFault fault) =>
        _ports.Configuration == null ? ProposalResult.NotStored : _ports.Configuration.TryPropose(bytes, offset, count, fault);

    private void StartTrial(long uptime)
    {
        if (_ports.Configuration != null)
        {
            _trial = new ConfigurationTrial(_ports.Configuration, _settings.Uplink, uptime);
        }
    }

    private void StepTrial(long uptime)
    {
        if (_trial != null)
        {
            int reason = _trial.Step(this, uptime);
            if (reason != RestartReason.None && RestartRequested == RestartReason.None)
            {
                RestartRequested = reason;
            }
        }
    }
}
