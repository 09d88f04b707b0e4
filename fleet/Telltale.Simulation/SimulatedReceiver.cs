using Telltale.Fleet;
using Telltale.Ports;
using Telltale.Virtual;

namespace Telltale.Simulation;

/// <summary>
/// The owner's receiver on the simulation's clock: <see cref="FrameReceiver"/> and <see cref="ReceiptSender"/> over one store, in groups as <see cref="BrokerReceiver"/> takes them. Looks every 100 ms
/// where something waits, at times that do not depend on how many units there are.
/// </summary>
internal sealed class SimulatedReceiver
{
    private const int GroupMilliseconds = 100;
    private const int LargestGroup = 100_000;

    private readonly SimulationClock _clock;
    private readonly SimulatedBroker _broker;
    private readonly ShardSchedule _schedule;
    private readonly OwnerKeyRing _keys;
    private readonly ICryptography _cryptography;
    private readonly List<BrokerMessage> _group = [];
    private FrameReceiver _receiver = null!;
    private ReceiptSender _receipts = null!;
    private long _receiptDue = long.MaxValue;
    private long _upFrom;
    private int _down;
    private int _killed;

    internal SimulatedReceiver(SimulationClock clock, SimulatedBroker broker, ShardSchedule schedule, OwnerKeyRing keys, ICryptography cryptography, SampleStore store)
    {
        _clock = clock;
        _broker = broker;
        _schedule = schedule;
        _keys = keys;
        _cryptography = cryptography;
        Store = store;
        Restart();
    }

    internal SampleStore Store { get; }

    internal SortedDictionary<FrameOutcome, long> Outcomes { get; } = [];

    /// <summary>Times without a receiver, also those after it was killed.</summary>
    internal List<Span> Down { get; } = [];

    internal long ReceiptsSent { get; private set; }

    /// <summary>When something is to be done next, in milliseconds.</summary>
    internal long NextTime()
    {
        long change = Math.Min(NextDownChange(), NextKill());
        long next = Math.Min(_broker.NextDue, IsHanging(_clock.NowMilliseconds) ? long.MaxValue : _receiptDue);
        if (next == long.MaxValue)
        {
            return change;
        }

        next = Math.Max(next, Math.Max(_upFrom, _clock.NowMilliseconds));
        next = (next + GroupMilliseconds - 1) / GroupMilliseconds * GroupMilliseconds;
        return Math.Min(next, change);
    }

    /// <summary>Does what is due.</summary>
    internal void Process()
    {
        long now = _clock.NowMilliseconds;
        while (NextDownChange() <= now)
        {
            // Down from here: what it had not receipted is not remembered.
            (Span span, bool forgetsSession) = _schedule.ReceiverDown[_down++];
            if (forgetsSession)
            {
                _broker.Forget();
            }

            Fall(span.Until);
        }

        while (NextKill() <= now)
        {
            _killed++;
            Fall(now + (2 * SimulationTimes.Minute));
        }

        if (now < _upFrom || now % GroupMilliseconds != 0)
        {
            return;
        }

        _group.Clear();
        _broker.TakeDue(_group, LargestGroup);
        if (_group.Count > 0)
        {
            Take(now);
        }

        if (!IsHanging(now) && (now >= _receiptDue || _group.Count > 0))
        {
            long sent = _receipts.ReceiptsSent;
            DateTimeOffset? next = _receipts.Step(SimulationTimes.Start.AddMilliseconds(now));
            ReceiptsSent += _receipts.ReceiptsSent - sent;
            _receiptDue = next is { } due ? (long)(due - SimulationTimes.Start).TotalMilliseconds : long.MaxValue;
        }
    }

    private void Take(long now)
    {
        DateTimeOffset received = SimulationTimes.Start.AddMilliseconds(now);
        IReadOnlyList<FrameResult> results = _receiver.Receive([.. _group.Select(message => new UplinkMessage(message.Topic, message.Payload, received))]);
        for (int index = 0; index < results.Count; index++)
        {
            FrameResult result = results[index];
            Outcomes[result.Outcome] = Outcomes.GetValueOrDefault(result.Outcome) + 1;
            if (result.Outcome is FrameOutcome.Stored or FrameOutcome.Conflict)
            {
                _group[index].Sender.Volume.Arrived(WatchedVolume.StreamOf(result.StreamId!), result.Sequence, _group[index].Payload);
            }
            else if (result.Outcome == FrameOutcome.Duplicate)
            {
                _group[index].Sender.Happened.Duplicates.Add(now);
            }
        }

        foreach (FrameResult result in results)
        {
            _receipts.Note(result);
        }
    }

    private long NextKill() => _killed < _schedule.ReceiverKilled.Count ? _schedule.ReceiverKilled[_killed].Until : long.MaxValue;

    // Between commit and receipt, until it is killed.
    private bool IsHanging(long now) => _killed < _schedule.ReceiverKilled.Count && _schedule.ReceiverKilled[_killed].Contains(now);

    private long NextDownChange() => _down < _schedule.ReceiverDown.Count ? _schedule.ReceiverDown[_down].Span.From : long.MaxValue;

    private void Fall(long until)
    {
        Down.Add(new Span(_clock.NowMilliseconds, until));
        _upFrom = Math.Max(_upFrom, until);
        _receiptDue = long.MaxValue;
        Restart();
    }

    private void Restart()
    {
        _receiver = new FrameReceiver(Store, _keys, _cryptography);
        _receipts = new ReceiptSender(Store, _keys, _cryptography, _broker.PublishReceipt);
        _receiver.RetryWaiting();
    }
}
