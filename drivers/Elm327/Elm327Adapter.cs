using System;
using Telltale.Can;
using Telltale.Ports;

namespace Telltale.Elm327;

/// <summary>
/// An ELM327 or STN at a UART in the place of a CAN controller: OBD requests of one frame go out through it, its lines of answer come back as frames. It listens
/// (monitors, silent) in listen-only mode, and takes one request at a time in normal mode. Never waits; allocates nothing after the constructor.
/// README.md has the commands, the texts and what is slower than with a controller.
/// </summary>
public sealed partial class Elm327Adapter : ICanController
{
    /// <summary>Longest <see cref="Version"/>.</summary>
    public const int MaximumVersionLength = 40;

    /// <summary>What the adapter says it is, ASCII, <see cref="VersionLength"/> bytes: "ELM327 v1.5", "STN1110 v4.2.0".</summary>
    public readonly byte[] Version = new byte[MaximumVersionLength];

    /// <summary>Bytes of <see cref="Version"/>; 0 while unknown.</summary>
    public int VersionLength;

    /// <summary>True for an STN11xx or STN2xxx (OBDLink), which knows STI.</summary>
    public bool IsStn;

    /// <summary>What was counted of the adapter itself.</summary>
    public readonly Elm327Counters AdapterCounters = new Elm327Counters();

    /// <summary>The vehicle's protocol, once frames or answers showed it, or as set.</summary>
    public Elm327Protocol Protocol;

    /// <summary>Supply as the adapter measured it last (AT RV), in millivolts; -1 before.</summary>
    public int SupplyMillivolts = -1;

    /// <summary>Bits a second at which the adapter answers; 0 while none does.</summary>
    public int BaudRate;

    private const int Pausing = 0;
    private const int Probing = 1;
    private const int SettingUp = 2;
    private const int Idle = 3;
    private const int Commanding = 4;
    private const int Monitoring = 5;
    private const int Stopping = 6;
    private const int Requesting = 7;

    private const int QueueFrames = 32;
    private const int BytesInStep = 1024;
    private const int StopMilliseconds = 1000;

    private readonly IUartPort _port;
    private readonly Elm327Settings _settings;
    private readonly CanFrame[] _queue = new CanFrame[QueueFrames];
    private readonly byte[] _bytes = new byte[128];
    private readonly byte[] _space = new byte[] { (byte)' ' };

    private CanMode _mode;
    private int _phase;
    private long _now;
    private long _deadline;
    private int _queueStart;
    private int _queueCount;

    /// <summary>Makes a driver; the port is opened in the first <see cref="Step"/>.</summary>
    public Elm327Adapter(IUartPort port, Elm327Settings settings)
    {
        _port = port;
        _settings = settings;
        for (int index = 0; index < QueueFrames; index++)
        {
            _queue[index] = new CanFrame();
        }

        MakeCommands();
        MakeTexts();
        _holdOff = settings.HoldOffMilliseconds;
        _holdUntil = long.MinValue;
        _supplyUptime = long.MinValue / 2;
        Protocol = settings.Protocol;
    }

    /// <inheritdoc/>
    public CanMode Mode => _mode;

    /// <inheritdoc/>
    public CanCounters Counters { get; } = new CanCounters();

    /// <summary>What is being done.</summary>
    public Elm327State State
    {
        get
        {
            switch (_phase)
            {
                case Pausing:
                case Probing:
                    return Elm327State.Searching;
                case SettingUp:
                    return Elm327State.SettingUp;
                case Monitoring:
                    return Elm327State.Listening;
                case Requesting:
                    return Elm327State.Requesting;
                default:
                    return Elm327State.Ready;
            }
        }
    }

    /// <summary>Has the supply measured when the adapter is next free; <see cref="SupplyMillivolts"/> then changes.</summary>
    public void MeasureSupply()
    {
        _isSupplyWanted = true;
    }

    /// <summary>Everything is accepted: the adapter gives the answers to requests in normal mode and all it can follow in listen-only mode.</summary>
    public void Accept(uint[] keys, int count, int doubleBuffered)
    {
    }

    /// <inheritdoc/>
    public bool TrySetMode(CanMode mode, bool everything)
    {
        if (_phase < Idle || mode == CanMode.Loopback || mode == CanMode.Sleep)
        {
            return false;
        }

        _mode = mode;
        if (_phase != Requesting)
        {
            _hasRequest = false;
        }

        if (_phase == Monitoring && mode != CanMode.ListenOnly)
        {
            Stop();
        }

        return true;
    }

    /// <inheritdoc/>
    public bool TryReceive(CanFrame frame)
    {
        if (_queueCount == 0)
        {
            return false;
        }

        CanFrame oldest = _queue[_queueStart];
        frame.Identifier = oldest.Identifier;
        frame.IsExtended = oldest.IsExtended;
        frame.IsRemote = oldest.IsRemote;
        frame.Length = oldest.Length;
        Array.Copy(oldest.Data, 0, frame.Data, 0, 8);
        _queueStart = (_queueStart + 1) % QueueFrames;
        _queueCount--;
        Counters.FramesReceived++;
        return true;
    }

    /// <summary>
    /// Takes an OBD request: a single frame (ISO 15765-2) to 0x7DF, 0x7E0 to 0x7E7, another 11-bit identifier on an 11-bit bus, or 0x18xxxxxx on a 29-bit
    /// one. A flow control frame is taken and dropped.
    /// </summary>
    /// <returns>False when a request is under way, in another mode than normal, for a while after the vehicle could not be reached, and for other frames.</returns>
    public bool TrySend(CanFrame frame)
    {
        if (frame.Length > 0 && !frame.IsRemote && frame.Data[0] >> 4 == 3)
        {
            AdapterCounters.FlowControlsDropped++;
            return true;
        }

        if (_mode != CanMode.Normal || _phase != Idle || _hasRequest || _now < _holdUntil || !Prepare())
        {
            return false;
        }

        if (!Compose(frame))
        {
            AdapterCounters.RequestsUnsupported++;
            return false;
        }

        if (_hasRequest)
        {
            Decide();
        }

        return true;
    }

    /// <inheritdoc/>
    public void Step(long uptimeMilliseconds)
    {
        _now = uptimeMilliseconds;
        if (_openRate != 0)
        {
            ReadBytes();
        }

        switch (_phase)
        {
            case Pausing:
                if (_now >= _deadline)
                {
                    Probe();
                }

                break;
            case Probing:
                if (_now >= _deadline)
                {
                    ProbeAgain();
                }

                break;
            case Idle:
                Decide();
                break;
            case Monitoring:
                WatchMonitor();
                break;
            case Requesting:
                if (_now >= _deadline)
                {
                    AdapterCounters.Timeouts++;
                    _hasRequest = false;
                    Stop();
                }

                break;
            default:
                if (_now >= _deadline)
                {
                    if (_phase == SettingUp && _step == SignOnStep && _hasPrompt)
                    {
                        EndSetUpStep();
                        break;
                    }

                    AdapterCounters.Timeouts++;
                    if (_phase == SettingUp)
                    {
                        // The prompt may have been noise of a wrong baud rate.
                        _probes = ProbesAtRate;
                        ProbeAgain();
                    }
                    else
                    {
                        Restart();
                    }
                }

                break;
        }
    }

    private void ReadBytes()
    {
        int left = BytesInStep;
        while (left > 0)
        {
            int count = _port.Read(_bytes, 0, left < _bytes.Length ? left : _bytes.Length);
            if (count <= 0)
            {
                return;
            }

            left -= count;
            _byteUptime = _now;
            for (int index = 0; index < count; index++)
            {
                Take(_bytes[index]);
            }
        }
    }

    // The next place in the queue; null when it is full.
    private CanFrame NextInQueue()
    {
        if (_queueCount == QueueFrames)
        {
            CountOverflow();
            return null;
        }

        CanFrame frame = _queue[(_queueStart + _queueCount) % QueueFrames];
        _queueCount++;
        frame.IsRemote = false;
        frame.IsExtended = false;
        return frame;
    }

    private void CountOverflow()
    {
        if (_mode == CanMode.Normal)
        {
            Counters.Overflows++;
        }
        else
        {
            Counters.OverflowsWhileOpen++;
        }
    }
}
