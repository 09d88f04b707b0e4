using Telltale.Commands;
using Telltale.Ports;
using Telltale.Sealing;

namespace Telltale.Fleet;

/// <summary>
/// Sends the commands of the store, and sends them again until a final reply has come or they have expired. Has no clock and no thread, and remembers nothing that matters: two may run
/// on one store. Not for more than one thread at a time.
/// </summary>
/// <remarks>
/// A command is given its number in the newest stream that the owner has seen of the unit, committed before it is sent; every repetition has that number, so that the unit does it once. Where the
/// stream has ended, so has the command, unless it says that it follows.
/// </remarks>
public sealed class CommandSender
{
    // Well within the window of the unit's log, whatever order they arrive in.
    private const int MaximumUnderWay = 16;

    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_shortestLook = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_whileHeard = TimeSpan.FromSeconds(2);

    private readonly SampleStore _store;
    private readonly IRootKeys _keys;
    private readonly ICryptography _cryptography;
    private readonly Func<string, byte[], bool> _publish;
    private readonly Dictionary<string, DateTimeOffset> _heard = new(StringComparer.Ordinal);
    private readonly byte[] _content = new byte[UnitCommand.MaximumLength];
    private readonly UnitCommand _command = new();
    private DateTimeOffset _nextLook = DateTimeOffset.MinValue;
    private DateTimeOffset _lastLook = DateTimeOffset.MinValue;

    /// <summary>Makes a sender.</summary>
    /// <param name="store">Where the commands are.</param>
    /// <param name="keys">The units' root keys.</param>
    /// <param name="cryptography">The platform's primitives.</param>
    /// <param name="publish">Publishes a payload on a topic at QoS 1, not retained; false when it cannot now.</param>
    public CommandSender(SampleStore store, IRootKeys keys, ICryptography cryptography, Func<string, byte[], bool> publish)
    {
        _store = store;
        _keys = keys;
        _cryptography = cryptography;
        _publish = publish;
    }

    /// <summary>The wait before a command is sent again; it doubles up to <see cref="LongestRepeat"/>. A unit that is heard meanwhile gets it sooner.</summary>
    public TimeSpan Repeat { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest wait.</summary>
    public TimeSpan LongestRepeat { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Commands published, repetitions included.</summary>
    public long CommandsSent { get; private set; }

    /// <summary>Takes what became of a message: its unit is there.</summary>
    public void Note(FrameResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.IsReceiptDue)
        {
            _heard[result.UnitId] = DateTimeOffset.MaxValue;
            _nextLook = DateTimeOffset.MinValue;
        }
    }

    /// <summary>Sends the commands that are due.</summary>
    /// <returns>When to call again.</returns>
    public DateTimeOffset Step(DateTimeOffset now)
    {
        if (now < _nextLook || now - _lastLook < s_shortestLook)
        {
            return now < _nextLook ? _nextLook : _lastLook + s_shortestLook;
        }

        _lastLook = now;
        _nextLook = now + s_look;
        foreach (string unitId in _heard.Where(heard => heard.Value == DateTimeOffset.MaxValue).Select(heard => heard.Key).ToArray())
        {
            _heard[unitId] = now;
        }

        foreach ((string unitId, byte[] streamId, int sequence, CommandRow command) in _store.Write(writer => TakeDue(writer, now)))
        {
            // The numbers are committed: they never repeat under a key, whatever happens from here on.
            if (_keys.FindRoot(unitId) is { } root)
            {
                byte[] frame = Downlink.Seal(_cryptography, new OwnerKeys(_cryptography, root, unitId), FrameKind.Command, streamId, sequence, _content, Encode(command));
                CommandsSent += _publish(Topics.Downlink(unitId), frame) ? 1 : 0;
            }
        }

        return _nextLook;
    }

    private List<(string UnitId, byte[] StreamId, int Sequence, CommandRow Command)> TakeDue(StoreWriter writer, DateTimeOffset now)
    {
        var due = new List<(string, byte[], int, CommandRow)>();
        foreach (IGrouping<long, CommandRow> unit in writer.Commands.Open(now.ToUnixTimeMilliseconds()).GroupBy(command => command.Unit))
        {
            string unitId = writer.UnitIdOf(unit.Key);
            if (Downlink.NewestStream(writer.Streams.OfUnit(unit.Key), unit.Key, writer.Statuses.CurrentStream(unit.Key)) is not { } stream)
            {
                // Nothing has come of it yet: there is no key.
                continue;
            }

            int underWay = 0;
            foreach (CommandRow open in unit)
            {
                if (open.Stream is { } other && other != stream.Id && !open.Follows)
                {
                    writer.Commands.End(open);
                    continue;
                }

                if (++underWay > MaximumUnderWay)
                {
                    break;
                }

                if (IsDue(open, unitId, now) || open.Stream != stream.Id)
                {
                    CommandRow command = open.Stream == stream.Id ? open : writer.Commands.Give(open, stream);
                    writer.Commands.SetSent(command, now.ToUnixTimeMilliseconds());
                    due.Add((unitId, stream.StreamIdBytes, Downlink.NextSequence(writer, stream, now), command));
                }
            }
        }

        return due;
    }

    private bool IsDue(CommandRow command, string unitId, DateTimeOffset now)
    {
        if (command.LastSentMilliseconds is not { } last)
        {
            return true;
        }

        DateTimeOffset sent = DateTimeOffset.FromUnixTimeMilliseconds(last);
        TimeSpan wait = TimeSpan.FromTicks((long)Math.Min(Repeat.Ticks * Math.Pow(2, Math.Min(command.Sent - 1, 30)), LongestRepeat.Ticks));
        bool isHeard = _heard.TryGetValue(unitId, out DateTimeOffset heard) && heard > sent + s_whileHeard;
        return now - sent >= wait || isHeard;
    }

    private int Encode(CommandRow command)
    {
        _command.Number = checked((int)command.Number!.Value);
        _command.Code = (CommandCode)command.Code;
        _command.MadeUtcMilliseconds = command.MadeMilliseconds;
        _command.ExpiresUtcMilliseconds = command.ExpiresMilliseconds;
        _command.Arguments = command.Arguments;
        _command.ArgumentsOffset = 0;
        _command.ArgumentsCount = command.Arguments.Length;
        return _command.Encode(_content);
    }
}
