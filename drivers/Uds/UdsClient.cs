using Telltale.Can;
using Telltale.IsoTp;

namespace Telltale.Uds;

/// <summary>
/// Reads from one ECU by unified diagnostic services (ISO 14229-1:2020) over ISO-TP, one request at a time: data by identifier and trouble codes, and the
/// sessions for them. It can send nothing but services 0x10 (default and extended session), 0x19, 0x22 and 0x3E. Made once; nothing is allocated afterwards.
/// </summary>
public sealed class UdsClient
{
    /// <summary>What was done.</summary>
    public readonly UdsCounters Counters = new UdsCounters();

    /// <summary>How the last request ended.</summary>
    public UdsResult LastResult;

    /// <summary>The code of the last negative response that ended a request; <see cref="UdsNegativeResponse"/> names it.</summary>
    public int NegativeResponseCode;

    /// <summary>Why the request or the response did not go over, after <see cref="UdsResult.RequestLost"/> and <see cref="UdsResult.ResponseLost"/>.</summary>
    public IsoTpResult TransportResult;

    private const int SessionControl = 0x10;
    private const int ReadDtcInformation = 0x19;
    private const int ReadDataByIdentifier = 0x22;
    private const int TesterPresent = 0x3E;
    private const int NegativeResponse = 0x7F;
    private const int PositiveOffset = 0x40;

    private const int DefaultSession = 0x01;
    private const int ExtendedSession = 0x03;

    private const int NumberByStatusMask = 0x01;
    private const int ByStatusMask = 0x02;
    private const int ExtendedDataByDtc = 0x06;
    private const int Supported = 0x0A;
    private const int MirrorByStatusMask = 0x0F;

    private const int Idle = 0;
    private const int Sending = 1;
    private const int Waiting = 2;
    private const int Repeating = 3;
    private const int SendingTesterPresent = 4;

    private readonly UdsSettings _settings;
    private readonly IsoTpAddress _address;
    private readonly IsoTpSender _sender;
    private readonly IsoTpReceiver _receiver;
    private readonly byte[] _request;
    private readonly byte[] _testerPresent = new byte[] { TesterPresent, 0x80 };

    private readonly int[] _identifiers;
    private readonly int[] _lengths;
    private readonly int[] _offsets;
    private int _identifierCount;

    private int _state;
    private int _requestLength;
    private int _responseLength;
    private int _pending;
    private int _repeats;
    private long _deadline;
    private long _limit;

    private bool _maySend;
    private bool _isExtendedSession;
    private int _p2;
    private int _p2Star;
    private long _lastHeard;
    private long _lastRequest;
    private bool _mayBeLate;
    private long _givesWayUntil = long.MinValue;

    /// <summary>Makes a client; nothing is sent before <see cref="Step"/> is told that it may.</summary>
    /// <param name="can">The controller.</param>
    /// <param name="settings">Times and limits.</param>
    /// <param name="address">The ECU's physical address, as this side sees it.</param>
    public UdsClient(ICanController can, UdsSettings settings, IsoTpAddress address)
    {
        _settings = settings;
        _address = address;
        int identifiers = settings.MaximumIdentifiers;
        int longest = 1 + 2 * identifiers;
        _request = new byte[longest < 8 ? 8 : longest];
        _sender = new IsoTpSender(can, settings.IsoTp, _request.Length);
        _receiver = new IsoTpReceiver(can, settings.IsoTp, settings.ResponseCapacity);
        _receiver.Listen(address);
        _identifiers = new int[identifiers];
        _lengths = new int[identifiers];
        _offsets = new int[identifiers];
        EndSession();
    }

    /// <summary>True from a request to its end.</summary>
    public bool IsBusy => _state == Sending || _state == Waiting || _state == Repeating;

    /// <summary>True while the ECU is kept in the extended session.</summary>
    public bool IsExtendedSession => _isExtendedSession;

    /// <summary>P2 as it is now, in milliseconds.</summary>
    public int P2Milliseconds => _p2;

    /// <summary>P2* as it is now, in milliseconds.</summary>
    public int P2StarMilliseconds => _p2Star;

    /// <summary>The last response, from its first byte; meaningful after <see cref="UdsResult.Positive"/> and until the next request.</summary>
    public byte[] Response => _receiver.Message;

    /// <summary>Its length in bytes.</summary>
    public int ResponseLength => _responseLength;

    /// <summary>Which status bits the ECU supports, after reading trouble codes or their number.</summary>
    public int DtcStatusAvailabilityMask => _receiver.Message[2];

    /// <summary>How trouble codes are to be read, after <see cref="TryReadDtcNumber"/>: a format of <see cref="UdsDtc"/>.</summary>
    public int DtcFormat => _receiver.Message[3];

    /// <summary>How many trouble codes there are, after <see cref="TryReadDtcNumber"/>.</summary>
    public int DtcNumber => (_receiver.Message[4] << 8) | _receiver.Message[5];

    /// <summary>How many trouble codes were read.</summary>
    public int DtcCount { get; private set; }

    /// <summary>Begins the extended session (0x10 03), and keeps the ECU in it with tester present.</summary>
    /// <returns>False when nothing may be sent now: a request is under way, another tester is at work, or <see cref="Step"/> was not told that it may.</returns>
    public bool TryBeginExtendedSession(long uptimeMilliseconds)
    {
        return TryChangeSession(ExtendedSession, uptimeMilliseconds);
    }

    /// <summary>Goes back to the default session (0x10 01). Tester present ends at once, whatever the ECU answers.</summary>
    /// <returns>False when nothing may be sent now.</returns>
    public bool TryBeginDefaultSession(long uptimeMilliseconds)
    {
        if (!TryChangeSession(DefaultSession, uptimeMilliseconds))
        {
            return false;
        }

        EndSession();
        return true;
    }

    /// <summary>Reads data by identifier (0x22).</summary>
    /// <param name="identifiers">Data identifiers, 0 to 0xFFFF each; copied.</param>
    /// <param name="lengths">How many bytes each has; 0 where that is not known, which only the last may be.</param>
    /// <param name="count">How many of them, 1 to the most of the settings.</param>
    /// <param name="uptimeMilliseconds">Now.</param>
    /// <returns>False when nothing may be sent now, or an argument is out of range.</returns>
    public bool TryReadData(int[] identifiers, int[] lengths, int count, long uptimeMilliseconds)
    {
        if (!MayBegin(uptimeMilliseconds) || count < 1 || count > _identifiers.Length || count > identifiers.Length || count > lengths.Length)
        {
            return false;
        }

        for (int index = 0; index < count; index++)
        {
            if (identifiers[index] < 0 || identifiers[index] > 0xFFFF || lengths[index] < 0 || (lengths[index] == 0 && index != count - 1))
            {
                return false;
            }
        }

        _request[0] = ReadDataByIdentifier;
        for (int index = 0; index < count; index++)
        {
            _identifiers[index] = identifiers[index];
            _lengths[index] = lengths[index];
            _offsets[index] = -1;
            _request[1 + 2 * index] = (byte)(identifiers[index] >> 8);
            _request[2 + 2 * index] = (byte)identifiers[index];
        }

        _identifierCount = count;
        return Begin(1 + 2 * count, uptimeMilliseconds);
    }

    /// <summary>After <see cref="TryReadData"/>: where the data of an identifier begin in <see cref="Response"/>; -1 where the ECU left it out.</summary>
    /// <param name="index">Its place in the request.</param>
    public int DataOffset(int index)
    {
        return _offsets[index];
    }

    /// <summary>How many bytes they are; 0 where the ECU left it out.</summary>
    /// <param name="index">Its place in the request.</param>
    public int DataLength(int index)
    {
        if (_offsets[index] < 0)
        {
            return 0;
        }

        return _lengths[index] != 0 ? _lengths[index] : _responseLength - _offsets[index];
    }

    /// <summary>Reads how many trouble codes there are (0x19 01).</summary>
    /// <param name="statusMask">Those with any of these status bits.</param>
    /// <param name="uptimeMilliseconds">Now.</param>
    /// <returns>False when nothing may be sent now.</returns>
    public bool TryReadDtcNumber(int statusMask, long uptimeMilliseconds)
    {
        return TryReadDtcInformation(NumberByStatusMask, statusMask, 3, uptimeMilliseconds);
    }

    /// <summary>Reads trouble codes (0x19 02).</summary>
    /// <param name="statusMask">Those with any of these status bits.</param>
    /// <param name="uptimeMilliseconds">Now.</param>
    /// <returns>False when nothing may be sent now.</returns>
    public bool TryReadDtcs(int statusMask, long uptimeMilliseconds)
    {
        return TryReadDtcInformation(ByStatusMask, statusMask, 3, uptimeMilliseconds);
    }

    /// <summary>Reads every trouble code that the ECU can tell, with its status (0x19 0A).</summary>
    /// <param name="uptimeMilliseconds">Now.</param>
    /// <returns>False when nothing may be sent now.</returns>
    public bool TryReadSupportedDtcs(long uptimeMilliseconds)
    {
        return TryReadDtcInformation(Supported, 0, 2, uptimeMilliseconds);
    }

    /// <summary>Reads trouble codes from the mirror memory (0x19 0F; in ISO 14229-1:2013, reserved since 2020).</summary>
    /// <param name="statusMask">Those with any of these status bits.</param>
    /// <param name="uptimeMilliseconds">Now.</param>
    /// <returns>False when nothing may be sent now.</returns>
    public bool TryReadMirrorDtcs(int statusMask, long uptimeMilliseconds)
    {
        return TryReadDtcInformation(MirrorByStatusMask, statusMask, 3, uptimeMilliseconds);
    }

    /// <summary>
    /// Reads the extended data of a trouble code (0x19 06). The response then holds the code and its status as <see cref="Dtc"/> and <see cref="DtcStatus"/> give
    /// them for 0, and from its sixth byte records, each with its number before it; their lengths are the manufacturer's.
    /// </summary>
    /// <param name="dtc">The code, 24 bits.</param>
    /// <param name="record">The record's number, or 0xFF for all.</param>
    /// <param name="uptimeMilliseconds">Now.</param>
    /// <returns>False when nothing may be sent now.</returns>
    public bool TryReadDtcExtendedData(int dtc, int record, long uptimeMilliseconds)
    {
        if (!MayBegin(uptimeMilliseconds))
        {
            return false;
        }

        _request[0] = ReadDtcInformation;
        _request[1] = ExtendedDataByDtc;
        _request[2] = (byte)(dtc >> 16);
        _request[3] = (byte)(dtc >> 8);
        _request[4] = (byte)dtc;
        _request[5] = (byte)record;
        return Begin(6, uptimeMilliseconds);
    }

    /// <summary>A trouble code that was read, 24 bits; <see cref="UdsDtc.ToText"/> writes it.</summary>
    /// <param name="index">0 to <see cref="DtcCount"/> - 1.</param>
    public int Dtc(int index)
    {
        byte[] message = _receiver.Message;
        int place = DtcPlace(index);
        return (message[place] << 16) | (message[place + 1] << 8) | message[place + 2];
    }

    /// <summary>Its status: bits of <see cref="UdsDtc"/>.</summary>
    /// <param name="index">0 to <see cref="DtcCount"/> - 1.</param>
    public int DtcStatus(int index)
    {
        return _receiver.Message[DtcPlace(index) + 3];
    }

    /// <summary>Takes a frame.</summary>
    /// <returns>True when it came from the ECU's address, whoever had asked for it.</returns>
    public bool Take(CanFrame frame, long uptimeMilliseconds)
    {
        uint key = frame.IsExtended ? frame.Identifier | CanFrame.ExtendedKey : frame.Identifier;
        if (key != _address.ReceiveKey || (_address.Offset != 0 && (frame.Length < 1 || frame.Data[0] != _address.ReceiveByte)))
        {
            return false;
        }

        switch (_state)
        {
            case Sending:
                if (!_sender.Take(frame, uptimeMilliseconds))
                {
                    Counters.FramesUnsolicited++;
                }

                LookAtSender(uptimeMilliseconds);
                break;
            case Waiting:
                TakeWhileWaiting(frame, uptimeMilliseconds);
                break;
            default:
                // A response to somebody else must not get flow control from here too.
                Counters.FramesUnsolicited++;
                if (_state == Idle && !_mayBeLate && !_isExtendedSession)
                {
                    _givesWayUntil = uptimeMilliseconds + _settings.GiveWayMilliseconds;
                    Counters.GivenWay++;
                }

                break;
        }

        return true;
    }

    /// <summary>Does what is due.</summary>
    /// <param name="uptimeMilliseconds">Now. Frames that came before now have been given to <see cref="Take"/>.</param>
    /// <param name="maySend">Whether anything may be sent: the configuration allows it, and the bus is alive.</param>
    public void Step(long uptimeMilliseconds, bool maySend)
    {
        _maySend = maySend;
        if (IsBusy && uptimeMilliseconds > _limit)
        {
            _sender.Reset();
            _receiver.Reset();
            Finish(UdsResult.Timeout, uptimeMilliseconds);
            return;
        }

        switch (_state)
        {
            case Sending:
            case SendingTesterPresent:
                _sender.Step(uptimeMilliseconds);
                LookAtSender(uptimeMilliseconds);
                break;
            case Waiting:
                StepWaiting(uptimeMilliseconds);
                break;
            case Repeating:
                if (uptimeMilliseconds >= _deadline)
                {
                    Repeat(uptimeMilliseconds);
                }

                break;
            default:
                KeepSession(uptimeMilliseconds);
                break;
        }
    }

    private bool MayBegin(long uptimeMilliseconds)
    {
        return _state == Idle && _maySend && uptimeMilliseconds >= _givesWayUntil;
    }

    private bool TryChangeSession(int session, long uptimeMilliseconds)
    {
        if (!MayBegin(uptimeMilliseconds))
        {
            return false;
        }

        _request[0] = SessionControl;
        _request[1] = (byte)session;
        return Begin(2, uptimeMilliseconds);
    }

    private bool TryReadDtcInformation(int subFunction, int statusMask, int length, long uptimeMilliseconds)
    {
        if (!MayBegin(uptimeMilliseconds))
        {
            return false;
        }

        _request[0] = ReadDtcInformation;
        _request[1] = (byte)subFunction;
        _request[2] = (byte)statusMask;
        return Begin(length, uptimeMilliseconds);
    }

    private bool Begin(int length, long uptimeMilliseconds)
    {
        _requestLength = length;
        _pending = 0;
        _repeats = 0;
        _limit = uptimeMilliseconds + _settings.MaximumExchangeMilliseconds;
        _lastRequest = uptimeMilliseconds;
        return Send(uptimeMilliseconds);
    }

    private bool Send(long uptimeMilliseconds)
    {
        _receiver.Reset();
        _responseLength = 0;
        DtcCount = 0;
        _mayBeLate = false;
        if (!_sender.TryBegin(_address, _request, _requestLength, uptimeMilliseconds))
        {
            return false;
        }

        Counters.RequestsSent++;
        _state = Sending;
        LookAtSender(uptimeMilliseconds);
        return true;
    }

    private void Repeat(long uptimeMilliseconds)
    {
        if (!_maySend || !Send(uptimeMilliseconds))
        {
            Finish(UdsResult.Negative, uptimeMilliseconds);
        }
    }

    private void LookAtSender(long uptimeMilliseconds)
    {
        if (_sender.IsSending)
        {
            return;
        }

        bool isSent = _sender.LastResult == IsoTpResult.Ok;
        if (_state == SendingTesterPresent)
        {
            _state = Idle;
            if (isSent)
            {
                Counters.TesterPresentsSent++;
                _lastHeard = uptimeMilliseconds;
            }
            else
            {
                Counters.TransportErrors++;
            }
        }
        else if (isSent)
        {
            _state = Waiting;
            _deadline = uptimeMilliseconds + _p2 + _settings.MarginMilliseconds;
        }
        else
        {
            TransportResult = _sender.LastResult;
            Finish(UdsResult.RequestLost, uptimeMilliseconds);
        }
    }

    private void TakeWhileWaiting(CanFrame frame, long uptimeMilliseconds)
    {
        int lost = _receiver.MessagesLost;
        if (_receiver.Take(frame, uptimeMilliseconds))
        {
            TakeResponse(_receiver.Message, _receiver.Length, uptimeMilliseconds);
        }
        else if (_receiver.MessagesLost != lost && !_receiver.IsReceiving)
        {
            TransportResult = _receiver.LastResult;
            Finish(UdsResult.ResponseLost, uptimeMilliseconds);
        }
    }

    private void StepWaiting(long uptimeMilliseconds)
    {
        if (_receiver.IsReceiving)
        {
            _receiver.Step(uptimeMilliseconds);
            if (!_receiver.IsReceiving)
            {
                TransportResult = _receiver.LastResult;
                Finish(UdsResult.ResponseLost, uptimeMilliseconds);
            }
        }
        else if (uptimeMilliseconds > _deadline)
        {
            Finish(UdsResult.Timeout, uptimeMilliseconds);
        }
    }

    private void TakeResponse(byte[] message, int length, long uptimeMilliseconds)
    {
        int service = _request[0];
        if (message[0] == NegativeResponse)
        {
            if (length < 3 || message[1] != service)
            {
                Counters.ResponsesIgnored++;
                return;
            }

            TakeNegative(message[2], uptimeMilliseconds);
            return;
        }

        // The right answer may still come: a time-out ends the wait.
        if (message[0] != service + PositiveOffset || !IsForRequest(message, length))
        {
            Counters.ResponsesIgnored++;
            return;
        }

        _responseLength = length;
        Finish(TakePositive(message, length) ? UdsResult.Positive : UdsResult.ResponseMalformed, uptimeMilliseconds);
    }

    private void TakeNegative(int code, long uptimeMilliseconds)
    {
        NegativeResponseCode = code;
        _lastHeard = uptimeMilliseconds;
        switch (code)
        {
            case UdsNegativeResponse.RequestCorrectlyReceivedResponsePending:
                Counters.ResponsesPending++;
                _pending++;
                if (_pending > _settings.MaximumPending)
                {
                    Finish(UdsResult.PendingTooOften, uptimeMilliseconds);
                    return;
                }

                _deadline = uptimeMilliseconds + _p2Star + _settings.MarginMilliseconds;
                break;
            case UdsNegativeResponse.BusyRepeatRequest:
                if (_repeats >= _settings.MaximumBusyRepeats)
                {
                    Finish(UdsResult.Negative, uptimeMilliseconds);
                    return;
                }

                Counters.BusyRepeats++;
                _repeats++;
                _state = Repeating;
                _deadline = uptimeMilliseconds + _settings.BusyDelayMilliseconds;
                break;
            default:
                Finish(UdsResult.Negative, uptimeMilliseconds);
                break;
        }
    }

    // Whether a positive response to this service is one to this request.
    private bool IsForRequest(byte[] message, int length)
    {
        if (_request[0] == ReadDataByIdentifier)
        {
            return length >= 3 && FindIdentifier((message[1] << 8) | message[2], false) >= 0;
        }

        if (length < 2 || message[1] != _request[1])
        {
            return false;
        }

        if (_request[0] == ReadDtcInformation && _request[1] == ExtendedDataByDtc && length >= 5)
        {
            return message[2] == _request[2] && message[3] == _request[3] && message[4] == _request[4];
        }

        return true;
    }

    private bool TakePositive(byte[] message, int length)
    {
        switch (_request[0])
        {
            case SessionControl:
                return TakeSession(message, length);
            case ReadDataByIdentifier:
                return TakeData(message, length);
            default:
                return TakeDtcs(length);
        }
    }

    private bool TakeSession(byte[] message, int length)
    {
        _p2 = _settings.P2Milliseconds;
        _p2Star = _settings.P2StarMilliseconds;
        if (length >= 6)
        {
            _p2 = Believed((message[2] << 8) | message[3], _settings.P2Milliseconds, _settings.MaximumP2Milliseconds);
            _p2Star = Believed(10 * ((message[4] << 8) | message[5]), _settings.P2StarMilliseconds, _settings.MaximumP2StarMilliseconds);
        }

        _isExtendedSession = _request[1] == ExtendedSession;
        return true;
    }

    // Nobody answers in no time at all.
    private static int Believed(int said, int otherwise, int most)
    {
        if (said == 0)
        {
            return otherwise;
        }

        return said < most ? said : most;
    }

    private bool TakeData(byte[] message, int length)
    {
        int place = 1;
        while (place < length)
        {
            if (place + 2 > length)
            {
                return false;
            }

            int found = FindIdentifier((message[place] << 8) | message[place + 1], true);
            place += 2;
            if (found < 0 || place == length)
            {
                return false;
            }

            int part = _lengths[found] != 0 ? _lengths[found] : length - place;
            if (part > length - place)
            {
                return false;
            }

            _offsets[found] = place;
            place += part;
        }

        return true;
    }

    private int FindIdentifier(int identifier, bool unanswered)
    {
        for (int index = 0; index < _identifierCount; index++)
        {
            if (_identifiers[index] == identifier && (!unanswered || _offsets[index] < 0))
            {
                return index;
            }
        }

        return -1;
    }

    private bool TakeDtcs(int length)
    {
        switch (_request[1])
        {
            case NumberByStatusMask:
                return length >= 6;
            case ExtendedDataByDtc:
                DtcCount = length >= 6 ? 1 : 0;
                return DtcCount == 1;
            default:
                if (length < 3 || ((length - 3) & 3) != 0)
                {
                    return false;
                }

                DtcCount = (length - 3) >> 2;
                return true;
        }
    }

    private int DtcPlace(int index)
    {
        return _request[1] == ExtendedDataByDtc ? 2 : 3 + 4 * index;
    }

    private void Finish(UdsResult result, long uptimeMilliseconds)
    {
        _state = Idle;
        LastResult = result;
        switch (result)
        {
            case UdsResult.Positive:
                Counters.PositiveResponses++;
                _lastHeard = uptimeMilliseconds;
                break;
            case UdsResult.Negative:
                Counters.NegativeResponses++;
                break;
            case UdsResult.ResponseMalformed:
                Counters.ResponsesMalformed++;
                _lastHeard = uptimeMilliseconds;
                break;
            case UdsResult.RequestLost:
            case UdsResult.ResponseLost:
                Counters.TransportErrors++;
                _mayBeLate = true;
                break;
            default:
                Counters.Timeouts++;
                _mayBeLate = true;
                break;
        }
    }

    private void KeepSession(long uptimeMilliseconds)
    {
        if (!_isExtendedSession)
        {
            return;
        }

        long silent = uptimeMilliseconds - _lastHeard;
        if (silent > _settings.S3Milliseconds)
        {
            Counters.SessionsLost++;
            EndSession();
        }
        else if (uptimeMilliseconds - _lastRequest > _settings.SessionIdleMilliseconds)
        {
            EndSession();
        }
        else if (_maySend && silent >= _settings.TesterPresentMilliseconds && _sender.TryBegin(_address, _testerPresent, 2, uptimeMilliseconds))
        {
            _state = SendingTesterPresent;
            LookAtSender(uptimeMilliseconds);
        }
    }

    private void EndSession()
    {
        _isExtendedSession = false;
        _p2 = _settings.P2Milliseconds;
        _p2Star = _settings.P2StarMilliseconds;
    }
}
