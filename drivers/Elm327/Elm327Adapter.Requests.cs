using Telltale.Can;

namespace Telltale.Elm327;

// One request: from the frame that is handed in to the line that the adapter takes.
public sealed partial class Elm327Adapter
{
    private const uint FunctionalRequest = 0x7DF;
    private const uint FirstPhysicalRequest = 0x7E0;
    private const uint FirstResponse = 0x7E8;
    private const int MaximumEcus = 8;

    private readonly byte[] _request = new byte[16];

    // The addresses of the ECUs that have answered on a protocol without 11-bit identifiers: the first becomes 0x7E8.
    private readonly int[] _addresses = new int[MaximumEcus];
    private int _addressCount;

    private bool _hasRequest;
    private bool _isRetry;
    private bool _wantsRetry;
    private bool _hasFailed;
    private bool _hasAnswer;
    private int _requestLength;
    private uint _requestHeader;
    private bool _isMapped;
    private int _target;

    private void ForgetAddresses()
    {
        _addressCount = 0;
    }

    private int EcuOf(int address)
    {
        for (int ecu = 0; ecu < _addressCount; ecu++)
        {
            if (_addresses[ecu] == address)
            {
                return ecu;
            }
        }

        if (_addressCount == MaximumEcus)
        {
            return Unknown;
        }

        _addresses[_addressCount] = address;
        _addressCount++;
        return _addressCount - 1;
    }

    // True when the frame was taken, also where it is for nobody.
    private bool Compose(CanFrame frame)
    {
        int length = frame.Length > 0 ? frame.Data[0] : 0;
        if (frame.IsRemote || length < 1 || length > 7 || length >= frame.Length)
        {
            return false;
        }

        int protocol = (int)Protocol;
        uint identifier = frame.Identifier;
        bool isPhysical = !frame.IsExtended && identifier >= FirstPhysicalRequest && identifier < FirstPhysicalRequest + MaximumEcus;
        bool isFunctional = !frame.IsExtended && identifier == FunctionalRequest;
        _target = isPhysical ? (int)(identifier - FirstPhysicalRequest) : Unknown;
        _requestHeader = identifier;
        _isMapped = false;
        if (protocol == 0 || !IsCan(protocol))
        {
            if (!isPhysical && !isFunctional)
            {
                return false;
            }

            // Every legislated request on these protocols is functional, with the header that the adapter sets itself.
            _isMapped = true;
            _requestHeader = 0;
            if (length > 2 && (frame.Data[1] == 0x01 || frame.Data[1] == 0x09))
            {
                // One PID in a request is all that these protocols know.
                length = 2;
            }
        }
        else if (IsExtended(protocol))
        {
            if (isFunctional)
            {
                _isMapped = true;
                _requestHeader = 0x18DB33F1;
            }
            else if (isPhysical)
            {
                _isMapped = true;
                _requestHeader = _target < _addressCount ? 0x18DA00F1 | ((uint)_addresses[_target] << 8) : 0;
            }
            else if (!frame.IsExtended || identifier >> 24 != 0x18)
            {
                return false;
            }
        }
        else if (frame.IsExtended)
        {
            return false;
        }

        if (_isMapped && isPhysical && _target >= _addressCount && protocol != 0)
        {
            AdapterCounters.RequestsDropped++;
            return true;
        }

        for (int index = 0; index < length; index++)
        {
            _request[2 * index] = Digit(frame.Data[1 + index] >> 4);
            _request[(2 * index) + 1] = Digit(frame.Data[1 + index] & 0x0F);
        }

        _request[2 * length] = (byte)'\r';
        _requestLength = (2 * length) + 1;
        _hasRequest = true;
        _isRetry = false;
        return true;
    }

    private static byte Digit(int value)
    {
        return (byte)(value < 10 ? '0' + value : 'A' + value - 10);
    }

    private void SendRequest()
    {
        int protocol = (int)Protocol;
        if (!Choose(protocol, 1))
        {
            return;
        }

        if (IsCan(protocol) && _chipHeader != _requestHeader)
        {
            byte[] header = IsExtended(protocol) ? _header29 : _header11;
            uint rest = _requestHeader;
            for (int place = header.Length - 2; place > 3; place--)
            {
                header[place] = Digit((int)(rest & 0x0F));
                rest >>= 4;
            }

            Command(header, SetsHeader);
            return;
        }

        _phase = Requesting;
        _hasFailed = false;
        _hasAnswer = false;
        _wantsRetry = false;
        bool isQuick = protocol != 0 && (IsCan(protocol) || protocol <= (int)Elm327Protocol.J1850Vpw);
        _deadline = _now + (isQuick ? _settings.RequestTimeoutMilliseconds : _settings.InitialisationTimeoutMilliseconds);
        if (protocol == 0)
        {
            Write(_searchRequest, _searchRequest.Length);
        }
        else
        {
            Write(_request, _requestLength);
        }
    }

    private void EndRequest()
    {
        _phase = Idle;
        if (_chipProtocol == 0)
        {
            // Before the protocol is known a line cannot be read: the request that searched is followed by the one that was wanted.
            if (_hasAnswer)
            {
                Counters.FramesSent++;
                _isDescriptionDue = true;
                GiveSignOfLife();
            }

            _hasRequest = false;
            return;
        }

        if (_wantsRetry && !_isRetry)
        {
            AdapterCounters.Retries++;
            _isRetry = true;
            return;
        }

        _hasRequest = false;
        if (!_hasFailed)
        {
            Counters.FramesSent++;
        }

        if (_hasAnswer)
        {
            _holdOff = _settings.HoldOffMilliseconds;
        }
    }
}
