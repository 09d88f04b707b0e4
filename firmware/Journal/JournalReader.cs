namespace Telltale.Journal;

/// <summary>
/// Hands frames out in drain order: security, alerts, required with the pinned ones first, each oldest first; then ordinary ones by setting. What was handed out or released is
/// passed over; places up to which that is known spare reading it again.
/// </summary>
internal sealed class JournalReader
{
    // Headers passed over in one call, so that none takes long.
    private const int ReadsInCall = 8;

    private readonly JournalFiles _files;

    // What the newest call found: a single file, or a record of a segment.
    private SingleFile _single;
    private Segment _segment;
    private int _position;
    private int _length;
    private int _lengthBelow;

    private bool _mayHaveElevated;
    private int _reads;

    // Every ordinary segment older than this one, newest first every newer one but the newest, is done.
    private int _placeNumber;
    private int _newestNumber;

    public JournalReader(JournalFiles files)
    {
        _files = files;
    }

    /// <summary>False when nothing is to be handed out.</summary>
    public bool MayHaveUnsent { get; private set; }

    public int Stream { get; private set; }

    public int Sequence { get; private set; }

    public int Priority { get; private set; }

    private bool IsExhausted => _reads >= ReadsInCall;

    private bool IsNewestFirst => _files.Settings.DrainOrder == DrainOrder.NewestFirst;

    /// <summary>Something was added, or may be handed out again.</summary>
    public void Wake(bool isElevated)
    {
        MayHaveUnsent = true;
        _mayHaveElevated = _mayHaveElevated || isElevated;
    }

    /// <summary>Looks at everything again.</summary>
    public void Rewind()
    {
        for (int index = 0; index < _files.Ordinary.Count; index++)
        {
            _files.Ordinary.At(index).ForgetDone();
        }

        for (int index = 0; index < _files.Kept.Count; index++)
        {
            _files.Kept.At(index).ForgetDone();
        }

        ForgetPlace();
        Wake(true);
    }

    /// <summary>Looks again at what may hold a number of the range.</summary>
    public void RewindTo(int stream, int first, int last)
    {
        for (int index = 0; index < _files.Ordinary.Count; index++)
        {
            Segment segment = _files.Ordinary.At(index);
            if (segment.Stream == stream && segment.First <= last && _files.LastPossible(index) >= first)
            {
                segment.ForgetDone();
            }
        }

        for (int index = 0; index < _files.Kept.Count; index++)
        {
            Segment segment = _files.Kept.At(index);
            if (segment.Stream == stream && segment.First <= last && (segment.Last == 0 || segment.Last >= first))
            {
                segment.ForgetDone();
            }
        }

        ForgetPlace();
        Wake(true);
    }

    /// <summary>Reads the next frame. It is read again by the next call unless <see cref="MarkSent"/> comes between.</summary>
    /// <returns>Its length; 0 when there is none, or when looking for it goes on in the next call.</returns>
    public int ReadNext(byte[] buffer)
    {
        _single = null;
        _segment = null;
        _reads = 0;
        if (!MayHaveUnsent)
        {
            return 0;
        }

        if (_mayHaveElevated)
        {
            for (int rank = 3; rank > 0; rank--)
            {
                int length = ReadElevated(rank, buffer);
                if (length > 0 || IsExhausted)
                {
                    return length;
                }
            }

            _mayHaveElevated = false;
        }

        int found = IsNewestFirst ? ReadNewestFirst(buffer) : ReadOldestFirst(buffer);
        MayHaveUnsent = found > 0 || IsExhausted;
        return found;
    }

    /// <summary>The frame read last is on its way.</summary>
    public void MarkSent()
    {
        if (_segment != null)
        {
            if (_position == _segment.DoneHigh)
            {
                _segment.DoneHigh = _position + _length + RecordFormat.Overhead;
            }
            else
            {
                _segment.DoneLow = _position;
                _segment.LengthBelow = _lengthBelow;
            }
        }

        if ((_segment != null || _single != null) && !_files.Streams.At(Stream).Sent.Add(Sequence, Sequence))
        {
            _files.Counters.MarksForgotten++;
        }

        _segment = null;
        _single = null;
    }

    private void ForgetPlace()
    {
        _placeNumber = 0;
        _newestNumber = 0;
    }

    // Pinned ones first, because others cannot be read without them.
    private int ReadElevated(int rank, byte[] buffer)
    {
        int length = ReadSingles(rank, true, buffer);
        for (int index = 0; index < _files.Kept.Count && length == 0 && !IsExhausted; index++)
        {
            if (_files.Kept.At(index).Priority == rank)
            {
                length = ReadForward(_files.Kept.At(index), buffer);
            }
        }

        return length > 0 || IsExhausted ? length : ReadSingles(rank, false, buffer);
    }

    private int ReadSingles(int rank, bool isPinned, byte[] buffer)
    {
        int length = 0;
        for (int index = 0; index < _files.Singles.Count && length == 0 && !IsExhausted; index++)
        {
            SingleFile file = _files.Singles.At(index);
            if (file.Rank == rank && file.IsPinned == isPinned && !file.IsGone && _files.Streams.At(file.Stream).IsToSend(file.Sequence))
            {
                length = ReadSingle(file, buffer);
            }
        }

        return length;
    }

    private int ReadSingle(SingleFile file, byte[] buffer)
    {
        _reads++;
        RecordState state = _files.Records.ReadHeader(file.Name, RecordFormat.FileHeaderLength);
        int length = _files.Records.Length;
        if (state == RecordState.Found && length > buffer.Length)
        {
            _files.Counters.FramesTooLong++;
            return 0;
        }

        if (state != RecordState.Found || _files.Records.Sequence != file.Sequence
            || !_files.Records.ReadFrame(file.Name, RecordFormat.FileHeaderLength, buffer, length))
        {
            _files.Counters.SinglesDamaged++;
            file.IsGone = true;
            _files.HasGone = true;
            _files.AddDropped(file.Stream, file.Sequence, file.Sequence, DropReason.Damaged);
            return 0;
        }

        _single = file;
        Take(file.Stream, file.Sequence, file.Priority, length);
        return length;
    }

    private int ReadOldestFirst(byte[] buffer)
    {
        for (int index = _files.Ordinary.IndexOf(_placeNumber); index < _files.Ordinary.Count; index++)
        {
            Segment segment = _files.Ordinary.At(index);
            _placeNumber = segment.Number;
            int length = ReadForward(segment, buffer);
            if (length > 0 || IsExhausted)
            {
                return length;
            }
        }

        return 0;
    }

    private int ReadNewestFirst(byte[] buffer)
    {
        Segment newest = _files.Ordinary.Newest;
        if (newest == null)
        {
            return 0;
        }

        if (newest.Number != _newestNumber)
        {
            // The one that was the newest may not be done.
            _newestNumber = newest.Number;
            _placeNumber = newest.Number;
        }

        int length = newest.IsForwardOnly ? ReadForward(newest, buffer) : ReadBackward(newest, buffer);
        if (length > 0 || IsExhausted)
        {
            return length;
        }

        for (int index = _files.Ordinary.IndexOf(_placeNumber + 1) - 1; index >= 0; index--)
        {
            Segment segment = _files.Ordinary.At(index);
            _placeNumber = segment.Number;
            length = segment.IsForwardOnly ? ReadForward(segment, buffer) : ReadBackward(segment, buffer);
            if (length > 0 || IsExhausted)
            {
                return length;
            }
        }

        return 0;
    }

    private int ReadForward(Segment segment, byte[] buffer)
    {
        if (segment.DoneHigh == 0)
        {
            segment.DoneLow = RecordFormat.FileHeaderLength;
            segment.DoneHigh = segment.SettledTo;
        }

        if (_files.StreamOf(segment) < 0)
        {
            return 0;
        }

        while (!segment.IsGone && !(segment.IsEndKnown && segment.DoneHigh >= segment.Bytes) && !IsExhausted)
        {
            _reads++;
            int position = segment.DoneHigh;
            RecordState state = _files.Records.ReadHeader(segment.Name, position);
            segment.LastSeen = state == RecordState.Found ? _files.Records.Sequence : segment.LastSeen;
            if (state == RecordState.Found && TryTake(segment, position, buffer))
            {
                return _length;
            }

            if (state == RecordState.Damaged)
            {
                _files.MarkDamaged(segment, position);
            }
            else if (state == RecordState.End)
            {
                _files.TableOf(segment).Resize(segment, position);
                segment.IsEndKnown = true;
                segment.Last = segment.Last == 0 ? segment.LastSeen : segment.Last;
                _files.LookAtFrom(segment.Number);
            }

            // Reading the frame may have met damage too.
            segment.DoneLow = RecordFormat.FileHeaderLength;
            segment.DoneHigh = segment.IsDamaged && segment.Bytes <= position ? segment.Bytes
                : state == RecordState.Found ? position + _files.Records.Length + RecordFormat.Overhead : position;
        }

        return 0;
    }

    private int ReadBackward(Segment segment, byte[] buffer)
    {
        if (segment.IsGone || _files.StreamOf(segment) < 0)
        {
            return 0;
        }

        if (!segment.IsEndKnown)
        {
            int bytes = _files.Volume.Length(segment.Name);
            _files.Ordinary.Resize(segment, bytes > RecordFormat.FileHeaderLength ? bytes : RecordFormat.FileHeaderLength);
            segment.IsEndKnown = true;
        }

        if (segment.DoneHigh != 0 && segment.DoneHigh < segment.Bytes && segment.DoneHigh == segment.LastPosition)
        {
            // One frame came since: it goes first, and the way down goes on where it was.
            _reads++;
            if (_files.Records.ReadHeader(segment.Name, segment.DoneHigh) != RecordState.Found)
            {
                return ReadForwardOnly(segment, buffer);
            }

            if (TryTake(segment, segment.DoneHigh, buffer))
            {
                return _length;
            }

            segment.DoneHigh = segment.Bytes;
        }
        else if (segment.DoneHigh < segment.Bytes)
        {
            segment.DoneLow = segment.Bytes;
            segment.DoneHigh = segment.Bytes;
            segment.LengthBelow = 0;
        }

        while (segment.DoneLow > RecordFormat.FileHeaderLength && !IsExhausted)
        {
            _reads++;
            int below = segment.LengthBelow != 0 ? segment.LengthBelow : _files.Records.ReadTrailer(segment.Name, segment.DoneLow);
            int position = segment.DoneLow - RecordFormat.Overhead - below;
            if (below == 0 || position < RecordFormat.FileHeaderLength
                || _files.Records.ReadHeaderAndBelow(segment.Name, position, below) != RecordState.Found)
            {
                return ReadForwardOnly(segment, buffer);
            }

            if (segment.DoneLow == segment.Bytes && segment.Last == 0)
            {
                segment.Last = _files.Records.Sequence;
                segment.LastPosition = position;
            }

            if (TryTake(segment, position, buffer))
            {
                return _length;
            }

            if (segment.IsForwardOnly)
            {
                return ReadForward(segment, buffer);
            }

            segment.DoneLow = position;
            segment.LengthBelow = _files.Records.LengthBelow;
            if (position == RecordFormat.FileHeaderLength)
            {
                _files.LookAtFrom(segment.Number);
            }
        }

        return 0;
    }

    // Damage is judged on the way forwards.
    private int ReadForwardOnly(Segment segment, byte[] buffer)
    {
        segment.IsForwardOnly = true;
        segment.ForgetDone();
        return ReadForward(segment, buffer);
    }

    // Takes the record whose header was read last, if it is to be sent and its frame can be read.
    private bool TryTake(Segment segment, int position, byte[] buffer)
    {
        RecordFormat records = _files.Records;
        int length = records.Length;
        if (!_files.Streams.At(segment.Stream).IsToSend(records.Sequence))
        {
            return false;
        }

        if (length > buffer.Length)
        {
            _files.Counters.FramesTooLong++;
            return false;
        }

        if (!records.ReadFrame(segment.Name, position, buffer, length))
        {
            _files.MarkDamaged(segment, position);
            return false;
        }

        _segment = segment;
        _position = position;
        _lengthBelow = records.LengthBelow;
        Take(segment.Stream, records.Sequence, segment.Priority, length);
        return true;
    }

    private void Take(int stream, int sequence, int priority, int length)
    {
        Stream = stream;
        Sequence = sequence;
        Priority = priority;
        _length = length;
    }
}
