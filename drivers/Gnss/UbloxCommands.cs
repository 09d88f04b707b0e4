namespace Telltale.Gnss;

/// <summary>
/// Commands for u-blox receivers: CFG messages up to protocol version 26 (UBX-13003221), CFG-VALSET into RAM from version 27 on (UBX-21035062). NAV-DOP is not asked for:
/// NAV-PVT has the accuracy in metres and the position dilution.
/// </summary>
internal sealed class UbloxCommands : ReceiverCommands
{
    public const int Model = 0;
    public const int PositionOn = 1;
    public const int UbxOnly = 2;
    public const int BaudRate = 3;
    public const int Interval = 4;
    public const int SatellitesOn = 5;
    public const int PositionOff = 6;

    /// <summary>The first protocol version whose NAV-PVT has what is read of it, in hundredths: u-blox 8.</summary>
    public const int FirstProtocol = 1500;

    /// <summary>Of the receiver, in hundredths; 0 while not known.</summary>
    public int Protocol;

    private const int FirstProtocolOfValues = 2700;
    private const int ClassNav = 0x01;
    private const int ClassCfg = 0x06;
    private const int ClassMon = 0x0A;
    private const int ClassMga = 0x13;
    private const int NavPvt = 0x07;
    private const int NavSat = 0x35;
    private const int CfgPrt = 0x00;
    private const int CfgMsg = 0x01;
    private const int CfgRate = 0x08;
    private const int CfgNav5 = 0x24;
    private const int CfgValset = 0x8A;
    private const int MonVer = 0x04;
    private const int MgaIni = 0x40;
    private const int LayerRam = 1;
    private const int Automotive = 4;

    private const int KeyRateMeasurement = 0x30210001;
    private const int KeyRateNavigation = 0x30210002;
    private const int KeyDynamicModel = 0x20110021;
    private const int KeyPvtUart1 = 0x20910007;
    private const int KeySatUart1 = 0x20910016;
    private const int KeyUart1OutputUbx = 0x10740001;
    private const int KeyUart1OutputNmea = 0x10740002;
    private const int KeyUart1BaudRate = 0x40520001;

    // 8 data bits, no parity, one stop bit.
    private const int UartMode = 0x08D0;
    private const int ProtocolUbx = 1;
    private const int ProtocolNmea = 2;

    // NAV-PVT, and NAV-SAT of 32 satellites.
    private const int EpochBytes = 100 + 400;

    private readonly UbxWriter _writer = new UbxWriter(48);
    private readonly UtcCalendar _calendar = new UtcCalendar();
    private readonly int _intervalMilliseconds;
    private readonly int _satelliteInterval;

    public UbloxCommands(int intervalMilliseconds, int satelliteInterval)
    {
        _intervalMilliseconds = intervalMilliseconds;
        _satelliteInterval = satelliteInterval;
    }

    /// <inheritdoc/>
    public override int Steps => Protocol < FirstProtocol ? 0 : PositionOff;

    /// <summary>Builds the question for the versions.</summary>
    public void BuildVersion()
    {
        _writer.Begin(ClassMon, MonVer);
        Answer = NoAnswer;
        Take(_writer);
    }

    /// <summary>
    /// The baud rate that the receiver is to be told: the present one where the messages of an epoch take no more than 60 per cent of the interval,
    /// else the lowest of which that is true.
    /// </summary>
    public int WantedBaudRate(int baudRate)
    {
        if (IsFastEnough(baudRate))
        {
            return baudRate;
        }

        return IsFastEnough(9600) ? 9600 : IsFastEnough(38400) ? 38400 : 115200;
    }

    /// <inheritdoc/>
    public override void Build(int step, int baudRate)
    {
        Length = 0;
        Answer = ClassCfg | (CfgValset << 8);
        if (Protocol >= FirstProtocolOfValues)
        {
            BuildValues(step, baudRate);
        }
        else
        {
            BuildMessages(step, baudRate);
        }
    }

    /// <inheritdoc/>
    public override void BuildPosition(ReceiverAid aid, long uptimeMilliseconds)
    {
        Length = 0;
        Answer = NoAnswer;
        if (Protocol < FirstProtocol)
        {
            return;
        }

        // UBX-MGA-INI-POS_LLH: type, version, reserved, latitude, longitude, height above the ellipsoid in cm, accuracy in cm. The height is above mean sea
        // level here, at most 110 m off.
        int accuracy = aid.PositionAccuracyMillimetres / 10;
        _writer.Begin(ClassMga, MgaIni);
        _writer.Add4(1);
        _writer.Add4(aid.LatitudeDegreesE7);
        _writer.Add4(aid.LongitudeDegreesE7);
        _writer.Add4(aid.HeightMillimetres / 10);
        _writer.Add4(accuracy < 11000 ? 11000 : accuracy);
        Take(_writer);
    }

    /// <inheritdoc/>
    public override void BuildTime(ReceiverAid aid, long uptimeMilliseconds)
    {
        Length = 0;
        Answer = NoAnswer;
        if (Protocol < FirstProtocol)
        {
            return;
        }

        // UBX-MGA-INI-TIME_UTC: type, version, reference (on arrival), leap seconds (not known), date, time, reserved, ns, accuracy in s and ns.
        UtcCalendar calendar = _calendar;
        calendar.Set(uptimeMilliseconds + aid.UtcOffsetMilliseconds);
        int accuracySeconds = aid.TimeAccuracyMilliseconds / 1000;
        _writer.Begin(ClassMga, MgaIni);
        _writer.Add1(0x10);
        _writer.Add2(0);
        _writer.Add1(-128);
        _writer.Add2(calendar.Year);
        _writer.Add1(calendar.Month);
        _writer.Add1(calendar.Day);
        _writer.Add1(calendar.Hour);
        _writer.Add1(calendar.Minute);
        _writer.Add1(calendar.Second);
        _writer.Add1(0);
        _writer.Add4(calendar.Millisecond * 1000000);
        _writer.Add2(accuracySeconds > 0xFFFF ? 0xFFFF : accuracySeconds);
        _writer.Add2(0);
        _writer.Add4(aid.TimeAccuracyMilliseconds % 1000 * 1000000);
        Take(_writer);
    }

    private bool IsFastEnough(int baudRate) => EpochBytes * 10 * 10 <= (long)baudRate * _intervalMilliseconds / 1000 * 6;

    private void BuildMessages(int step, int baudRate)
    {
        UbxWriter writer = _writer;
        switch (step)
        {
            case Model:
                // mask (dyn alone), dynModel, and 33 bytes that the mask leaves out
                Begin(CfgNav5);
                writer.Add2(1);
                writer.Add1(Automotive);
                writer.AddZeros(33);
                break;
            case PositionOn:
                AddRate(NavPvt, 1);
                break;
            case PositionOff:
                AddRate(NavPvt, 0);
                break;
            case UbxOnly:
                AddPort(baudRate);
                break;
            case BaudRate:
                if (WantedBaudRate(baudRate) == baudRate)
                {
                    return;
                }

                AddPort(WantedBaudRate(baudRate));
                break;
            case Interval:
                // measRate, navRate, timeRef (GPS, as it comes)
                Begin(CfgRate);
                writer.Add2(_intervalMilliseconds);
                writer.Add2(1);
                writer.Add2(1);
                break;
            default:
                AddRate(NavSat, _satelliteInterval);
                break;
        }

        Take(writer);
    }

    // CFG-MSG with three bytes is about the port that it comes in at.
    private void AddRate(int messageId, int rate)
    {
        Begin(CfgMsg);
        _writer.Add1(ClassNav);
        _writer.Add1(messageId);
        _writer.Add1(rate);
    }

    // portID (UART 1), reserved, txReady, mode, baudRate, inProtoMask, outProtoMask, flags, reserved
    private void AddPort(int baudRate)
    {
        Begin(CfgPrt);
        _writer.Add4(1);
        _writer.Add4(UartMode);
        _writer.Add4(baudRate);
        _writer.Add2(ProtocolUbx | ProtocolNmea);
        _writer.Add2(ProtocolUbx);
        _writer.Add4(0);
    }

    private void Begin(int messageId)
    {
        Answer = ClassCfg | (messageId << 8);
        _writer.Begin(ClassCfg, messageId);
    }

    private void BuildValues(int step, int baudRate)
    {
        UbxWriter writer = _writer;

        // version, layers, reserved, and then keys with their values
        Begin(CfgValset);
        writer.Add4(LayerRam << 8);
        switch (step)
        {
            case Model:
                AddValue1(KeyDynamicModel, Automotive);
                break;
            case PositionOn:
                AddValue1(KeyPvtUart1, 1);
                break;
            case PositionOff:
                AddValue1(KeyPvtUart1, 0);
                break;
            case UbxOnly:
                AddValue1(KeyUart1OutputUbx, 1);
                AddValue1(KeyUart1OutputNmea, 0);
                break;
            case BaudRate:
                if (WantedBaudRate(baudRate) == baudRate)
                {
                    return;
                }

                writer.Add4(KeyUart1BaudRate);
                writer.Add4(WantedBaudRate(baudRate));
                break;
            case Interval:
                writer.Add4(KeyRateMeasurement);
                writer.Add2(_intervalMilliseconds);
                writer.Add4(KeyRateNavigation);
                writer.Add2(1);
                break;
            default:
                AddValue1(KeySatUart1, _satelliteInterval);
                break;
        }

        Take(writer);
    }

    private void AddValue1(int key, int value)
    {
        _writer.Add4(key);
        _writer.Add1(value);
    }
}
