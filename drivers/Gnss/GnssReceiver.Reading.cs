namespace Telltale.Gnss;

/// <content>When the port is read. A receiver that runs sends an epoch, takes as long for each as its bytes take, and is silent until the next one.</content>
public sealed partial class GnssReceiver
{
    private const int BytesAtOnce = 1024;
    private const int BytesInStep = 8192;

    // How often the port is read: while the receiver is brought up, while an epoch arrives or is due, and while the receiver is silent. An epoch is looked for this much before it is due.
    private const int PollMilliseconds = 20;
    private const int BurstMilliseconds = 100;
    private const int SilentMilliseconds = 100;
    private const int EarlyMilliseconds = 20;

    // Where it is known how long an epoch takes, the next one is looked for when its first bytes have come: their number says when it began.
    private const int LateMilliseconds = 8;
    private const int MostLeftInPort = 64;

    // Ten bits a byte, in milliseconds times bits a second.
    private const int BitsOfByteMilliseconds = 10000;

    // For so many epochs nothing is foreseen where bytes came just before an epoch.
    private const int BurstsUnforeseen = 60;

    // When the epoch began to arrive, when more of it was found last, and how often; the bytes before it; how long it should take, 0 while that is not known.
    private long _burstUptime;
    private long _bytesUptime;
    private int _burstReads;
    private int _burstBytes;
    private int _burstMilliseconds;
    private int _burstPauseMilliseconds;
    private int _burstsUnforeseen;

    /// <inheritdoc/>
    /// <remarks>A receiver that runs sends its epochs an interval apart, so that most of the time nothing has to be read.</remarks>
    public long NextDueUptimeMilliseconds
    {
        get
        {
            long now = _stepUptime;
            int interval = _settings.IntervalMilliseconds;
            if (State != GnssReceiverState.Running)
            {
                return State == GnssReceiverState.Stopped ? long.MaxValue : now + PollMilliseconds;
            }

            long expected = _burstUptime + interval + (_burstMilliseconds > 0 ? LateMilliseconds : -EarlyMilliseconds);
            if (!Decoder.IsSilent)
            {
                if (interval < 10 * PollMilliseconds)
                {
                    return now + PollMilliseconds;
                }

                // An epoch takes as long as those before it, and what has come whole needs no more looking.
                long next = now + BurstMilliseconds;
                if (_burstMilliseconds > 0)
                {
                    long end = _burstUptime + _burstMilliseconds;
                    next = end > now ? end : Decoder.IsBetweenEpochs && expected > now ? expected : next;
                }

                return expected > now && expected < next ? expected : next;
            }

            return expected > now ? expected : now - _burstUptime > interval << 1 ? now + SilentMilliseconds : now + PollMilliseconds;
        }
    }

    private void Read(long uptime)
    {
        if (uptime >= _burstUptime + _settings.IntervalMilliseconds - EarlyMilliseconds && _burstMilliseconds > 0 && Decoder.IsBetweenEpochs && IsLeftInPort(uptime))
        {
            return;
        }

        int taken = 0;
        bool isMore = true;
        while (isMore && taken < BytesInStep)
        {
            int count = _port.Read(_bytes, 0, BytesAtOnce);
            if (count <= 0)
            {
                break;
            }

            isMore = count == BytesAtOnce;

            if (taken == 0)
            {
                BeginRead(count, uptime);
            }

            Decoder.Decode(_bytes, count, uptime);
            taken += count;
            if (_isWaitingForPvt)
            {
                LookForPvt(count);
            }
        }

        _hasPaused = taken == 0;
    }

    // The first bytes of an epoch that is expected are left where they are until all of it has come.
    private bool IsLeftInPort(long uptime)
    {
        int waiting = _port.BytesToRead;
        if (waiting == 0)
        {
            _hasPaused = true;
            return true;
        }

        if (waiting > MostLeftInPort)
        {
            return false;
        }

        BeginRead(waiting, uptime);
        if (_burstReads != 0)
        {
            // No silence after all.
            _burstReads--;
            return false;
        }

        Decoder.BeginBurst(uptime);
        _hasPaused = false;
        return true;
    }

    // Before the first bytes of a step are decoded.
    private void BeginRead(int count, long uptime)
    {
        GnssDecoder decoder = Decoder;
        long began = uptime;
        long due = _burstUptime + _settings.IntervalMilliseconds;
        if (uptime >= due - EarlyMilliseconds && _burstMilliseconds > 0 && decoder.IsBetweenEpochs)
        {
            // Nothing was left over when it was looked last. Where these bytes cannot be older than the epoch that is due, there was silence before them.
            began = uptime - (count * BitsOfByteMilliseconds / BaudRate);
            if (began >= due - EarlyMilliseconds)
            {
                decoder.Step(uptime);
            }
        }

        if (decoder.IsSilent)
        {
            LearnBurst();
            _burstUptime = began;
            _burstReads = -1;
            _hasPaused = true;
        }

        if (_hasPaused && _epochs != null && decoder.IsBetweenEpochs)
        {
            _epochs.BeginEpoch(uptime);
        }

        _bytesUptime = uptime;
        _burstReads++;
    }

    // How long an epoch takes to arrive: what its bytes take at this baud rate, and what a receiver pauses between them besides.
    private void LearnBurst()
    {
        int bytes = Decoder.Counters.Bytes - _burstBytes;
        int length = (int)(_bytesUptime - _burstUptime);
        _burstBytes = Decoder.Counters.Bytes;
        if (length > _settings.IntervalMilliseconds - (3 * EarlyMilliseconds))
        {
            _burstsUnforeseen = BurstsUnforeseen;
        }

        if (_burstsUnforeseen > 0)
        {
            _burstsUnforeseen--;
            _burstMilliseconds = 0;
            return;
        }

        if (BaudRate == 0)
        {
            return;
        }

        int sending = (bytes * BitsOfByteMilliseconds / BaudRate) + PollMilliseconds;
        if (_burstMilliseconds > 0 && _burstReads > 1 && length - sending > _burstPauseMilliseconds)
        {
            _burstPauseMilliseconds = length - sending;
        }

        _burstMilliseconds = sending + _burstPauseMilliseconds;
    }
}
