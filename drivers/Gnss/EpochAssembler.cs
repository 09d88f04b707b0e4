using System;

namespace Telltale.Gnss;

/// <summary>
/// Puts the sentences of one navigation epoch together and hands the fix over once, as soon as nothing more is to come. Which sentence is the
/// last that adds something is learnt from the epochs before; until then, or when it does not come, a new epoch time or silence ends the epoch.
/// The values of a closed epoch stay until the next one opens: a sentence that comes late is recognised by them and changes what is learnt.
/// </summary>
internal sealed class EpochAssembler
{
    public const int Rmc = 0;
    public const int Gga = 1;
    public const int Gns = 2;
    public const int Gll = 3;
    public const int Vtg = 4;
    public const int Zda = 5;
    public const int Gsa = 6;
    public const int Gst = 7;
    public const int Pvt = 8;
    public const int Dop = 9;
    public const int Sat = 10;
    public const int Kinds = 11;

    /// <summary>The talker of UBX, which has none.</summary>
    public const int TalkerUbx = 'U' | ('B' << 8);

    public const int QualityAutonomous = 1;
    public const int QualityDifferential = 2;
    public const int QualityFloat = 3;
    public const int QualityFixed = 4;

    /// <summary>A burst of sentences has no pause as long as this, in milliseconds, until a receiver shows otherwise.</summary>
    public const int FirstIdleGapMilliseconds = 120;

    private const int LongestIdleGapMilliseconds = 960;
    private const int MillisecondsPerDay = 86400000;
    private const int GsaCarriedEpochs = 10;
    private const int RollOverDays = 7168;
    private const int SatellitesForThreeDimensions = 4;
    private const int SatellitesKeptIntervals = 3;

    // Kinds that make an epoch worth handing over, as bits of Seen.
    private const int EpochMakers = (1 << Rmc) | (1 << Gga) | (1 << Gns) | (1 << Gll) | (1 << Pvt);

    /// <summary>An epoch is being put together.</summary>
    public bool Open;

    /// <summary>Silence came before whatever comes next, so that it cannot belong to the last epoch.</summary>
    public bool Idle = true;

    /// <summary>Bits of the kinds that came in this epoch.</summary>
    public int Seen;

    /// <summary>Milliseconds of the UTC day, -1 while not known.</summary>
    public int TimeOfDay = -1;

    /// <summary>Days since 1970-01-01 as a sentence of this epoch gave them, -1 while not known.</summary>
    public int Day = -1;

    /// <summary>The receiver says of its time and date that they are known, leap seconds included, whether there is a fix or not.</summary>
    public bool IsTimeKnown;

    /// <summary>A sentence said that there is no fix.</summary>
    public bool Void;

    /// <summary>A sentence said that there is one.</summary>
    public bool Valid;

    /// <summary>The position is estimated without satellites.</summary>
    public bool DeadReckoning;

    /// <summary>Best of the Quality constants that a sentence gave.</summary>
    public int Quality;

    /// <summary>Greatest fix mode of the GSA sentences: 1 none, 2 two, 3 three dimensions; 0 none came.</summary>
    public int GsaMode;

    /// <summary>How many GSA came.</summary>
    public int GsaCount;

    /// <summary>What the sentences gave, as bits of <see cref="FixFields"/>.</summary>
    public int Fields;

    /// <summary>Talker of the sentence that gave the position, or else opened the epoch: first character in bits 0 to 7, second in 8 to 15.</summary>
    public int Talker;

    /// <summary>GLL came after the end of the last epochs, so that it need not be read.</summary>
    public bool GllTrails;

    /// <summary>Satellites by constellation are read in every so many epochs.</summary>
    public int SatelliteInterval = 10;

    /// <summary>They are read in this one.</summary>
    public bool WantsSatellites = true;

    /// <summary>Dates from before this day, since 1970-01-01, have lost multiples of 1,024 weeks; 0 leaves all dates as they are.</summary>
    public int EarliestDay;

    /// <summary>GPS time of week of the epoch in milliseconds, -1 while not known.</summary>
    public int TimeOfWeek = -1;

    /// <summary>Length of the fields of the position taken; a longer one says it more exactly.</summary>
    public int PositionLength;

    /// <summary>When the first byte after a silence came, -1 without one.</summary>
    public long BurstUptimeMilliseconds = -1;

    public readonly Fix Fix = new Fix();

    private readonly IFixListener _listener;
    private readonly GnssCounters _counters;
    private readonly int[] _talkers = new int[Kinds];

    // Ends are a kind and, for GSA, which one of the epoch in bits 8 and up; -1 none.
    private int _learnedEnd = -1;
    private int _candidateEnd = -1;
    private int _lastContribution = -1;
    private bool _closedBySilence;
    private int _idleGapMilliseconds = FirstIdleGapMilliseconds;
    private int _carriedDay = -1;
    private int _carriedTimeOfDay;
    private int _carriedGsaMode;
    private int _carriedGsaAge;
    private readonly int[] _used = new int[Fix.Constellations];
    private readonly int[] _usedTalkers = new int[Fix.Constellations];
    private readonly int[] _inView = new int[Fix.Constellations];
    private bool _hasUsed;
    private bool _hasInView;
    private int _pvtMode;
    private int _satelliteFields;
    private int _satelliteAge;
    private int _satelliteCountdown = 1;
    private bool _hasBegun;

    public EpochAssembler(IFixListener listener, GnssCounters counters)
    {
        _listener = listener;
        _counters = counters;
    }

    public int IdleGapMilliseconds => _idleGapMilliseconds;

    /// <summary>Finds the epoch for a sentence that is about to be used: this one, the closed one (then it is late), or a new one.</summary>
    /// <param name="kind">Kind of sentence.</param>
    /// <param name="timeOfDay">Its time, -1 when it has none.</param>
    /// <param name="talker">Its talker.</param>
    /// <param name="uptimeMilliseconds">When its first byte came.</param>
    public void Place(int kind, int timeOfDay, int talker, long uptimeMilliseconds)
    {
        int bit = 1 << kind;
        bool same = timeOfDay < 0 || TimeOfDay < 0 || timeOfDay == TimeOfDay;
        if (same && (Seen & bit) != 0 && (kind <= Vtg || kind == Pvt) && _talkers[kind] == talker)
        {
            // The same sentence again: with the time of a fix it is a repetition, otherwise (no clock yet, or one that stands) a new epoch.
            same = timeOfDay >= 0 && TimeOfDay >= 0 && !Void;
        }

        if (Open)
        {
            if (!same)
            {
                Close();
                Begin(talker, uptimeMilliseconds);
            }
        }
        else if (Idle && !(same && timeOfDay >= 0 && TimeOfDay >= 0))
        {
            Begin(talker, uptimeMilliseconds);
        }
        else if (!same)
        {
            Begin(talker, uptimeMilliseconds);
        }
        else if (_closedBySilence && timeOfDay >= 0)
        {
            // The silence was a pause within the burst: this receiver needs longer.
            _closedBySilence = false;
            Idle = false;
            if (_idleGapMilliseconds < LongestIdleGapMilliseconds)
            {
                _idleGapMilliseconds *= 2;
            }
        }

        if ((Seen & bit) == 0)
        {
            Seen |= bit;
            _talkers[kind] = talker;
        }

        if (TimeOfDay < 0)
        {
            TimeOfDay = timeOfDay;
        }
    }

    /// <summary>As <see cref="Place"/>, for a message that names the time of week: one of another time is never of the same epoch.</summary>
    public void PlaceUbx(int kind, int timeOfWeek, int timeOfDay, long uptimeMilliseconds)
    {
        if (TimeOfWeek >= 0 && TimeOfWeek != timeOfWeek)
        {
            if (Open)
            {
                Close();
            }

            Begin(TalkerUbx, uptimeMilliseconds);
        }

        Place(kind, timeOfDay, TalkerUbx, uptimeMilliseconds);
        TimeOfWeek = timeOfWeek;
    }

    /// <summary>
    /// True when the receiver sends nothing that a fix is made of but NAV-PVT, and a message of this time is a new one: the epoch begins and ends with it.
    /// </summary>
    public bool IsAlone(int timeOfWeek)
    {
        return Seen == 1 << Pvt && _learnedEnd == Pvt && !Open && timeOfWeek != TimeOfWeek;
    }

    /// <summary>Hands over the fix of an epoch that is one message, its values filled in. Leaves everything as <see cref="Place"/> and the end of an epoch would.</summary>
    public void HandOver(int timeOfWeek, int timeOfDay, int day, int fields, int mode, long uptimeMilliseconds)
    {
        if (++_satelliteAge > SatellitesKeptIntervals * SatelliteInterval)
        {
            _satelliteFields = 0;
        }

        if (day < EarliestDay)
        {
            day = RolledOn(day);
        }

        Fix fix = Fix;
        if (BurstUptimeMilliseconds >= 0)
        {
            uptimeMilliseconds = BurstUptimeMilliseconds;
            BurstUptimeMilliseconds = -1;
        }

        Idle = false;
        TimeOfWeek = timeOfWeek;
        TimeOfDay = timeOfDay;
        Day = day;
        Valid = mode != (int)FixMode.None;
        Void = !Valid;
        Fields = fields;
        fix.ReceivedUptimeMilliseconds = uptimeMilliseconds;
        fix.TimeUtcMilliseconds = day * (long)MillisecondsPerDay + timeOfDay;
        fix.Mode = (FixMode)mode;
        fix.Fields = (FixFields)(fields | (int)FixFields.Time | _satelliteFields);
        _counters.Epochs++;
        _listener.OnFix(fix);
    }

    /// <summary>Takes what a NAV-PVT said, its values filled in: as exact as the receiver knows it, in place of what sentences of the same epoch said.</summary>
    public void TakePvt(int day, int fields, int mode)
    {
        if (day >= 0)
        {
            Day = day;
            IsTimeKnown = true;
        }

        _pvtMode = mode;
        Fields |= fields;
        if (mode == (int)FixMode.None)
        {
            Void = true;
        }
        else
        {
            Valid = true;
            Talker = TalkerUbx;
        }

        Contributed(Pvt);
    }

    /// <summary>Counts satellites that a GSA says were used. Several of one talker add up; other talkers repeat them.</summary>
    public void Used(int constellation, int talker, int satellites)
    {
        _hasUsed = true;
        if (_usedTalkers[constellation] == 0 || _usedTalkers[constellation] == talker)
        {
            _usedTalkers[constellation] = talker;
            _used[constellation] += satellites;
        }
        else if (_used[constellation] < satellites)
        {
            _used[constellation] = satellites;
        }
    }

    /// <summary>Counts satellites that a GSV says are in view. Groups of other signals repeat them.</summary>
    public void InView(int constellation, int satellites)
    {
        _hasInView = true;
        if (_inView[constellation] < satellites)
        {
            _inView[constellation] = satellites;
        }
    }

    /// <summary>Counts one satellite in view.</summary>
    public void Satellite(int constellation, int used)
    {
        _hasUsed = true;
        _hasInView = true;
        if (constellation < Fix.Constellations)
        {
            _inView[constellation]++;
            _used[constellation] += used;
        }
    }

    /// <summary>The counts are complete: the next fixes have them.</summary>
    public void TakeSatellites()
    {
        Fix fix = Fix;
        _satelliteFields = 0;
        if (_hasUsed)
        {
            Array.Copy(_used, 0, fix.SatellitesUsedByConstellation, 0, Fix.Constellations);
            _satelliteFields |= (int)FixFields.SatellitesUsedByConstellation;
        }

        if (_hasInView)
        {
            Array.Copy(_inView, 0, fix.SatellitesInViewByConstellation, 0, Fix.Constellations);
            fix.SatellitesInView = 0;
            for (int i = 0; i < Fix.Constellations; i++)
            {
                fix.SatellitesInView += _inView[i];
            }

            _satelliteFields |= (int)FixFields.SatellitesInView;
        }

        _satelliteAge = 0;
        ClearSatellites();
    }

    /// <summary>Notes that a sentence added something, and ends the epoch when it is the one that did so last in the epochs before.</summary>
    public void Contributed(int kind)
    {
        if (kind == Gsa)
        {
            kind |= ++GsaCount << 8;
        }

        _lastContribution = kind;
        if (kind == _learnedEnd && Open)
        {
            Close();
        }
    }

    /// <summary>Notes a sentence that added nothing; it may still be the one by which the epoch's end is known.</summary>
    public void Passed(int kind)
    {
        if (kind == Gsa)
        {
            kind |= ++GsaCount << 8;
        }

        if (kind == _learnedEnd && Open)
        {
            Close();
        }
    }

    /// <summary>Nothing has come for as long as <see cref="IdleGapMilliseconds"/>.</summary>
    public void Silence()
    {
        Idle = true;
        if (Open)
        {
            Close();
            _closedBySilence = true;
        }
    }

    private void Begin(int talker, long uptimeMilliseconds)
    {
        Learn();
        Carry();
        CountSatellites();

        Open = true;
        Idle = false;
        _closedBySilence = false;
        Seen = 0;
        TimeOfDay = -1;
        TimeOfWeek = -1;
        Day = -1;
        IsTimeKnown = false;
        Void = false;
        Valid = false;
        DeadReckoning = false;
        Quality = 0;
        GsaMode = 0;
        GsaCount = 0;
        Fields = 0;
        Talker = talker;
        _lastContribution = -1;
        if (BurstUptimeMilliseconds >= 0)
        {
            Fix.ReceivedUptimeMilliseconds = BurstUptimeMilliseconds;
            BurstUptimeMilliseconds = -1;
        }
        else
        {
            Fix.ReceivedUptimeMilliseconds = uptimeMilliseconds;
        }
    }

    // An epoch is counted from its beginning to that of the next one, because satellites are often reported after all that makes the fix.
    private void CountSatellites()
    {
        if (WantsSatellites)
        {
            if (!_hasBegun)
            {
                // Whatever came before is the end of an epoch whose beginning was not seen.
                _hasBegun = true;
                ClearSatellites();
            }
            else
            {
                if (_hasUsed || _hasInView)
                {
                    TakeSatellites();
                }

                _satelliteCountdown = SatelliteInterval;
            }
        }

        if (++_satelliteAge > SatellitesKeptIntervals * SatelliteInterval)
        {
            _satelliteFields = 0;
        }

        WantsSatellites = --_satelliteCountdown <= 0;
    }

    /// <summary>Forgets counts that are not complete.</summary>
    public void ClearSatellites()
    {
        _hasUsed = false;
        _hasInView = false;
        Array.Clear(_used, 0, Fix.Constellations);
        Array.Clear(_usedTalkers, 0, Fix.Constellations);
        Array.Clear(_inView, 0, Fix.Constellations);
    }

    // One epoch with a sentence lost, or with one more than usual, must not change what is waited for: it takes two alike.
    private void Learn()
    {
        int end = _lastContribution;
        if (end < 0 || (Seen & EpochMakers) == 0)
        {
            return;
        }

        if (_learnedEnd < 0 || end == _candidateEnd)
        {
            _learnedEnd = end;
        }

        _candidateEnd = end;
    }

    // What later epochs may take over from this one when their own sentences do not say it.
    private void Carry()
    {
        if (GsaMode > 0)
        {
            _carriedGsaMode = GsaMode;
            _carriedGsaAge = 0;
        }
        else if (_carriedGsaAge >= GsaCarriedEpochs || Void)
        {
            _carriedGsaMode = 0;
        }
        else
        {
            _carriedGsaAge++;
        }

        if (Valid && !Void && TimeOfDay >= 0)
        {
            int day = Day >= 0 ? Day : CarriedDay();
            if (day >= 0)
            {
                _carriedDay = day;
                _carriedTimeOfDay = TimeOfDay;
            }
        }
    }

    // The day of an epoch that names none: that of the last dated fix, or the next when midnight has passed since.
    private int CarriedDay()
    {
        if (_carriedDay < 0)
        {
            return -1;
        }

        return TimeOfDay + (MillisecondsPerDay / 2) < _carriedTimeOfDay ? _carriedDay + 1 : _carriedDay;
    }

    // A receiver that has lost count of the 1,024-week eras is right in everything else.
    private int RolledOn(int day)
    {
        while (day >= 0 && day < EarliestDay)
        {
            day += RollOverDays;
            if (day >= EarliestDay)
            {
                _counters.RolledOverDates++;
            }
        }

        return day;
    }

    private void Close()
    {
        Open = false;
        if ((Seen & EpochMakers) == 0)
        {
            return;
        }

        Fix fix = Fix;
        int fields = Fields;
        bool valid = Valid && !Void;
        if (valid && (fields & (int)FixFields.Position) != 0)
        {
            int dimensions = GsaMode > 0 ? GsaMode : _carriedGsaMode;
            if (dimensions == 2)
            {
                // Modems with Qualcomm's receivers, among others, say 2 for ever. Four satellites are what three dimensions take.
                if ((fields & (int)FixFields.SatellitesUsed) != 0 && fix.SatellitesUsed >= SatellitesForThreeDimensions)
                {
                    dimensions = 0;
                }
                else
                {
                    fields &= ~(int)FixFields.Height;
                }
            }

            if ((Seen & (1 << Pvt)) != 0)
            {
                fix.Mode = (FixMode)_pvtMode;
            }
            else if (DeadReckoning)
            {
                fix.Mode = FixMode.DeadReckoning;
            }
            else if (dimensions == 3 || (dimensions != 2 && (fields & (int)FixFields.Height) != 0))
            {
                fix.Mode = Quality == QualityFixed ? FixMode.RealTimeKinematicFixed
                    : Quality == QualityFloat ? FixMode.RealTimeKinematicFloat
                    : Quality == QualityDifferential ? FixMode.Differential
                    : FixMode.ThreeDimensional;
            }
            else
            {
                fix.Mode = FixMode.TwoDimensional;
            }
        }
        else
        {
            fields &= (int)FixFields.SatellitesUsed;
            fix.Mode = FixMode.None;
        }

        int timeOfDay = TimeOfDay;
        int day = RolledOn(Day);
        Day = day;
        if (timeOfDay >= 0)
        {
            if (day < 0 && valid)
            {
                day = CarriedDay();
            }

            if (day >= 0)
            {
                // Without a fix the time is the receiver's own clock; it counts when it goes on from a time that a fix has confirmed.
                long utc = day * (long)MillisecondsPerDay + timeOfDay;
                long sinceConfirmed = utc - (_carriedDay * (long)MillisecondsPerDay + _carriedTimeOfDay);
                if (valid || IsTimeKnown || (Day >= 0 && _carriedDay >= 0 && sinceConfirmed >= 0 && sinceConfirmed <= MillisecondsPerDay))
                {
                    fix.TimeUtcMilliseconds = utc;
                    fields |= (int)FixFields.Time;
                }
            }
        }

        fix.Fields = (FixFields)(fields | _satelliteFields);
        _counters.Epochs++;
        _listener.OnFix(fix);
    }
}
