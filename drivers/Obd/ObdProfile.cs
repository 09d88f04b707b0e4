using System;
using Telltale.Signals;

namespace Telltale.Obd;

/// <summary>Profiles made of PIDs, without a file.</summary>
public static class ObdProfile
{
    /// <summary>
    /// The profile for a vehicle that nothing is known of: ten PIDs of service 01, each once a second. What the vehicle does not support is not asked for.
    /// </summary>
    public static SignalProfile CreateGeneric()
    {
        return Create("OBD-II", new byte[] { 0x04, 0x05, 0x0C, 0x0D, 0x0F, 0x10, 0x11, 0x2F, 0x46, 0x5C }, 1000);
    }

    /// <summary>A profile of PIDs, every quantity in them a signal, in the order given.</summary>
    /// <param name="name">The name of the profile.</param>
    /// <param name="pids">PIDs that <see cref="ObdParameters"/> knows; others are left out.</param>
    /// <param name="periodMilliseconds">How often to ask. A signal counts as absent after three periods.</param>
    public static SignalProfile Create(string name, byte[] pids, int periodMilliseconds)
    {
        ObdParameter[] parameters = new ObdParameter[pids.Length * ObdParameters.MaximumInPid];
        ObdParameter[] some = new ObdParameter[ObdParameters.MaximumInPid];
        int count = 0;
        for (int index = 0; index < pids.Length; index++)
        {
            int found = ObdParameters.Of(pids[index], some, 3 * periodMilliseconds);
            if (count + found > SignalTable.MaximumSignals)
            {
                break;
            }

            Array.Copy(some, 0, parameters, count, found);
            count += found;
        }

        SignalDefinition[] definitions = new SignalDefinition[count];
        PolledSignal[] polled = new PolledSignal[count];
        for (int index = 0; index < count; index++)
        {
            ObdParameter parameter = parameters[index];
            definitions[index] = parameter.Definition;
            polled[index] = new PolledSignal(index, 1, parameter.Pid, parameter.DataLength, parameter.Field, periodMilliseconds, 0);
        }

        return new SignalProfile(name, 500, definitions, new BroadcastSignal[0], polled);
    }
}
