using Telltale.Fleet;
using Telltale.Virtual;

namespace Telltale.Simulation;

/// <summary>
/// A broker, and whoever has it in his hands: it has acknowledged every message before the receiver sees it, and delays, mixes up, repeats, alters and forges as the schedules say. What it draws for
/// one unit comes from that unit's own generator.
/// </summary>
internal sealed class SimulatedBroker(SimulationClock clock, IReadOnlyList<SimulatedUnit> units, ulong seed)
{
    private const int PassOnMilliseconds = 30;
    private const int RememberedMessages = 40;

    private readonly PriorityQueue<BrokerMessage, (long Due, long Order)> _messages = new();
    private readonly Dictionary<SimulatedUnit, SimulationRandom> _random = units.ToDictionary(unit => unit, unit => Generators.ForUnit(seed, unit.Index, Generators.BrokerRandom));
    private readonly Dictionary<SimulatedUnit, List<byte[]>> _oldFrames = units.ToDictionary(unit => unit, _ => new List<byte[]>());
    private readonly Dictionary<SimulatedUnit, List<byte[]>> _oldReceipts = units.ToDictionary(unit => unit, _ => new List<byte[]>());
    private long _order;

    /// <summary>When the next message is there for the receiver.</summary>
    internal long NextDue => _messages.TryPeek(out _, out (long Due, long Order) first) ? first.Due : long.MaxValue;

    internal long MessagesForgotten { get; private set; }

    internal long FramesForged { get; private set; }

    internal long ReceiptsForged { get; private set; }

    /// <summary>A frame has reached the broker, and is acknowledged.</summary>
    internal void Publish(SimulatedUnit unit, byte[] frame)
    {
        unit.Scripted.Frames.Clear();
        long now = clock.NowMilliseconds;
        SimulationRandom random = _random[unit];
        string topic = Topics.Uplink(unit.Identity.UnitId);
        long delay = PassOnMilliseconds;
        if (unit.Schedule.Disorder.Exists(span => span.Contains(now)))
        {
            delay += (long)random.NextLogarithmic(20, 10 * SimulationTimes.Minute);
            if (random.Chance(0.15))
            {
                Enqueue(unit, topic, frame, now + (long)random.NextLogarithmic(SimulationTimes.Second, SimulationTimes.Hour));
            }
        }

        if (unit.Schedule.Attacks.Exists(span => span.Contains(now)))
        {
            Attack(unit, topic, frame, now, random);
        }

        Enqueue(unit, topic, frame, now + delay);
    }

    /// <summary>A receipt for a unit; it is lost where there is no connection.</summary>
    internal bool PublishReceipt(string topic, byte[] receipt)
    {
        SimulatedUnit? unit = units.FirstOrDefault(unit => topic == Topics.Downlink(unit.Identity.UnitId));
        long now = clock.NowMilliseconds;
        if (unit is null || unit.Schedule.ReceiptsLost.Exists(span => span.Contains(now)))
        {
            return true;
        }

        if (unit.Schedule.Attacks.Exists(span => span.Contains(now)))
        {
            SimulationRandom random = _random[unit];
            unit.Link.Forge(Altered(receipt, random, true));
            ReceiptsForged++;
            List<byte[]> old = _oldReceipts[unit];
            if (old.Count > 0 && random.Chance(0.3))
            {
                unit.Deliver(old[random.NextInt(0, old.Count - 1)]);
            }

            Remember(old, receipt, random);
        }

        unit.Deliver(receipt);
        return true;
    }

    /// <summary>Takes what is there for the receiver until now.</summary>
    internal void TakeDue(List<BrokerMessage> group, int most)
    {
        while (group.Count < most && NextDue <= clock.NowMilliseconds)
        {
            group.Add(_messages.Dequeue());
        }
    }

    internal void Forget()
    {
        MessagesForgotten += _messages.Count;
        _messages.Clear();
    }

    /// <summary>Every connection ends.</summary>
    internal void Restart(bool keepsMessages)
    {
        foreach (SimulatedUnit unit in units)
        {
            unit.Scripted.Drop();
        }

        if (!keepsMessages)
        {
            Forget();
        }
    }

    private void Attack(SimulatedUnit unit, string topic, byte[] frame, long now, SimulationRandom random)
    {
        // The altered one comes first: who believed it would have no use for the real one.
        if (random.Chance(0.5))
        {
            Enqueue(unit, topic, Altered(frame, random, false), now);
            FramesForged++;
        }

        List<byte[]> old = _oldFrames[unit];
        if (old.Count > 0 && random.Chance(0.3))
        {
            Enqueue(unit, topic, old[random.NextInt(0, old.Count - 1)], now);
        }

        Remember(old, frame, random);
    }

    private static void Remember(List<byte[]> old, byte[] message, SimulationRandom random)
    {
        if (old.Count < RememberedMessages)
        {
            old.Add(message);
        }
        else
        {
            old[random.NextInt(0, old.Count - 1)] = message;
        }
    }

    private static byte[] Altered(byte[] message, SimulationRandom random, bool keepsHeader)
    {
        const int TagLength = 16;
        const int HeaderLength = 16;
        byte[] altered = [.. message];
        switch (random.NextInt(0, keepsHeader ? 2 : 4))
        {
            case 0:
                altered[^random.NextInt(1, TagLength)] ^= (byte)(1 << random.NextInt(0, 7));
                break;
            case 1:
                altered[^(TagLength + random.NextInt(1, TagLength))] ^= (byte)(1 << random.NextInt(0, 7));
                break;
            case 2:
                // Another tag altogether, and nothing else.
                random.NextBytes(TagLength).CopyTo(altered, altered.Length - TagLength);
                break;
            case 3:
                altered[random.NextInt(2, HeaderLength)] ^= (byte)(1 << random.NextInt(0, 7));
                break;
            default:
                Array.Resize(ref altered, random.NextInt(1, altered.Length - 1));
                break;
        }

        return altered;
    }

    private void Enqueue(SimulatedUnit unit, string topic, byte[] payload, long due) => _messages.Enqueue(new BrokerMessage(unit, topic, payload), (due, _order++));
}
