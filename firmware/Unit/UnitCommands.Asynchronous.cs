using Telltale.Commands;
using Telltale.Obd;
using Telltale.Ports;
using Telltale.Sealing;

namespace Telltale.Unit;

/// <content>What takes longer than a step: trouble codes, and what ends in a restart.</content>
internal sealed partial class UnitCommands
{
    // ECU address, service, code, flags, failure type, status.
    private const int TroubleCodeBytes = 7;
    private const int HasFailureType = 1;
    private const int HasStatus = 2;

    /// <summary>Deletes everything on the volume: what the unit has recorded first, then its keys, at last the log that says that it is to be wiped. What a power cut leaves is wiped at the next start.</summary>
    internal static void Wipe(IFileVolume volume)
    {
        string[] names = volume.List("");
        for (int index = 0; index < names.Length; index++)
        {
            if (!IsKeyFile(names[index]) && !IsLogFile(names[index]))
            {
                volume.Delete(names[index]);
            }
        }

        volume.Delete(UnitKeys.FirstFileName);
        volume.Delete(UnitKeys.SecondFileName);
        volume.Delete(UnitEnrolment.FileName);
        volume.Delete(CommandLog.FirstFileName);
        volume.Delete(CommandLog.SecondFileName);
    }

    private static bool IsKeyFile(string name) => name == UnitKeys.FirstFileName || name == UnitKeys.SecondFileName || name == UnitEnrolment.FileName;

    private static bool IsLogFile(string name) => name == CommandLog.FirstFileName || name == CommandLog.SecondFileName;

    private CommandStatus CheckTroubleCodes(CommandCode code, CommandReply reply)
    {
        ObdScan scan = _unit.Bus == null ? null : _unit.Bus.Obd.Scan;
        if (scan == null)
        {
            return CommandStatus.NotFitted;
        }

        if (!_settings.Bus.MayPoll || (code == CommandCode.ClearTroubleCodes && !_settings.Bus.Obd.MayClearTroubleCodes))
        {
            return CommandStatus.NotAllowed;
        }

        if (!_unit.MayPoll || !_unit.Bus.IsAlive)
        {
            reply.SetText("the ignition is off, or the bus silent");
            return CommandStatus.NotNow;
        }

        if (code == CommandCode.ClearTroubleCodes && !IsStanding)
        {
            reply.SetText("the vehicle moves, or nothing tells that it does not");
            return CommandStatus.NotNow;
        }

        return scan.IsRunning ? CommandStatus.Busy : NotBusy();
    }

    private CommandStatus Begin(CommandCode code, long uptime)
    {
        _open = code;
        _deadlineUptime = uptime + _settings.Commands.DeliveryMilliseconds;
        if (code == CommandCode.ReadTroubleCodes || code == CommandCode.ClearTroubleCodes)
        {
            ObdScan scan = _unit.Bus.Obd.Scan;
            _deadlineUptime = uptime + _settings.Commands.TroubleCodesMilliseconds;
            bool isBegun = code == CommandCode.ClearTroubleCodes
                ? scan.TryClearTroubleCodes()
                : scan.TryBegin(ObdScan.StoredTroubleCodes | ObdScan.PendingTroubleCodes | ObdScan.PermanentTroubleCodes);
            if (!isBegun)
            {
                _open = 0;
                return CommandStatus.Failed;
            }
        }
        else
        {
            _unit.RequestClose();
        }

        return CommandStatus.Begun;
    }

    private CommandStatus ContinueOpen(CommandReply reply, long uptime)
    {
        if (_open == CommandCode.ReadTroubleCodes || _open == CommandCode.ClearTroubleCodes)
        {
            return ContinueTroubleCodes(reply, uptime);
        }

        // Who waits for the answer should have it before the unit goes.
        if (uptime < _deadlineUptime && !(_unit.Uplink.IsOpen && _unit.Uplink.IsDrained && _unit.SamplesInOpenBatch == 0 && _unit.Journal.SentCount == 0))
        {
            return CommandStatus.Begun;
        }

        switch (_open)
        {
            case CommandCode.RotateKeys:
                if (!_unit.Keys.BeginNextStream())
                {
                    return CommandStatus.Failed;
                }

                _unit.RestartRequested = RestartReason.KeysRotated;
                break;
            case CommandCode.Wipe:
                _outputs.SwitchAllOff();
                Wipe(_ports.Volume);
                _unit.RestartRequested = RestartReason.Wiped;
                break;
            default:
                _unit.RestartRequested = RestartReason.Command;
                break;
        }

        return CommandStatus.Begun;
    }

    private CommandStatus ContinueTroubleCodes(CommandReply reply, long uptime)
    {
        ObdScan scan = _unit.Bus.Obd.Scan;
        if (scan.IsRunning && uptime < _deadlineUptime)
        {
            return CommandStatus.Begun;
        }

        if (scan.IsRunning)
        {
            scan.Abort();
            reply.SetText("the vehicle did not answer in time");
            return CommandStatus.Failed;
        }

        if (_open == CommandCode.ClearTroubleCodes)
        {
            reply.Data[0] = (byte)scan.EcusCleared;
            reply.Data[1] = (byte)scan.Refused;
            reply.Data[2] = (byte)scan.Unanswered;
            reply.DataLength = 3;
            return scan.EcusCleared > 0 ? CommandStatus.Done : CommandStatus.Failed;
        }

        WriteTroubleCodes(scan, reply);
        return CommandStatus.Done;
    }

    private static void WriteTroubleCodes(ObdScan scan, CommandReply reply)
    {
        byte[] data = reply.Data;
        data[0] = (byte)scan.Unanswered;
        data[1] = (byte)scan.Refused;
        int position = 2;
        for (int index = 0; index < scan.TroubleCodeCount && position + TroubleCodeBytes <= CommandReply.MaximumData; index++)
        {
            ObdTroubleCode code = scan.TroubleCodes[index];
            data[position] = (byte)code.EcuAddress;
            data[position + 1] = (byte)code.Service;
            data[position + 2] = (byte)(code.Code >> 8);
            data[position + 3] = (byte)code.Code;
            data[position + 4] = (byte)((code.FailureType >= 0 ? HasFailureType : 0) | (code.Status >= 0 ? HasStatus : 0));
            data[position + 5] = (byte)(code.FailureType >= 0 ? code.FailureType : 0);
            data[position + 6] = (byte)(code.Status >= 0 ? code.Status : 0);
            position += TroubleCodeBytes;
        }

        reply.DataLength = position;
    }
}
