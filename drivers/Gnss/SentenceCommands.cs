namespace Telltale.Gnss;

/// <summary>
/// Commands for receivers that are told what to send by sentences: RMC, GGA and GSA once an epoch and nothing else. They are left at the epochs of
/// 1 s that they come with where the line cannot carry more.
/// </summary>
internal sealed class SentenceCommands : ReceiverCommands
{
    // RMC, GGA and two GSA.
    private const int EpochBytes = 280;

    private const int MostTimeError = 3000;
    private const int MostPositionError = 30000000;

    private readonly SentenceWriter _writer = new SentenceWriter(96);
    private readonly UtcCalendar _calendar = new UtcCalendar();
    private readonly int _intervalMilliseconds;

    /// <summary>What kind of receiver is commanded.</summary>
    public GnssReceiverKind Kind;

    public SentenceCommands(int intervalMilliseconds)
    {
        _intervalMilliseconds = intervalMilliseconds;
    }

    /// <inheritdoc/>
    public override int Steps
    {
        get
        {
            switch (Kind)
            {
                case GnssReceiverKind.MediaTek:
                case GnssReceiverKind.Casic:
                    return 2;
                case GnssReceiverKind.Airoha:
                    return 7;
                default:
                    return 0;
            }
        }
    }

    /// <summary>Builds the question for the version that receivers of a kind answer.</summary>
    public void BuildVersion(GnssReceiverKind kind)
    {
        Answer = NoAnswer;
        _writer.Begin(kind == GnssReceiverKind.MediaTek ? "PMTK605" : kind == GnssReceiverKind.Airoha ? "PAIR020" : "PCAS06,0");
        Take(_writer);
    }

    /// <inheritdoc/>
    public override void Build(int step, int baudRate)
    {
        Length = 0;
        bool isLast = step == Steps - 1;
        int interval = (long)EpochBytes * 10000 <= (long)baudRate * _intervalMilliseconds ? _intervalMilliseconds : 1000;
        switch (Kind)
        {
            case GnssReceiverKind.MediaTek:
                // PMTK314: epochs between two GLL, RMC, VTG, GGA, GSA, GSV and thirteen others; PMTK220: interval in milliseconds
                Answer = isLast ? 220 : 314;
                _writer.Begin(isLast ? "PMTK220" : "PMTK314,0,1,0,1,1,0,0,0,0,0,0,0,0,0,0,0,0,0,0");
                break;
            case GnssReceiverKind.Airoha:
                // PAIR062: kind (GGA, GLL, GSA, GSV, RMC, VTG) and epochs between two; PAIR050: interval in milliseconds
                Answer = isLast ? 50 : 62;
                _writer.Begin(isLast ? "PAIR050" : "PAIR062");
                if (!isLast)
                {
                    _writer.AddField(step, 1);
                    _writer.AddField(step == 0 || step == 2 || step == 4 ? 1 : 0, 1);
                }

                break;
            default:
                // PCAS03: epochs between two GGA, GLL, GSA, GSV, RMC, VTG, ZDA, ANT, DHV, LPS, two reserved, UTC, GST; PCAS02: interval in milliseconds
                Answer = NoAnswer;
                _writer.Begin(isLast ? "PCAS02" : "PCAS03,1,0,1,0,1,0,0,0,0,0,,,0,0");
                interval = interval < 200 ? 100 : interval < 250 ? 200 : interval < 500 ? 250 : interval < 1000 ? 500 : 1000;
                break;
        }

        if (isLast)
        {
            _writer.AddField(interval, 1);
        }

        Take(_writer);
    }

    /// <inheritdoc/>
    public override void BuildPosition(ReceiverAid aid, long uptimeMilliseconds)
    {
        // PMTK741 has the time too: without one good to 3 s it cannot be built.
        Length = 0;
        Answer = NoAnswer;
        if (!TakesTime(aid) || aid.PositionAccuracyMillimetres > MostPositionError)
        {
            return;
        }

        _writer.Begin("PMTK741");
        _writer.AddField(aid.LatitudeDegreesE7 / 10, 1, 6);
        _writer.AddField(aid.LongitudeDegreesE7 / 10, 1, 6);
        _writer.AddField(aid.HeightMillimetres / 1000, 1);
        AddTime(aid, uptimeMilliseconds);
        Take(_writer);
    }

    /// <inheritdoc/>
    public override void BuildTime(ReceiverAid aid, long uptimeMilliseconds)
    {
        Length = 0;
        Answer = NoAnswer;
        if (TakesTime(aid))
        {
            _writer.Begin("PMTK740");
            AddTime(aid, uptimeMilliseconds);
            Take(_writer);
        }
    }

    private bool TakesTime(ReceiverAid aid) => Kind == GnssReceiverKind.MediaTek && aid.HasTime && aid.TimeAccuracyMilliseconds <= MostTimeError;

    private void AddTime(ReceiverAid aid, long uptimeMilliseconds)
    {
        UtcCalendar calendar = _calendar;
        calendar.Set(uptimeMilliseconds + aid.UtcOffsetMilliseconds);
        _writer.AddField(calendar.Year, 4);
        _writer.AddField(calendar.Month, 2);
        _writer.AddField(calendar.Day, 2);
        _writer.AddField(calendar.Hour, 2);
        _writer.AddField(calendar.Minute, 2);
        _writer.AddField(calendar.Second, 2);
    }
}
