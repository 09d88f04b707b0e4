using Telltale.Ports;

namespace Telltale.Uplink;

/// <summary>
/// Sets the clock by which TLS judges certificates, before each attempt to connect: by the GNSS receiver, else by SNTP, else by a floor that is kept over restarts. A certificate that is refused
/// makes it distrust the source and take the next. Only the owner's receipts raise the floor: they are sealed, while GNSS and SNTP can be forged by who stands near, and a TLS session says no more than that
/// the clock which was set lies within the certificate's dates.
/// </summary>
public sealed class TimeKeeper
{
    /// <summary>The name of the two files on the volume, before "-1" and "-2".</summary>
    public const string FileName = "time";

    /// <summary>How long an answer of SNTP is waited for before an attempt.</summary>
    public const int SntpMilliseconds = 15000;

    /// <summary>Times that a source was distrusted because a certificate was refused with its time.</summary>
    public int Distrusted;

    /// <summary>Times that the system clock was set.</summary>
    public int Settings;

    /// <summary>Times offered that lay before the floor.</summary>
    public int BelowFloor;

    /// <summary>Times that the system clock could not be set.</summary>
    public int Failures;

    private const long DayMilliseconds = 86400000;
    private const long AgreementMilliseconds = 300000;
    private const int ContentLength = 8;

    // A failure of TLS that the adapter cannot explain may be one of the date. Once may be chance.
    private const int UnexplainedUntilDistrust = 2;

    private readonly ISystemClock _clock;
    private readonly ITimeSource _sntp;
    private readonly PairedFile _file;
    private readonly byte[] _content = new byte[ContentLength];
    private long _writtenFloor;
    private long _floor;
    private bool _isGnssKnown;
    private long _gnssUtc;
    private long _gnssUptime;
    private TimeOrigin _first = TimeOrigin.Gnss;
    private TimeOrigin _origin = TimeOrigin.None;
    private bool _isAsked;
    private long _askedUptime;
    private int _unexplained;

    /// <summary>Makes a keeper; <see cref="Load"/> comes next.</summary>
    /// <param name="volume">Where the floor is kept.</param>
    /// <param name="clock">The clock that TLS goes by.</param>
    /// <param name="sntp">SNTP; null where there is none.</param>
    /// <param name="buildDay">The day of the firmware's build, in days since 1970-01-01: the floor is never older.</param>
    public TimeKeeper(IFileVolume volume, ISystemClock clock, ITimeSource sntp, int buildDay)
    {
        _clock = clock;
        _sntp = sntp;
        _file = new PairedFile(volume, FileName, ContentLength);
        _floor = buildDay * DayMilliseconds;
        _writtenFloor = _floor;
    }

    /// <summary>What the clock was set by; <see cref="TimeOrigin.None"/> before the first attempt.</summary>
    public TimeOrigin Origin => _origin;

    /// <summary>The time before which it cannot be: UTC in milliseconds since 1970-01-01.</summary>
    public long FloorUtcMilliseconds => _floor;

    /// <summary>True while GNSS is tried first; false after a certificate was refused with its time, until a receipt agrees with it.</summary>
    public bool IsGnssTrusted => _first == TimeOrigin.Gnss;

    /// <summary>Writes of the floor since start-up: at most one for each day that it advances.</summary>
    public int Writes => _file.Writes;

    /// <summary>Takes up the floor of the last life.</summary>
    public void Load()
    {
        if (_file.TryLoad(_content))
        {
            long kept = BigEndian.ReadInt64(_content, 0);
            if (kept > _floor)
            {
                _floor = kept;
                _writtenFloor = kept;
            }
        }
    }

    /// <summary>The receiver's time, again and again while it is known.</summary>
    /// <param name="utcMilliseconds">UTC in milliseconds since 1970-01-01.</param>
    /// <param name="uptimeMilliseconds">The uptime at which it is that late.</param>
    public void OfferGnss(long utcMilliseconds, long uptimeMilliseconds)
    {
        _isGnssKnown = true;
        _gnssUtc = utcMilliseconds;
        _gnssUptime = uptimeMilliseconds;
    }

    /// <summary>Sets the clock for an attempt to connect.</summary>
    /// <returns>False while it waits for SNTP; to be called again.</returns>
    public bool Prepare(long uptimeMilliseconds)
    {
        if (_first == TimeOrigin.Gnss && _isGnssKnown && TrySet(_gnssUtc + (uptimeMilliseconds - _gnssUptime), TimeOrigin.Gnss))
        {
            return true;
        }

        if (_first == TimeOrigin.Floor || _sntp == null)
        {
            return SetFloor();
        }

        if (_origin == TimeOrigin.Sntp || _origin == TimeOrigin.Owner)
        {
            // The clock runs on, and is no worse than it was.
            return _clock.UtcMilliseconds >= _floor || SetFloor();
        }

        if (!_isAsked)
        {
            _isAsked = true;
            _askedUptime = uptimeMilliseconds;
            _sntp.Request();
        }

        long answer = _sntp.TakeUtcMilliseconds();
        if (answer > 0 && TrySet(answer, TimeOrigin.Sntp))
        {
            _isAsked = false;
            return true;
        }

        if (answer <= 0 && uptimeMilliseconds - _askedUptime < SntpMilliseconds)
        {
            return false;
        }

        _isAsked = false;
        return SetFloor();
    }

    /// <summary>A connection has opened: the certificate was valid by the clock. This proves the source no further.</summary>
    public void OnOpened() => _unexplained = 0;

    /// <summary>An attempt has failed.</summary>
    public void OnFailed(LinkFailure failure)
    {
        bool isDate = failure == LinkFailure.CertificateExpired || failure == LinkFailure.CertificateNotYetValid;
        if (failure == LinkFailure.Tls)
        {
            _unexplained++;
            isDate = _unexplained >= UnexplainedUntilDistrust;
        }

        if (!isDate)
        {
            return;
        }

        _unexplained = 0;
        Distrusted++;
        _isAsked = false;

        // The source that was in use, not the one that would be tried first: without a fix it was another.
        _first = _origin == TimeOrigin.Gnss && _sntp != null ? TimeOrigin.Sntp
            : _origin == TimeOrigin.Floor ? TimeOrigin.Gnss
            : TimeOrigin.Floor;
        _origin = TimeOrigin.None;
    }

    /// <summary>The owner's time, from an authentic receipt. It may be late or played back, so it is a lower bound.</summary>
    public void TakeAuthenticated(long utcMilliseconds)
    {
        if (utcMilliseconds > _floor)
        {
            _floor = utcMilliseconds;
            if (_floor - _writtenFloor >= DayMilliseconds)
            {
                BigEndian.WriteInt64(_content, 0, _floor);
                _writtenFloor = _file.TrySave(_content) ? _floor : _writtenFloor;
            }
        }

        long clock = _clock.UtcMilliseconds;
        if (clock < _floor - AgreementMilliseconds)
        {
            TrySet(_floor, TimeOrigin.Owner);
            return;
        }

        // Ahead of a receipt that may be late tells nothing; close to it does.
        if (_isGnssKnown && clock - utcMilliseconds < AgreementMilliseconds && Distance(_gnssUtc, utcMilliseconds) < AgreementMilliseconds)
        {
            _first = TimeOrigin.Gnss;
        }
    }

    private static long Distance(long left, long right) => left > right ? left - right : right - left;

    private bool SetFloor()
    {
        // A clock that runs ahead of the floor by something that was not refused is better than the floor.
        if (_origin != TimeOrigin.None && _clock.UtcMilliseconds >= _floor)
        {
            return true;
        }

        TrySet(_floor, TimeOrigin.Floor);
        return true;
    }

    private bool TrySet(long utcMilliseconds, TimeOrigin origin)
    {
        if (utcMilliseconds < _floor)
        {
            BelowFloor++;
            return false;
        }

        // Setting it again and again would only add the jitter of the source.
        if (origin == _origin && Distance(_clock.UtcMilliseconds, utcMilliseconds) < 1000)
        {
            return true;
        }

        if (!_clock.Set(utcMilliseconds))
        {
            Failures++;
            return false;
        }

        Settings++;
        _origin = origin;
        return true;
    }
}
