using System;
using Telltale.Journal;
using Telltale.Sampling;
using Telltale.Sealing;
using Telltale.Uplink;

namespace Telltale.Commands;

/// <summary>
/// Takes the commands that the uplink has opened, has each done once at most, and answers. A command's number is durable before anything is done; who sends a command again gets the
/// answer that it was done already. FORMAT.md section 3 has the order of the checks.
/// </summary>
public sealed class CommandReceiver : ICommandListener
{
    /// <summary>What became of commands since start-up.</summary>
    public readonly CommandCounters Counters = new CommandCounters();

    private const int MillisecondsPerMinute = 60000;
    private const int RetryMilliseconds = 5000;

    private readonly CommandLog _log;
    private readonly ICommandExecutor _executor;
    private readonly ICommandReplies _replies;
    private readonly UnitKeys _keys;
    private readonly UnitClock _clock;
    private readonly CommandSettings _settings;
    private readonly Crc32 _checksum = new Crc32();
    private readonly UnitCommand _command = new UnitCommand();
    private readonly CommandReply _reply = new CommandReply();
    private readonly byte[] _payload = new byte[CommandReply.MaximumLength];

    // The reply that waits to be journalled; 0 for none.
    private int _payloadLength;
    private long _retryUptime = long.MinValue;
    private long _saveUptime = long.MinValue;

    // The asynchronous command that is under way; 0 for none.
    private int _openNumber;
    private CommandCode _openCode;

    private bool _isResolved;
    private long _minuteUptime = long.MinValue / 2;
    private int _repliesInMinute;

    /// <summary>Makes a receiver.</summary>
    /// <param name="log">Loaded.</param>
    /// <param name="executor">Does what commands say.</param>
    /// <param name="replies">Where answers go.</param>
    /// <param name="keys">Loaded: says which stream is the current one.</param>
    /// <param name="clock">Says what time it is, once it knows.</param>
    /// <param name="settings">Not changed afterwards.</param>
    public CommandReceiver(CommandLog log, ICommandExecutor executor, ICommandReplies replies, UnitKeys keys, UnitClock clock, CommandSettings settings)
    {
        _log = log;
        _executor = executor;
        _replies = replies;
        _keys = keys;
        _clock = clock;
        _settings = settings;
    }

    /// <summary>Copies of the log of commands that were found damaged at start-up.</summary>
    public int LogCopiesDamaged => _log.DamagedCopies;

    /// <inheritdoc/>
    public void OnCommand(byte[] payload, int count, long uptimeMilliseconds)
    {
        Counters.Received++;
        if (!_command.TryDecode(payload, count))
        {
            Counters.Malformed++;
            return;
        }

        if (_payloadLength > 0 || !_isResolved)
        {
            // What can be told only once must not be overwritten; the owner sends again.
            Counters.Busy++;
            return;
        }

        _reply.DataLength = 0;
        _reply.Detail = CommandStatus.Done;
        int digest = _checksum.Compute(payload, 0, count);
        switch (_log.Judge(_command.Number, digest))
        {
            case CommandVerdict.New:
                TakeNew(digest, uptimeMilliseconds);
                break;
            case CommandVerdict.Open:
                Counters.Repeated++;
                AnswerAgain(CommandStatus.Begun, uptimeMilliseconds);
                break;
            case CommandVerdict.Finished:
                Counters.Repeated++;
                _reply.Detail = _log.StatusOf(_command.Number);
                AnswerAgain(CommandStatus.AlreadyDone, uptimeMilliseconds);
                break;
            case CommandVerdict.Other:
                Counters.NumbersUsed++;
                AnswerAgain(CommandStatus.NumberUsed, uptimeMilliseconds);
                break;
            default:
                Counters.TooOld++;
                AnswerAgain(CommandStatus.TooOld, uptimeMilliseconds);
                break;
        }
    }

    /// <summary>Tells what became of commands that a restart interrupted, goes on with the asynchronous one, and journals the reply that waits. Called once the keys are ready.</summary>
    public void Step(long uptimeMilliseconds)
    {
        if (_payloadLength > 0 && (uptimeMilliseconds < _retryUptime || !TryWrite(uptimeMilliseconds)))
        {
            return;
        }

        if (_log.IsUnsaved && uptimeMilliseconds >= _saveUptime && !_log.TrySave())
        {
            _saveUptime = uptimeMilliseconds + RetryMilliseconds;
        }

        if (!_isResolved)
        {
            _isResolved = !ResolveNext(uptimeMilliseconds);
            return;
        }

        if (_openNumber != 0)
        {
            _reply.DataLength = 0;
            CommandStatus status = _executor.Continue(_reply, uptimeMilliseconds);
            if (status != CommandStatus.Begun)
            {
                int number = _openNumber;
                _openNumber = 0;
                _log.Finish(number, status);
                _reply.Detail = CommandStatus.Done;
                Answer(status, _openCode, number, uptimeMilliseconds);
            }
        }
    }

    private void TakeNew(int digest, long uptime)
    {
        if (_log.IsLost)
        {
            Counters.NotStored++;
            AnswerAgain(CommandStatus.NotStored, uptime);
            return;
        }

        if (!_clock.IsSet)
        {
            Counters.ClockNotSet++;
            AnswerAgain(CommandStatus.ClockNotSet, uptime);
            return;
        }

        long utc = _clock.UtcAt(uptime);
        CommandStatus status;
        if (utc >= _command.ExpiresUtcMilliseconds)
        {
            status = CommandStatus.Expired;
        }
        else if (_command.MadeUtcMilliseconds - utc > _settings.ClockToleranceMilliseconds
            || _command.ExpiresUtcMilliseconds - _command.MadeUtcMilliseconds > UnitCommand.MaximumLifeMilliseconds)
        {
            status = CommandStatus.FromTheFuture;
        }
        else
        {
            status = _executor.Check(_command, _reply);
        }

        if (status == CommandStatus.Busy)
        {
            Counters.Busy++;
            AnswerAgain(status, uptime);
        }
        else if (status != CommandStatus.Done)
        {
            Refuse(digest, status, uptime);
        }
        else if (_log.TryAccept(_command.Number, digest, _command.Code))
        {
            Execute(uptime);
        }
        else
        {
            Counters.NotStored++;
            AnswerAgain(CommandStatus.NotStored, uptime);
        }
    }

    // Refused is refused: the number is used up, so that what its owner has been told stays true whatever comes again later.
    private void Refuse(int digest, CommandStatus status, long uptime)
    {
        if (!_log.TryRefuse(_command.Number, digest, _command.Code, status))
        {
            Counters.NotStored++;
            _reply.DataLength = 0;
            AnswerAgain(CommandStatus.NotStored, uptime);
            return;
        }

        switch (status)
        {
            case CommandStatus.Expired:
                Counters.Expired++;
                break;
            case CommandStatus.FromTheFuture:
                Counters.FromTheFuture++;
                break;
            default:
                Counters.Refused++;
                break;
        }

        Answer(status, _command.Code, _command.Number, uptime);
    }

    private void Execute(long uptime)
    {
        Counters.Executed++;
        CommandStatus status = _executor.Execute(_command, _reply, uptime);
        if (status == CommandStatus.Begun)
        {
            _openNumber = _command.Number;
            _openCode = _command.Code;
        }
        else
        {
            _log.Finish(_command.Number, status);
        }

        Answer(status, _command.Code, _command.Number, uptime);
    }

    // False when nothing is left.
    private bool ResolveNext(long uptime)
    {
        if (!_log.FindOpen())
        {
            return false;
        }

        _reply.DataLength = 0;
        _reply.Detail = CommandStatus.Done;
        _log.CopyOpenStreamId(_reply.StreamId);
        _reply.HighestNumber = _log.IsOpenOfOtherStream ? _log.HighestOfOtherStream : _log.Highest;
        _reply.Number = _log.OpenNumber;
        _reply.Code = _log.OpenCode;
        _reply.Status = _executor.Resolve(_log.OpenCode, _log.IsOpenOfOtherStream);
        Counters.Interrupted += _reply.Status == CommandStatus.Interrupted ? 1 : 0;
        _payloadLength = _reply.Encode(_payload);
        _log.FinishOpen(_reply.Status);
        TryWrite(uptime);
        return true;
    }

    // For what is answered without a number being used up, and would else be answered as often as somebody plays it back.
    private void AnswerAgain(CommandStatus status, long uptime)
    {
        if (uptime - _minuteUptime >= MillisecondsPerMinute)
        {
            _minuteUptime = uptime;
            _repliesInMinute = 0;
        }

        if (_repliesInMinute >= _settings.RepeatedRepliesAMinute)
        {
            Counters.RepliesWithheld++;
            return;
        }

        _repliesInMinute++;
        Answer(status, _command.Code, _command.Number, uptime);
    }

    private void Answer(CommandStatus status, CommandCode code, int number, long uptime)
    {
        _reply.Status = status;
        _reply.Code = code;
        _reply.Number = number;
        _reply.HighestNumber = _log.Highest;
        Array.Copy(_keys.StreamId, 0, _reply.StreamId, 0, CommandReply.StreamIdLength);
        _payloadLength = _reply.Encode(_payload);
        TryWrite(uptime);
    }

    private bool TryWrite(long uptime)
    {
        if (!_replies.TryWriteReply(_payload, _payloadLength))
        {
            Counters.ReplyFailures++;
            _retryUptime = uptime + RetryMilliseconds;
            return false;
        }

        Counters.Replies++;
        _payloadLength = 0;
        _retryUptime = long.MinValue;
        return true;
    }
}
