using System;

namespace Telltale.Gnss;

/// <summary>
/// What a receiver sends, from bytes to one <see cref="Fix"/> a navigation epoch: NMEA 0183 (<see cref="NmeaSentences"/>) and UBX (<see cref="UbxMessages"/>), mixed as they come.
/// This class finds where messages begin and end. Native members walk the bytes, because one touched in nanoFramework's interpreter costs hundreds of machine instructions.
/// Nothing is allocated after the constructor, nothing throws, whatever the bytes are.
/// </summary>
public sealed class GnssDecoder
{
    /// <summary>Longest line, terminator included, in bytes. NMEA 0183 allows 82; proprietary sentences of real receivers reach 260.</summary>
    public const int MaximumLineLength = 512;

    /// <summary>Longest UBX message, frame included, in bytes: UBX-NAV-SAT of 84 satellites. Longer ones, which are of raw measurements, are passed over as noise.</summary>
    public const int MaximumUbxLength = 1024;

    /// <summary>What has been seen since this decoder was made.</summary>
    public readonly GnssCounters Counters = new GnssCounters();

    /// <summary>What the receiver says of its own state.</summary>
    public readonly ReceiverStatus Status = new ReceiverStatus();

    private const int BufferLength = MaximumUbxLength;
    private const int Slack = 16;
    private const int UbxOverhead = 8;
    private const int UbxHeaderLength = 6;
    private const int Star = '*';
    private const int Dollar = '$';
    private const int FirstSynchronisation = 0xB5;
    private const int SecondSynchronisation = 0x62;

    private readonly byte[] _buffer = new byte[BufferLength + Slack];
    private readonly object _lineFeed = (byte)'\n';
    private readonly object _dollar = (byte)Dollar;
    private readonly object _star = (byte)Star;
    private readonly object _synchronisation = (byte)FirstSynchronisation;
    private readonly EpochAssembler _epoch;
    private readonly NmeaSentences _nmea;
    private readonly UbxMessages _ubx;

    private int _length;

    // Bytes at the front of the buffer that are known to hold no line end, while they begin with '$'.
    private int _searched;

    // The bytes before the front of the buffer were no message, and a run of such bytes has been counted.
    private bool _isNoise;
    private long _frontUptimeMilliseconds;
    private long _lastByteUptimeMilliseconds;
    private bool _silent = true;

    /// <summary>Makes a decoder.</summary>
    /// <param name="listener">Who gets the fixes.</param>
    public GnssDecoder(IFixListener listener)
    {
        if (listener == null)
        {
            throw new ArgumentNullException(nameof(listener));
        }

        _epoch = new EpochAssembler(listener, Counters);
        _nmea = new NmeaSentences(_buffer, _epoch, Counters);
        _ubx = new UbxMessages(_buffer, _epoch, Counters, Status);
    }

    /// <summary>
    /// Talker of the last epoch: the two characters of the sentence that gave the position, or else of the first; first character in bits 0 to 7,
    /// second in bits 8 to 15; "UB" for UBX, which has none; 0 before the first epoch.
    /// </summary>
    public int Talker => _epoch.Talker;

    /// <summary>True between two bursts of the receiver: the next byte is the first of a navigation epoch.</summary>
    public bool IsSilent => _silent;

    /// <summary>
    /// True when no epoch is open and no message begun. A receiver of ten epochs a second is never silent for long; with it the first byte
    /// after a pause, while this is true, is the first of an epoch, or of messages that add nothing to the last.
    /// </summary>
    public bool IsBetweenEpochs => _silent || (!_epoch.Open && _length == 0);

    /// <summary>
    /// Satellites by constellation are read in every so many epochs, 1 or more: reading them costs as much as a fix, and they change slowly.
    /// </summary>
    public int SatelliteInterval
    {
        get => _epoch.SatelliteInterval;
        set => _epoch.SatelliteInterval = value < 1 ? 1 : value;
    }

    /// <summary>
    /// The day, since 1970-01-01, on which this firmware was built: a date before it has lost multiples of 1,024 weeks, because the receiver's own firmware is older than
    /// its era, and is put right by adding them. 0 leaves all dates as they are, as for a recording.
    /// </summary>
    public int EarliestDay
    {
        get => _epoch.EarliestDay;
        set => _epoch.EarliestDay = value;
    }

    /// <summary>Who hears what the receiver says of itself; null as a rule, because it is read only then.</summary>
    public IReceiverListener ReceiverListener
    {
        get => _nmea.ReceiverListener;
        set
        {
            _nmea.ReceiverListener = value;
            _ubx.ReceiverListener = value;
        }
    }

    /// <summary>Says that the first bytes after a silence wait in the port; they come with the next <see cref="Decode"/>.</summary>
    /// <param name="uptimeMilliseconds">The unit's uptime.</param>
    public void BeginBurst(long uptimeMilliseconds)
    {
        _silent = false;
        _lastByteUptimeMilliseconds = uptimeMilliseconds;
        _epoch.BurstUptimeMilliseconds = uptimeMilliseconds;
    }

    /// <summary>Takes bytes as they were read, split anywhere.</summary>
    /// <param name="buffer">Holds the bytes from index 0; not kept.</param>
    /// <param name="count">How many bytes, 0 to the length of <paramref name="buffer"/>.</param>
    /// <param name="uptimeMilliseconds">The unit's uptime when they were read.</param>
    public void Decode(byte[] buffer, int count, long uptimeMilliseconds)
    {
        if (count <= 0)
        {
            return;
        }

        Counters.Bytes += count;
        _lastByteUptimeMilliseconds = uptimeMilliseconds;
        if (_silent)
        {
            _silent = false;
            _epoch.BurstUptimeMilliseconds = uptimeMilliseconds;
        }

        int taken = 0;
        while (taken < count)
        {
            int carried = _length;
            int piece = BufferLength - carried;
            if (piece > count - taken)
            {
                piece = count - taken;
            }

            Array.Copy(buffer, taken, _buffer, carried, piece);
            taken += piece;
            Take(carried + piece, carried == 0 ? uptimeMilliseconds : _frontUptimeMilliseconds, uptimeMilliseconds, carried, false);
        }
    }

    /// <summary>
    /// Ends the epoch when nothing has come for a while. Called at every turn of the loop, after what had arrived was handed to
    /// <see cref="Decode"/>: bytes still waiting in the port are no silence.
    /// </summary>
    /// <param name="uptimeMilliseconds">The unit's uptime.</param>
    public void Step(long uptimeMilliseconds)
    {
        if (!_silent && uptimeMilliseconds - _lastByteUptimeMilliseconds >= _epoch.IdleGapMilliseconds)
        {
            _silent = true;
            if (_length > 0)
            {
                // A UBX message comes without a pause. What looked like the beginning of one was noise, and there may be another message within it.
                Take(_length, _frontUptimeMilliseconds, uptimeMilliseconds, 0, true);
            }

            _epoch.Silence();
        }
    }

    // Takes the complete messages out of the first `end` bytes of the buffer, and moves the rest to the front. A message that began before `carried` came
    // at frontUptime, one that began behind it now. At the end of a burst the rest of a UBX message is not waited for.
    private void Take(int end, long frontUptime, long uptime, int carried, bool isEndOfBurst)
    {
        byte[] buffer = _buffer;
        int start = 0;
        int searched = isEndOfBurst ? 0 : _searched;

        // From where on messages began in what came now.
        int fresh = carried;
        _nmea.LineUptimeMilliseconds = frontUptime;
        while (start < end)
        {
            int first = buffer[start];
            if (first == Dollar)
            {
                int stop = Array.IndexOf(buffer, _lineFeed, searched, end - searched);
                int next = stop + 1;
                if (stop < 0 || stop - start >= MaximumLineLength)
                {
                    if (stop < 0 && end - start < MaximumLineLength)
                    {
                        searched = end;
                        break;
                    }

                    Counters.Overruns++;
                    stop = start + MaximumLineLength;
                    next = stop;
                }

                int last = stop - 1;
                if (buffer[last] == '\r')
                {
                    last--;
                }

                if (last - start < NmeaSentences.ShortestSentence - 1 || buffer[last - 2] != Star || !_nmea.Sentence(start, last + 1))
                {
                    next = Recover(start, stop);
                }

                _isNoise = false;
                start = next;
            }
            else if (first == FirstSynchronisation)
            {
                // Synchronisation, class, id and length; what has not come yet is not looked at.
                long header = BitConverter.ToInt64(buffer, start);
                int available = end - start;
                int length = 0;
                if (available >= UbxHeaderLength)
                {
                    length = ((int)(header >> 32) & 0xFFFF) + UbxOverhead;
                }

                if ((available >= 2 && ((int)header & 0xFF00) != SecondSynchronisation << 8) || length > MaximumUbxLength || (isEndOfBurst && (length == 0 || length > available)))
                {
                    Noise();
                    start++;
                }
                else if (length == 0 || length > available)
                {
                    break;
                }
                else if (_ubx.Message(start, length, (int)(header >> 16) & 0xFFFF, start < carried ? frontUptime : uptime))
                {
                    _isNoise = false;
                    start += length;
                }
                else
                {
                    Counters.BadChecksums++;
                    Noise();
                    start++;
                }
            }
            else if (first <= ' ')
            {
                // Line ends, and what some receivers put between sentences.
                start++;
            }
            else
            {
                Noise();
                start = NextMessage(start + 1, end);
            }

            searched = start;
            if (start >= fresh)
            {
                _nmea.LineUptimeMilliseconds = uptime;
                fresh = int.MaxValue;
            }
        }

        int rest = end - start;
        if (start > 0 && rest > 0)
        {
            Array.Copy(buffer, start, buffer, 0, rest);
        }

        _frontUptimeMilliseconds = start < carried ? frontUptime : uptime;
        _searched = searched > start ? searched - start : 0;
        _length = rest;
    }

    private void Noise()
    {
        if (!_isNoise)
        {
            _isNoise = true;
            Counters.Resynchronisations++;
        }
    }

    // Where the next '$' or first byte of UBX is, or else the end.
    private int NextMessage(int start, int end)
    {
        if (start >= end)
        {
            return end;
        }

        int dollar = Array.IndexOf(_buffer, _dollar, start, end - start);
        if (dollar >= 0)
        {
            end = dollar;
        }

        int synchronisation = start < end ? Array.IndexOf(_buffer, _synchronisation, start, end - start) : -1;
        return synchronisation >= 0 ? synchronisation : end;
    }

    // A line that is not just one good sentence: reads the one that it begins with, if it is one, and gives where to go on.
    private int Recover(int start, int stop)
    {
        byte[] buffer = _buffer;
        int next = NextMessage(start + 1, stop);
        int star = Array.IndexOf(buffer, _star, start, next - start);
        int end = star + 3;
        if (star < 0 || end > next || end - start < NmeaSentences.ShortestSentence)
        {
            Counters.Malformed++;
            return next;
        }

        if (!_nmea.Sentence(start, end))
        {
            Counters.BadChecksums++;
        }

        return end;
    }
}
