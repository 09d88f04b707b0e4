using System.Buffers.Binary;
using System.Text;
using Telltale.Virtual.Vehicle;

namespace Telltale.Virtual.Gnss;

/// <summary>
/// A u-blox receiver that is configured by the unit: it answers MON-VER, takes CFG messages or CFG-VALSET into RAM, changes baud rate and protocol as told, sends
/// NAV-PVT and NAV-SAT at the rates asked for, takes MGA-INI, and forgets everything without power.
/// </summary>
public sealed class SimulatedUblox : SimulatedReceiver
{
    private const int AnswerMicroseconds = 5000;
    private const int Gps = 8;
    private const int Glonass = 5;

    private static readonly NmeaSentence[] Sentences =
        [NmeaSentence.Rmc, NmeaSentence.Vtg, NmeaSentence.Gga, NmeaSentence.Gsa, NmeaSentence.Gsv, NmeaSentence.Gll];

    private readonly SimulatedReceiverOptions _receiver;
    private readonly SimulatedUbloxOptions _options;
    private bool _sendsSentences;
    private bool _sendsUbx;
    private int _positionRate;
    private int _satelliteRate;
    private int _epochs;
    private bool _isOff;

    /// <summary>Powers a receiver on at the clock's present moment.</summary>
    public SimulatedUblox(SimulationClock clock, IVehicle vehicle, SimulatedReceiverOptions? receiver = null, SimulatedUbloxOptions? options = null)
        : base(clock, vehicle, receiver ??= new SimulatedReceiverOptions())
    {
        _receiver = receiver;
        _options = options ?? new SimulatedUbloxOptions();
        Start();
    }

    /// <summary>Every message that was heard, with the simulation's microseconds.</summary>
    public List<(long Microseconds, int Class, int Id, byte[] Payload)> Heard { get; } = [];

    /// <summary>Hears nothing: its input is not wired.</summary>
    public bool IsDeaf { get; set; }

    /// <summary>Sends nothing: its output is not wired.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Which messages it answers with ACK-NAK and does not follow.</summary>
    public Func<int, int, bool>? Refuses { get; set; }

    /// <summary>Acknowledgements that it will leave out, though it follows.</summary>
    public int AcknowledgementsToDrop { get; set; }

    /// <summary>It takes the command to send NAV-PVT and sends another message instead.</summary>
    public bool SendsSatellitesForPosition { get; set; }

    /// <summary>A change of its baud rate makes it hang until it loses power.</summary>
    public bool HangsAtBaudRateChange { get; set; }

    /// <summary>The dynamic model that it was told; 0, portable, before.</summary>
    public int DynamicModel { get; private set; }

    /// <summary>It sends UBX and no sentences.</summary>
    public bool IsUbxOnly => _sendsUbx && !_sendsSentences;

    /// <summary>Messages of class MGA that it took, since it got power last.</summary>
    public List<byte[]> Aids { get; } = [];

    /// <summary>Takes the power away.</summary>
    public void PowerOff()
    {
        Advance();
        DropQueue();
        _isOff = true;
    }

    /// <summary>Gives it power: everything it was told is forgotten.</summary>
    public void PowerOn()
    {
        Advance();
        long start = Clock.NowMicroseconds + (long)_options.StartUp.TotalMicroseconds;
        ChangeBaudRate(_receiver.BaudRate);
        PowerOn(start);
        Start();
        if (_sendsSentences && _options.AnnouncesItself)
        {
            StringBuilder text = new();
            NmeaWriter.Append(text, "GNTXT,01,01,02,u-blox AG - www.u-blox.com");
            NmeaWriter.Append(text, "GNTXT,01,01,02,HW UBX-M8030 00080000");
            Say(Encoding.ASCII.GetBytes(text.ToString()), start);
        }
    }

    /// <inheritdoc/>
    protected override byte[] Encode(SimulatedEpoch epoch)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        if (_isOff || IsSilent)
        {
            return [];
        }

        _epochs++;
        List<byte> bytes = [];
        if (_sendsSentences)
        {
            bytes.AddRange(EncodeSentences(epoch, Sentences));
        }

        if (_sendsUbx && _positionRate > 0 && _epochs % _positionRate == 0)
        {
            bytes.AddRange(SendsSatellitesForPosition ? UbxEncoder.Satellites(epoch, Gps, Glonass) : UbxEncoder.PositionVelocityTime(epoch, Gps + Glonass));
        }

        if (_sendsUbx && _satelliteRate > 0 && _epochs % _satelliteRate == 0)
        {
            bytes.AddRange(UbxEncoder.Satellites(epoch, Gps, Glonass));
        }

        return [.. bytes];
    }

    /// <inheritdoc/>
    protected override (int LatitudeDegreesE7, int LongitudeDegreesE7) StatedPosition(SimulatedEpoch epoch)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        return _positionRate > 0 ? (UbxEncoder.Degrees(epoch.LatitudeDegrees), UbxEncoder.Degrees(epoch.LongitudeDegrees)) : base.StatedPosition(epoch);
    }

    /// <inheritdoc/>
    protected override void Hear(byte[] bytes, long nowMicroseconds)
    {
        if (IsDeaf || _isOff)
        {
            return;
        }

        foreach ((int messageClass, int id, byte[] payload) in UbxEncoder.Parse(bytes))
        {
            Heard.Add((nowMicroseconds, messageClass, id, payload));
            long answerAt = nowMicroseconds + AnswerMicroseconds;
            if (messageClass == 0x0A && id == 0x04 && payload.Length == 0)
            {
                string?[] extensions = ["FWVER=SPG 3.01", _options.Protocol, _options.Model, "GPS;GLO;GAL;BDS", "SBAS;IMES;QZSS"];
                Say(UbxEncoder.Version("ROM CORE 3.01 (107888)", "00080000", [.. extensions.OfType<string>()]), answerAt);
            }
            else if (messageClass == 0x13)
            {
                Aids.Add(payload);
            }
            else if (messageClass == 0x06 && payload.Length > 0)
            {
                bool isTaken = Refuses?.Invoke(messageClass, id) != true && (_options.HasConfigurationItems ? id == 0x8A && TakeItems(payload, nowMicroseconds) : TakeMessage(id, payload, nowMicroseconds));
                if (isTaken && AcknowledgementsToDrop > 0)
                {
                    AcknowledgementsToDrop--;
                }
                else
                {
                    Say(UbxEncoder.Acknowledgement(messageClass, id, isTaken), answerAt);
                }
            }
        }
    }

    private void Start()
    {
        _isOff = false;
        _sendsSentences = _options.SendsSentences;
        _sendsUbx = true;
        _positionRate = 0;
        _satelliteRate = 0;
        _epochs = 0;
        DynamicModel = 0;
        Aids.Clear();
    }

    private void Say(byte[] bytes, long notBefore)
    {
        if (!IsSilent && !_isOff)
        {
            Transmit(bytes, notBefore, null);
        }
    }

    private bool TakeMessage(int id, byte[] payload, long now)
    {
        switch (id)
        {
            case 0x00 when payload.Length == 20 && payload[0] == 1:
                int inputs = BinaryPrimitives.ReadUInt16LittleEndian(payload.AsSpan(12));
                int outputs = BinaryPrimitives.ReadUInt16LittleEndian(payload.AsSpan(14));
                if (BinaryPrimitives.ReadUInt32LittleEndian(payload.AsSpan(4)) != 0x8D0 || (inputs & 1) == 0)
                {
                    return false;
                }

                _sendsUbx = (outputs & 1) != 0;
                _sendsSentences = (outputs & 2) != 0;
                TakeBaudRate(BinaryPrimitives.ReadInt32LittleEndian(payload.AsSpan(8)));
                return true;
            case 0x01 when payload.Length == 3 && payload[0] == 1:
                return TakeRate(payload[1], payload[2]);
            case 0x08 when payload.Length == 6:
                return TakeInterval(BinaryPrimitives.ReadUInt16LittleEndian(payload), now);
            case 0x24 when payload.Length == 36 && payload[0] == 1 && payload[1] == 0:
                DynamicModel = payload[2];
                return true;
            default:
                return false;
        }
    }

    private bool TakeItems(byte[] payload, long now)
    {
        // Layer 1 is RAM: whatever else it is told to store in is wrong here.
        if (payload.Length < 4 || payload[0] != 0 || payload[1] != 1)
        {
            return false;
        }

        int i = 4;
        while (i < payload.Length)
        {
            uint key = BinaryPrimitives.ReadUInt32LittleEndian(payload.AsSpan(i));
            int size = (key >> 28) switch { 1 or 2 => 1, 3 => 2, 4 => 4, _ => 8 };
            int value = size switch
            {
                1 => payload[i + 4],
                2 => BinaryPrimitives.ReadUInt16LittleEndian(payload.AsSpan(i + 4)),
                _ => BinaryPrimitives.ReadInt32LittleEndian(payload.AsSpan(i + 4)),
            };
            i += 4 + size;
            bool isTaken = key switch
            {
                0x20110021 => (DynamicModel = value) >= 0,
                0x20910007 => TakeRate(0x07, value),
                0x20910016 => TakeRate(0x35, value),
                0x10740001 => (_sendsUbx = value != 0) || true,
                0x10740002 => (_sendsSentences = value != 0) || true,
                0x30210001 => TakeInterval(value, now),
                0x30210002 => value == 1,
                0x40520001 => TakeBaudRate(value),
                _ => false,
            };
            if (!isTaken)
            {
                return false;
            }
        }

        return true;
    }

    private bool TakeRate(int id, int rate)
    {
        switch (id)
        {
            case 0x07:
                _positionRate = rate;
                return true;
            case 0x35:
                _satelliteRate = rate;
                return true;
            default:
                return false;
        }
    }

    private bool TakeInterval(int milliseconds, long now)
    {
        ChangeNavigationRate(1000 / milliseconds, now);
        return true;
    }

    private bool TakeBaudRate(int baudRate)
    {
        if (baudRate != BaudRate)
        {
            _isOff = HangsAtBaudRateChange;
            ChangeBaudRate(baudRate);
        }

        return true;
    }
}
