using System;

namespace Telltale.Obd;

/// <summary>
/// Asks every ECU, when told to, for what is not polled: trouble codes (services 03, 07, 0A), freeze frame 0 (02), monitor tests (06) and vehicle
/// information (09) of SAE J1979; of SAE J1979-2 trouble codes and vehicle information. One request at a time, between those of the poller. What is found
/// stands in buffers made at the start, and stays until the next scan. Clearing trouble codes is a method of its own.
/// </summary>
public sealed class ObdScan : IObdRequester
{
    /// <summary>Freeze frame 0 of every ECU that has one.</summary>
    public const int FreezeFrames = 1;

    /// <summary>Stored (confirmed) trouble codes.</summary>
    public const int StoredTroubleCodes = 2;

    /// <summary>Pending trouble codes.</summary>
    public const int PendingTroubleCodes = 4;

    /// <summary>Permanent trouble codes.</summary>
    public const int PermanentTroubleCodes = 8;

    /// <summary>Results of monitor tests.</summary>
    public const int MonitorTests = 16;

    /// <summary>VIN, calibration identifications and their verification numbers, in-use counters, names, as far as an ECU has them.</summary>
    public const int VehicleInformation = 32;

    /// <summary>All of them.</summary>
    public const int Everything = 63;

    /// <summary>The most trouble codes kept.</summary>
    public const int MaximumTroubleCodes = 64;

    /// <summary>The most results kept.</summary>
    public const int MaximumTests = 64;

    /// <summary>The most records kept.</summary>
    public const int MaximumRecords = 64;

    /// <summary>Trouble codes; the first <see cref="TroubleCodeCount"/> mean something.</summary>
    public readonly ObdTroubleCode[] TroubleCodes = new ObdTroubleCode[MaximumTroubleCodes];

    /// <summary>How many trouble codes were found.</summary>
    public int TroubleCodeCount;

    /// <summary>Test results; the first <see cref="TestCount"/> mean something.</summary>
    public readonly ObdMonitorTest[] Tests = new ObdMonitorTest[MaximumTests];

    /// <summary>How many results were found.</summary>
    public int TestCount;

    /// <summary>Items of freeze frames and vehicle information; the first <see cref="RecordCount"/> mean something.</summary>
    public readonly ObdRecord[] Records = new ObdRecord[MaximumRecords];

    /// <summary>How many items were found.</summary>
    public int RecordCount;

    /// <summary>The data of the <see cref="Records"/>.</summary>
    public readonly byte[] Data;

    /// <summary>How much of it is in use.</summary>
    public int DataLength;

    /// <summary>What was found but had no room.</summary>
    public int Dropped;

    /// <summary>Requests that nobody answered, also when asked twice.</summary>
    public int Unanswered;

    /// <summary>Requests that were refused.</summary>
    public int Refused;

    /// <summary>ECUs that confirmed that they cleared their trouble codes.</summary>
    public int EcusCleared;

    /// <summary>True from the begin until everything was asked. Set by this class alone; a field, because a loop looks at it in every turn.</summary>
    public bool IsRunning;

    private const int Kinds = 6;

    // What a request of the present kind asks for.
    private const int AskList = 0;
    private const int AskFreezeCode = 1;
    private const int AskSupport = 2;
    private const int AskItem = 3;

    private readonly ObdFlow _flow;
    private readonly ObdVehicle _vehicle;
    private readonly ObdSettings _settings;
    private readonly int[] _mask = new int[8];

    private int _wanted;
    private bool _isClearing;
    private bool _hasBegun;
    private int _kind;
    private int _ecu;
    private int _step;
    private int _item;
    private bool _isSecondTry;
    private bool _hasFreezeFrame;

    /// <summary>Makes a scan; nothing is asked before it begins.</summary>
    public ObdScan(ObdFlow flow, ObdVehicle vehicle, ObdSettings settings)
    {
        _flow = flow;
        _vehicle = vehicle;
        _settings = settings;
        Data = new byte[settings.ScanCapacity];
        for (int index = 0; index < MaximumTroubleCodes; index++)
        {
            TroubleCodes[index] = new ObdTroubleCode();
        }

        for (int index = 0; index < MaximumTests; index++)
        {
            Tests[index] = new ObdMonitorTest();
        }

        for (int index = 0; index < MaximumRecords; index++)
        {
            Records[index] = new ObdRecord();
        }
    }

    /// <summary>Begins a scan; it is asked when the bus allows it, which may be never.</summary>
    /// <param name="what">One or more of the constants above, added.</param>
    /// <returns>False when one is running, or nothing was asked for.</returns>
    public bool TryBegin(int what)
    {
        if (IsRunning || (what & Everything) == 0)
        {
            return false;
        }

        _wanted = what & Everything;
        _isClearing = false;
        Begin();
        return true;
    }

    /// <summary>
    /// Has every ECU clear its trouble codes, freeze frames, test results and readiness (service 04). The vehicle may fail an inspection afterwards, and
    /// evidence of a fault is lost; so it needs <see cref="ObdSettings.MayClearTroubleCodes"/>, and nothing else does it.
    /// </summary>
    /// <returns>False when it is not allowed, or a scan is running.</returns>
    public bool TryClearTroubleCodes()
    {
        if (IsRunning || !_settings.MayClearTroubleCodes)
        {
            return false;
        }

        _wanted = 0;
        _isClearing = true;
        Begin();
        return true;
    }

    /// <summary>Ends a scan; what was found stays.</summary>
    public void Abort()
    {
        IsRunning = false;
    }

    /// <summary>Has a running scan begin anew: it may be another vehicle. A clearing ends: it was not meant for that one.</summary>
    internal void Restart()
    {
        if (IsRunning)
        {
            if (_isClearing)
            {
                IsRunning = false;
            }
            else
            {
                Begin();
            }
        }
    }

    /// <summary>Asks what is to be asked next.</summary>
    internal void Ask(long uptimeMilliseconds)
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            _kind = -1;
            _ecu = ObdAddressing.MaximumEcus;
            NextEcu();
            if (!IsRunning)
            {
                return;
            }
        }

        _flow.TrySend(this, _ecu, Compose(_flow.Request), uptimeMilliseconds);
    }

    /// <inheritdoc/>
    public bool TakeResponse(int ecu, byte[] message, int length, long uptimeMilliseconds)
    {
        if (_isClearing)
        {
            EcusCleared++;
            return true;
        }

        switch (_step)
        {
            case AskList: return _vehicle.IsUds ? TakeUdsTroubleCodes(ecu, message, length) : TakeTroubleCodes(ecu, message, length);
            case AskFreezeCode: return TakeFreezeCode(message, length);
            case AskSupport: return TakeSupport(message, length);
            default: return ServiceOf(_kind) == 0x06 ? TakeTests(ecu, message, length) : TakeItem(ecu, message, length);
        }
    }

    /// <inheritdoc/>
    public void Finish(ObdOutcome outcome, long uptimeMilliseconds)
    {
        if (!IsRunning)
        {
            return;
        }

        if (outcome == ObdOutcome.Unanswered && !_isSecondTry && !_isClearing)
        {
            _isSecondTry = true;
            return;
        }

        _isSecondTry = false;
        if (outcome == ObdOutcome.Unanswered)
        {
            Unanswered++;
        }
        else if (outcome == ObdOutcome.Refused)
        {
            Refused++;
        }

        Advance(outcome == ObdOutcome.Answered);
    }

    private static int ServiceOf(int kind)
    {
        switch (1 << kind)
        {
            case FreezeFrames: return 0x02;
            case StoredTroubleCodes: return 0x03;
            case PendingTroubleCodes: return 0x07;
            case PermanentTroubleCodes: return 0x0A;
            case MonitorTests: return 0x06;
            default: return 0x09;
        }
    }

    private void Begin()
    {
        IsRunning = true;
        _hasBegun = false;
        _isSecondTry = false;
        TroubleCodeCount = 0;
        TestCount = 0;
        RecordCount = 0;
        DataLength = 0;
        Dropped = 0;
        Unanswered = 0;
        Refused = 0;
        EcusCleared = 0;
    }

    private void Advance(bool isAnswered)
    {
        switch (_step)
        {
            case AskFreezeCode:
                if (isAnswered && _hasFreezeFrame)
                {
                    _step = AskSupport;
                    _item = 0;
                }
                else
                {
                    NextEcu();
                }

                break;
            case AskSupport:
                int range = _item >> 5;
                if (!isAnswered)
                {
                    _mask[range] = 0;
                }

                if (range < 7 && (_mask[range] & 1) != 0)
                {
                    _item += 0x20;
                }
                else
                {
                    _step = AskItem;
                    _item = 0;
                    NextItem();
                }

                break;
            case AskItem:
                NextItem();
                break;
            default:
                NextEcu();
                break;
        }
    }

    private void NextItem()
    {
        do
        {
            _item++;
        }
        while (_item < 256 && !IsWanted(_item));
        if (_item >= 256)
        {
            NextEcu();
        }
    }

    private bool IsWanted(int item)
    {
        bool isSupported = ((_mask[item >> 5] >> (32 - (item & 31))) & 1) != 0;

        // The last of a range says only whether there is a next one. On CAN the odd information types up to 9, which count messages, mean nothing.
        return (item & 31) != 0 && isSupported && (ServiceOf(_kind) != 0x09 || item > 9 || (item & 1) == 0);
    }

    private void NextEcu()
    {
        while (true)
        {
            _ecu++;
            if (_ecu >= ObdAddressing.MaximumEcus)
            {
                _ecu = 0;
                do
                {
                    _kind++;
                }
                while (_kind < Kinds && !_isClearing && !IsKindWanted(_kind));
                if (_kind >= (_isClearing ? 1 : Kinds))
                {
                    IsRunning = false;
                    return;
                }
            }

            if (_vehicle.IsPresent(_ecu))
            {
                break;
            }
        }

        for (int range = 0; range < _mask.Length; range++)
        {
            _mask[range] = 0;
        }

        _item = 0;
        _hasFreezeFrame = false;
        int service = ServiceOf(_kind);
        if (_isClearing || service == 0x03 || service == 0x07 || service == 0x0A)
        {
            _step = AskList;
        }
        else
        {
            _step = service == 0x02 ? AskFreezeCode : AskSupport;
        }
    }

    // SAE J1979-2 tells freeze frames and test results in another way, which is not asked for here.
    private bool IsKindWanted(int kind)
    {
        int bit = 1 << kind;
        return (_wanted & bit) != 0 && (!_vehicle.IsUds || (bit != FreezeFrames && bit != MonitorTests));
    }

    private int Compose(byte[] request)
    {
        bool isUds = _vehicle.IsUds;
        if (_isClearing)
        {
            if (!isUds)
            {
                request[1] = 0x04;
                return 1;
            }

            request[1] = 0x14;
            request[2] = 0xFF;
            request[3] = 0xFF;
            request[4] = 0x33;
            return 4;
        }

        int service = ServiceOf(_kind);
        if (_step == AskList)
        {
            return isUds ? ComposeUdsList(request, service) : ComposeService(request, service, 1);
        }

        if (isUds)
        {
            request[1] = 0x22;
            request[2] = 0xF8;
            request[3] = (byte)_item;
            return 3;
        }

        request[2] = (byte)(_step == AskFreezeCode ? 0x02 : _item);
        request[3] = 0x00;
        return ComposeService(request, service, service == 0x02 ? 3 : 2);
    }

    private static int ComposeService(byte[] request, int service, int length)
    {
        request[1] = (byte)service;
        return length;
    }

    // ISO 14229-1: reportWWHOBDDTCByMaskRecord (0x42) and ...WithPermanentStatus (0x55), functional group 0x33 (emissions).
    private static int ComposeUdsList(byte[] request, int service)
    {
        request[1] = 0x19;
        request[3] = 0x33;
        if (service == 0x0A)
        {
            request[2] = 0x55;
            return 3;
        }

        request[2] = 0x42;
        request[4] = (byte)(service == 0x03 ? 0x08 : 0x04);
        request[5] = 0xFF;
        return 5;
    }

    private bool TakeTroubleCodes(int ecu, byte[] message, int length)
    {
        if (length < 2 || length < 2 + 2 * message[1])
        {
            return false;
        }

        int end = 2 + 2 * message[1];
        for (int place = 2; place < end; place += 2)
        {
            AddTroubleCode(ecu, (message[place] << 8) | message[place + 1], -1, -1);
        }

        return true;
    }

    private bool TakeUdsTroubleCodes(int ecu, byte[] message, int length)
    {
        // 59 42, group, two masks, format, then severity, three bytes and status each; 59 55, group, mask, format, then three bytes and status.
        bool isPermanent = ServiceOf(_kind) == 0x0A;
        int head = isPermanent ? 5 : 6;
        if (length < head || message[1] != _flow.Request[2] || message[2] != 0x33)
        {
            return false;
        }

        int size = isPermanent ? 4 : 5;
        if ((length - head) % size != 0)
        {
            return false;
        }

        for (int place = head; place + size <= length; place += size)
        {
            int code = place + (isPermanent ? 0 : 1);
            AddTroubleCode(ecu, (message[code] << 8) | message[code + 1], message[code + 2], message[code + 3]);
        }

        return true;
    }

    private void AddTroubleCode(int ecu, int code, int failureType, int status)
    {
        // Unused places are filled with zeros.
        if (code == 0)
        {
            return;
        }

        if (TroubleCodeCount == MaximumTroubleCodes)
        {
            Dropped++;
            return;
        }

        ObdTroubleCode found = TroubleCodes[TroubleCodeCount];
        found.EcuAddress = _flow.Addressing.AddressOf(ecu);
        found.Service = ServiceOf(_kind);
        found.Code = code;
        found.FailureType = failureType;
        found.Status = status;
        TroubleCodeCount++;
    }

    private bool TakeFreezeCode(byte[] message, int length)
    {
        if (length < 5 || message[1] != 0x02)
        {
            return false;
        }

        _hasFreezeFrame = (message[3] | message[4]) != 0;
        return true;
    }

    private bool TakeSupport(byte[] message, int length)
    {
        int service = ServiceOf(_kind);
        int place = _vehicle.IsUds ? 2 : 1;
        int masks = place + (service == 0x02 ? 2 : 1);
        if (length < masks + 4 || message[place] != _item || (_vehicle.IsUds && message[1] != 0xF8))
        {
            return false;
        }

        _mask[_item >> 5] = (message[masks] << 24) | (message[masks + 1] << 16) | (message[masks + 2] << 8) | message[masks + 3];
        return true;
    }

    private bool TakeTests(int ecu, byte[] message, int length)
    {
        // Nine bytes a test: monitor, test, scaling, value, minimum, maximum.
        if (length < 10 || (length - 1) % 9 != 0 || message[1] != _item)
        {
            return false;
        }

        for (int place = 1; place < length; place += 9)
        {
            if (TestCount == MaximumTests)
            {
                Dropped++;
                continue;
            }

            ObdMonitorTest test = Tests[TestCount];
            test.EcuAddress = _flow.Addressing.AddressOf(ecu);
            test.Monitor = message[place];
            test.Test = message[place + 1];
            test.Scaling = message[place + 2];
            bool isSigned = ObdScaling.IsSigned(test.Scaling);
            test.Value = Two(message, place + 3, isSigned);
            test.Minimum = Two(message, place + 5, isSigned);
            test.Maximum = Two(message, place + 7, isSigned);
            TestCount++;
        }

        return true;
    }

    private static int Two(byte[] message, int place, bool isSigned)
    {
        int value = (message[place] << 8) | message[place + 1];
        return isSigned ? (short)value : value;
    }

    private bool TakeItem(int ecu, byte[] message, int length)
    {
        int service = ServiceOf(_kind);
        int place = _vehicle.IsUds ? 2 : 1;

        // Service 02 repeats the number of the frame, service 09 counts items; SAE J1979-2 does neither.
        const int first = 3;
        if (length <= first || message[place] != _item || (_vehicle.IsUds && message[1] != 0xF8) || (service == 0x02 && message[2] != 0))
        {
            return false;
        }

        int count = length - first;
        if (RecordCount == MaximumRecords || DataLength + count > Data.Length)
        {
            Dropped++;
            return true;
        }

        ObdRecord record = Records[RecordCount];
        record.EcuAddress = _flow.Addressing.AddressOf(ecu);
        record.Service = service;
        record.Identifier = _item;
        record.Offset = DataLength;
        record.Length = count;
        Array.Copy(message, first, Data, DataLength, count);
        DataLength += count;
        RecordCount++;
        return true;
    }
}
