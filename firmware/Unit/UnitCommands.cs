using Telltale.Commands;
using Telltale.Sampling;
using Telltale.Sealing;

namespace Telltale.Unit;

/// <summary>Does what commands say, with the parts of the unit. Commands/FORMAT.md section 3 has the arguments and what is answered.</summary>
internal sealed partial class UnitCommands : ICommandExecutor, ICommandReplies
{
    private const int LengthBytes = 2;

    private readonly TelematicsUnit _unit;
    private readonly Telltale.Commands.ITrustAnchors _anchors;
    private readonly ICommandConfiguration _configuration;
    private readonly UnitPorts _ports;
    private readonly UnitSettings _settings;
    private readonly FrameWriter _writer;
    private readonly OutputSwitch _outputs;

    // The asynchronous command that is under way; 0 for none.
    private CommandCode _open;
    private long _deadlineUptime;

    internal UnitCommands(TelematicsUnit unit, UnitPorts ports, UnitSettings settings, FrameWriter writer)
    {
        _unit = unit;
        _ports = ports;
        _configuration = ports.CommandConfiguration != null || ports.Configuration == null ? ports.CommandConfiguration : new CommandedConfiguration(ports.Configuration);
        _anchors = ports.Anchors == null ? null : new CommandedAnchors(ports.Anchors);
        _settings = settings;
        _writer = writer;
        _outputs = new OutputSwitch(ports.Outputs, settings.Commands.Outputs);
    }

    /// <summary>The outputs of the settings.</summary>
    internal OutputSwitch Outputs => _outputs;

    /// <summary>When <see cref="Step"/> has something to do.</summary>
    internal long NextDueUptimeMilliseconds => _open != 0 ? long.MinValue : _outputs.NextDueUptimeMilliseconds;

    /// <summary>The vehicle stands, as far as something tells so; while nothing does it may move.</summary>
    private bool IsStanding
    {
        get
        {
            VehicleContext context = _unit.Sampler.Context;
            return !context.IsMoving && context.Activity != UnitActivity.Driving && context.Activity != UnitActivity.Towed;
        }
    }

    /// <summary>Switches outputs off whose time is over.</summary>
    /// <summary>A command that takes longer than a step is being carried out.</summary>
    internal bool IsBusy => _open != 0;

    internal void Step(long uptimeMilliseconds) => _outputs.Step(uptimeMilliseconds);

    /// <inheritdoc/>
    public bool TryWriteReply(byte[] payload, int count) =>
        _writer.TryWrite(FrameKind.Reply, FramePriority.Alert, 0, payload, count, false);

    /// <inheritdoc/>
    public CommandStatus Check(UnitCommand command, CommandReply reply)
    {
        int count = command.ArgumentsCount;
        switch (command.Code)
        {
            case CommandCode.ReadConfiguration:
                return count != 0 && count != LengthBytes ? Bad(reply, "arguments: none, or the first byte wanted in 2 bytes") : Fitted(_configuration != null);
            case CommandCode.SetConfiguration:
                return Allowed(_settings.Commands.MayConfigure, _configuration != null);
            case CommandCode.ReportNow:
                return count == 0 ? CommandStatus.Done : Bad(reply, "arguments: none");
            case CommandCode.WatchLive:
                return count == 2 && Number16(command, 0) <= _settings.Commands.LongestLiveSeconds ? CommandStatus.Done : Bad(reply, "arguments: seconds in 2 bytes, up to the limit of the settings");
            case CommandCode.PrivateMode:
                return count == 1 && Argument(command, 0) <= 1 ? CommandStatus.Done : Bad(reply, "arguments: 0 or 1");
            case CommandCode.ReplaceTrustAnchor:
                return count < 2 ? Bad(reply, "arguments: slot and certificate") : Allowed(_settings.Commands.MayReplaceTrustAnchors, _anchors != null);
            case CommandCode.DriveOutput:
                return CheckOutput(command, reply);
            case CommandCode.ReadTroubleCodes:
            case CommandCode.ClearTroubleCodes:
                return count != 0 ? Bad(reply, "arguments: none") : CheckTroubleCodes(command.Code, reply);
            case CommandCode.Reboot:
            case CommandCode.RotateKeys:
                return count != 0 ? Bad(reply, "arguments: none") : NotBusy();
            case CommandCode.Wipe:
                return CheckWipe(command, reply);
            default:
                return CommandStatus.Unknown;
        }
    }

    /// <inheritdoc/>
    public CommandStatus Execute(UnitCommand command, CommandReply reply, long uptimeMilliseconds)
    {
        switch (command.Code)
        {
            case CommandCode.ReadConfiguration:
                return ReadConfiguration(command, reply);
            case CommandCode.SetConfiguration:
                return Answer(reply, _configuration.Propose(command.Arguments, command.ArgumentsOffset, command.ArgumentsCount));
            case CommandCode.ReportNow:
                _unit.ReportNow();
                return CommandStatus.Done;
            case CommandCode.WatchLive:
                _unit.WatchLive(uptimeMilliseconds + (Number16(command, 0) * 1000L));
                return CommandStatus.Done;
            case CommandCode.PrivateMode:
                _unit.IsPrivate = Argument(command, 0) == 1;
                return CommandStatus.Done;
            case CommandCode.ReplaceTrustAnchor:
                return Answer(reply, _anchors.Stage(Argument(command, 0), command.Arguments, command.ArgumentsOffset + 1, command.ArgumentsCount - 1));
            case CommandCode.DriveOutput:
                return _outputs.TrySwitch(command, uptimeMilliseconds) ? CommandStatus.Done : CommandStatus.Failed;
            default:
                return Begin(command.Code, uptimeMilliseconds);
        }
    }

    /// <inheritdoc/>
    public CommandStatus Continue(CommandReply reply, long uptimeMilliseconds)
    {
        CommandStatus status = ContinueOpen(reply, uptimeMilliseconds);
        if (status != CommandStatus.Begun)
        {
            _open = 0;
        }

        return status;
    }

    /// <inheritdoc/>
    public CommandStatus Resolve(CommandCode code, bool isOtherStream)
    {
        // The restart is what a reboot asks for, and the other stream what a rotation does.
        bool isDone = code == CommandCode.Reboot || (code == CommandCode.RotateKeys && isOtherStream);
        return isDone ? CommandStatus.Done : CommandStatus.Interrupted;
    }

    private static CommandStatus Bad(CommandReply reply, string text)
    {
        reply.SetText(text);
        return CommandStatus.BadArguments;
    }

    private static CommandStatus Fitted(bool isFitted) => isFitted ? CommandStatus.Done : CommandStatus.NotFitted;

    private static CommandStatus Allowed(bool isAllowed, bool isFitted) => isAllowed ? Fitted(isFitted) : CommandStatus.NotAllowed;

    private static CommandStatus Answer(CommandReply reply, string fault)
    {
        reply.SetText(fault);
        return fault == null ? CommandStatus.Done : CommandStatus.BadArguments;
    }

    private static int Argument(UnitCommand command, int index) => command.Arguments[command.ArgumentsOffset + index];

    private static int Number16(UnitCommand command, int index) => (Argument(command, index) << 8) | Argument(command, index + 1);

    private CommandStatus NotBusy() => _open == 0 ? CommandStatus.Done : CommandStatus.Busy;

    private CommandStatus ReadConfiguration(UnitCommand command, CommandReply reply)
    {
        int length = _configuration.ReportedLength;
        int position = command.ArgumentsCount == 0 ? 0 : Number16(command, 0);
        if (position > length)
        {
            return Bad(reply, "first byte: beyond the end");
        }

        int room = CommandReply.MaximumData - LengthBytes;
        int count = length - position < room ? length - position : room;
        reply.Data[0] = (byte)(length >> 8);
        reply.Data[1] = (byte)length;
        reply.DataLength = LengthBytes + _configuration.CopyReported(position, reply.Data, LengthBytes, count);
        return CommandStatus.Done;
    }

    private CommandStatus CheckOutput(UnitCommand command, CommandReply reply)
    {
        OutputSettings output = _outputs.Find(command);
        if (!OutputSwitch.IsInForm(command))
        {
            return Bad(reply, "arguments: 0 or 1, milliseconds in 4 bytes, name");
        }

        if (output == null)
        {
            reply.SetText("no output of this name");
            return CommandStatus.NotAllowed;
        }

        if (!OutputSwitch.IsWithinLimit(command, output))
        {
            return Bad(reply, "milliseconds: above the pulse of the settings");
        }

        if (OutputSwitch.IsSwitchedOn(command) && !output.MayDriveWhileMoving && !IsStanding)
        {
            reply.SetText("the vehicle moves, or nothing tells that it does not");
            return CommandStatus.NotNow;
        }

        if (!_outputs.IsFitted(command))
        {
            reply.SetText("the board does not give this pin as an output");
            return CommandStatus.NotFitted;
        }

        return CommandStatus.Done;
    }

    private CommandStatus CheckWipe(UnitCommand command, CommandReply reply)
    {
        if (command.ArgumentsCount != UnitEnrolment.UnitIdLength)
        {
            return Bad(reply, "arguments: the unit's id");
        }

        for (int index = 0; index < UnitEnrolment.UnitIdLength; index++)
        {
            if (Argument(command, index) != _unit.Keys.UnitIdBytes[index])
            {
                return Bad(reply, "arguments: another unit's id");
            }
        }

        return _settings.Commands.MayWipe ? NotBusy() : CommandStatus.NotAllowed;
    }
}
