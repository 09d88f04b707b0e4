using Telltale.Commands;
using Telltale.DeviceTests.Uplink;
using Telltale.Sampling;
using Telltale.Sealing;

namespace Telltale.DeviceTests.Commands;

/// <summary>A receiver of commands with everything around it that a test wants to turn.</summary>
internal sealed class CommandBench : ICommandExecutor, ICommandReplies
{
    public const string UnitId = "abcdefgh";
    public const long Noon = 1780315200000L;

    public readonly FaultyVolume Volume = new FaultyVolume();
    public readonly CommandSettings Settings = new CommandSettings();
    public readonly UnitClock Clock = new UnitClock();

    /// <summary>Replies, and the newest of them.</summary>
    public int Replies;
    public CommandReply Last = new CommandReply();

    /// <summary>What the executor answers.</summary>
    public CommandStatus CheckStatus;
    public CommandStatus ExecuteStatus;
    public CommandStatus ContinueStatus = CommandStatus.Begun;
    public bool IsJournalFull;
    public int Executed;
    public int LastExecuted;

    public CommandLog Log;
    public CommandReceiver Receiver;
    public UnitKeys Keys;

    private readonly ToyCryptography _cryptography = new ToyCryptography();
    private readonly UnitCommand _command = new UnitCommand();
    private readonly byte[] _payload = new byte[UnitCommand.MaximumLength];

    public CommandBench()
    {
        byte[] identity = UnitEnrolment.CreateIdentity(_cryptography, new byte[32], UnitId);
        Volume.Create(UnitEnrolment.FileName, identity, 0, identity.Length);
        Clock.IsSet = true;
        Clock.OffsetMilliseconds = Noon;
        Restart();
    }

    /// <summary>Takes the power away and gives it back.</summary>
    public void Restart()
    {
        Keys = new UnitKeys(_cryptography, Volume);
        Keys.Load(1);
        Keys.BeginEpoch(1);
        Log = new CommandLog(Volume);
        Log.Load(Keys.StreamId);
        Receiver = new CommandReceiver(Log, this, this, Keys, Clock, Settings);
        for (int step = 0; step < 4; step++)
        {
            Receiver.Step(0);
        }
    }

    /// <summary>A command made at noon comes; its one argument is its number's last byte.</summary>
    /// <returns>The status that it was answered with; -1 for no answer.</returns>
    public int Send(int number, long uptime, int lifeMilliseconds)
    {
        return Send(number, CommandCode.ReportNow, Noon, Noon + lifeMilliseconds, number, uptime);
    }

    public int Send(int number)
    {
        return Send(number, 0, 60000);
    }

    public int Send(int number, CommandCode code, long made, long expires, int argument, long uptime)
    {
        int replies = Replies;
        _command.Number = number;
        _command.Code = code;
        _command.MadeUtcMilliseconds = made;
        _command.ExpiresUtcMilliseconds = expires;
        _command.Arguments = new byte[] { (byte)argument };
        _command.ArgumentsOffset = 0;
        _command.ArgumentsCount = 1;
        Receiver.OnCommand(_payload, _command.Encode(_payload), uptime);
        return Replies == replies ? -1 : (int)Last.Status;
    }

    public CommandStatus Check(UnitCommand command, CommandReply reply) => CheckStatus;

    public CommandStatus Execute(UnitCommand command, CommandReply reply, long uptimeMilliseconds)
    {
        Executed++;
        LastExecuted = command.Number;
        return ExecuteStatus;
    }

    public CommandStatus Continue(CommandReply reply, long uptimeMilliseconds)
    {
        if (ContinueStatus != CommandStatus.Begun)
        {
            reply.SetText("at last");
        }

        return ContinueStatus;
    }

    public CommandStatus Resolve(CommandCode code, bool isOtherStream)
    {
        return code == CommandCode.RotateKeys && isOtherStream ? CommandStatus.Done : CommandStatus.Interrupted;
    }

    public bool TryWriteReply(byte[] payload, int count)
    {
        if (IsJournalFull)
        {
            return false;
        }

        Replies++;
        return Last.TryDecode(payload, count);
    }
}
