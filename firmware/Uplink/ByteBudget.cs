using Telltale.Ports;

namespace Telltale.Uplink;

/// <summary>
/// Bytes a day by the network's class, kept over restarts and power cuts. What is to be sent is written down before it is sent, some at a time, so that a power cut never makes a day's bytes fewer and makes
/// them more by at most <see cref="ByteBudgetSettings.ReserveBytes"/>. A day is one of UTC; while the time is not known it is 24 hours of uptime.
/// </summary>
public sealed class ByteBudget
{
    /// <summary>The name of the two files on the volume, before "-1" and "-2".</summary>
    public const string FileName = "budget";

    /// <summary>Attempts to connect charged since start-up.</summary>
    public int Handshakes;

    /// <summary>Days that have begun since start-up.</summary>
    public int DaysBegun;

    private const long DayMilliseconds = 86400000;
    private const int Classes = (int)NetworkClass.Roaming + 1;
    private const int DayOffset = 0;
    private const int UsedOffset = 4;
    private const int ContentLength = UsedOffset + ((Classes - 1) * 8);
    private const int UnknownDay = -1;

    private readonly ByteBudgetSettings _settings;
    private readonly PairedFile _file;
    private readonly byte[] _content = new byte[ContentLength];

    // By NetworkClass; None is not used.
    private readonly long[] _used = new long[Classes];
    private readonly long[] _reserved = new long[Classes];

    // Used since the start-up, or since the last day by uptime began, while no date was known: part of _used.
    private readonly long[] _undated = new long[Classes];
    private int _day = UnknownDay;
    private bool _isDated;
    private long _dayBeganUptime;
    private long _uptime;
    private bool _isWriteDue;
    private long _retryUptime;

    /// <summary>Makes a budget; <see cref="Load"/> comes next.</summary>
    public ByteBudget(IFileVolume volume, ByteBudgetSettings settings)
    {
        _settings = settings;
        _file = new PairedFile(volume, FileName, ContentLength);
    }

    /// <summary>Writes to the volume since start-up.</summary>
    public int Writes => _file.Writes;

    /// <summary>Writes that failed; the bytes are counted in memory all the same, and the write is tried again.</summary>
    public int WriteFailures => _file.WriteFailures;

    /// <summary>Bytes charged today for a class of network.</summary>
    public long UsedBytes(NetworkClass network) => _used[(int)network];

    /// <summary>The limit of a class in bytes a day; 0 for none.</summary>
    public long LimitBytes(NetworkClass network)
    {
        switch (network)
        {
            case NetworkClass.Home:
                return _settings.HomeBytes;
            case NetworkClass.Metered:
                return _settings.MeteredBytes;
            case NetworkClass.Roaming:
                return _settings.RoamingBytes;
            default:
                return 0;
        }
    }

    /// <summary>True when the day's bytes of a class are used up; never without a limit.</summary>
    public bool IsUsedUp(NetworkClass network)
    {
        long limit = LimitBytes(network);
        return limit > 0 && _used[(int)network] >= limit;
    }

    /// <summary>Takes up what the last life had written down.</summary>
    public void Load(long uptimeMilliseconds)
    {
        _uptime = uptimeMilliseconds;
        _dayBeganUptime = uptimeMilliseconds;
        if (_file.TryLoad(_content))
        {
            _day = BigEndian.ReadInt32(_content, DayOffset);
            for (int network = 1; network < Classes; network++)
            {
                long used = BigEndian.ReadInt64(_content, UsedOffset + ((network - 1) * 8));
                _used[network] = used;
                _reserved[network] = used;
            }
        }
    }

    /// <summary>Begins a new day where that is due. To be called at least once a minute.</summary>
    /// <param name="uptimeMilliseconds">The unit's uptime.</param>
    /// <param name="isDated">Whether UTC is known.</param>
    /// <param name="utcMilliseconds">UTC, where it is known.</param>
    public void Step(long uptimeMilliseconds, bool isDated, long utcMilliseconds)
    {
        _uptime = uptimeMilliseconds;
        if (isDated)
        {
            StepDated((int)(utcMilliseconds / DayMilliseconds));
        }
        else if (uptimeMilliseconds - _dayBeganUptime >= DayMilliseconds)
        {
            BeginDay(_day, false);
        }

        _isDated = isDated;
        if (_isWriteDue && uptimeMilliseconds >= _retryUptime)
        {
            Write();
        }
    }

    /// <summary>Charges bytes that went, or are about to go.</summary>
    public void Charge(NetworkClass network, long bytes)
    {
        int index = (int)network;
        if (index < 1 || bytes <= 0)
        {
            return;
        }

        Reserve(network, bytes);
        _used[index] += bytes;
        if (!_isDated)
        {
            _undated[index] += bytes;
        }
    }

    /// <summary>Writes down, where that is due, what is about to be charged, so that a power cut between sending and charging loses nothing.</summary>
    public void Reserve(NetworkClass network, long bytes)
    {
        int index = (int)network;
        if (index >= 1 && _used[index] + bytes > _reserved[index])
        {
            // So far ahead that the day's writes stay few whatever the frames' lengths are.
            _reserved[index] = _used[index] + bytes + _settings.ReserveBytes;
            _isWriteDue = true;
            if (_uptime >= _retryUptime)
            {
                Write();
            }
        }
    }

    /// <summary>Charges an attempt to connect.</summary>
    /// <param name="network">The network.</param>
    /// <param name="isEstimated">False where the network counts its bytes itself: then it is only counted.</param>
    public void CountHandshake(NetworkClass network, bool isEstimated)
    {
        Handshakes++;
        if (isEstimated)
        {
            Charge(network, _settings.HandshakeBytes);
        }
    }

    /// <summary>As <see cref="Reserve"/>, for a frame.</summary>
    public void ReserveFrame(NetworkClass network, int length) => Reserve(network, length + _settings.FrameBytes);

    /// <summary>Charges a frame by estimate.</summary>
    public void ChargeFrame(NetworkClass network, int length) => Charge(network, length + _settings.FrameBytes);

    /// <summary>Charges a minute of an open connection by estimate.</summary>
    public void ChargeKeepAlive(NetworkClass network) => Charge(network, _settings.KeepAliveBytes);

    /// <summary>Before a restart that the unit has asked for: gives back what was reserved and not used.</summary>
    public void Settle()
    {
        for (int network = 1; network < Classes; network++)
        {
            _reserved[network] = _used[network];
        }

        Write();
    }

    private void StepDated(int day)
    {
        if (day == _day)
        {
            return;
        }

        if (day > _day)
        {
            // What was used before the date was known may be of this day.
            BeginDay(day, !_isDated);
            return;
        }

        // The clock was ahead. The day is another one, its bytes are not given back.
        _day = day;
        _isWriteDue = true;
    }

    private void BeginDay(int day, bool keepsUndated)
    {
        for (int network = 1; network < Classes; network++)
        {
            _used[network] = keepsUndated ? _undated[network] : 0;
            _reserved[network] = _used[network];
            _undated[network] = 0;
        }

        DaysBegun++;
        _day = day;
        _dayBeganUptime = _uptime;
        _isWriteDue = true;
    }

    private void Write()
    {
        BigEndian.WriteInt32(_content, DayOffset, _day);
        for (int network = 1; network < Classes; network++)
        {
            BigEndian.WriteInt64(_content, UsedOffset + ((network - 1) * 8), _reserved[network]);
        }

        _isWriteDue = !_file.TrySave(_content);
        _retryUptime = _isWriteDue ? _uptime + 60000 : 0;
    }
}
