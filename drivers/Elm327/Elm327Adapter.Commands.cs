using Telltale.Can;

namespace Telltale.Elm327;

// Finding and setting up the adapter, and what to tell it next.
public sealed partial class Elm327Adapter
{
    private const int ProbesAtRate = 2;
    private const int ProbeMilliseconds = 500;
    private const int ResetMilliseconds = 3000;
    private const int LowPowerMilliseconds = 3000;
    private const int RestartMilliseconds = 500;
    private const int FailuresInRow = 3;
    private const int ReceiveErrorsAtWrongRate = 3;

    private const int SignOnStep = 0;
    private const int HeadersStep = 4;
    private const int IdentifyStep = 9;

    private const int MeasuresSupply = 0;
    private const int SetsProtocol = 1;
    private const int SetsFormatting = 2;
    private const int SetsHeader = 3;
    private const int DescribesProtocol = 4;

    private const int Unknown = -1;

    // The CAN protocols in the order in which they are listened to: most vehicles speak the first.
    private readonly int[] _listened = new int[] { 6, 8, 7, 9 };

    private byte[][] _setUp;
    private byte[][] _try;
    private byte[][] _set;
    private byte[] _identify;
    private byte[] _monitor;
    private byte[] _measure;
    private byte[] _describe;
    private byte[] _formatOff;
    private byte[] _formatOn;
    private byte[] _searchRequest;
    private byte[] _header11;
    private byte[] _header29;

    private byte[] _command;
    private int _commandKind;
    private int _commandLength;
    private bool _isOk;
    private bool _isRefused;
    private bool _hasSignedOn;
    private bool _hasPrompt;

    private int _rate;
    private int _ratesTried;
    private int _probes;
    private int _openRate;
    private int _step;
    private int _failures;

    private int _chipProtocol;
    private int _wantedProtocol;
    private int _chipFormatting;
    private int _wantedFormatting;
    private uint _chipHeader;
    private bool _stores;
    private bool _isDescriptionDue;

    private int _listenedIndex;
    private long _monitorUptime;
    private long _byteUptime;
    private int _receiveErrors;
    private bool _hasHeard;

    private bool _isSupplyWanted;
    private long _supplyUptime;
    private bool _isSupplyAlive;
    private long _holdUntil;
    private int _holdOff;

    private static byte[] Line(string text)
    {
        byte[] line = new byte[text.Length + 1];
        for (int index = 0; index < text.Length; index++)
        {
            line[index] = (byte)text[index];
        }

        line[text.Length] = (byte)'\r';
        return line;
    }

    private void MakeCommands()
    {
        _setUp = new byte[][]
        {
            Line("ATZ"), Line("ATE0"), Line("ATL0"), Line("ATS0"), Line("ATH1"), Line("ATM0"), Line("ATAT1"), Line("ATST20"), Line("ATCSM1"), Line("STI"),
        };
        _try = new byte[10][];
        _set = new byte[10][];
        for (int protocol = 0; protocol < 10; protocol++)
        {
            _set[protocol] = Line("ATSP0");
            _set[protocol][4] += (byte)protocol;
            _try[protocol] = Line("ATTP0");
            _try[protocol][4] += (byte)protocol;
        }

        _identify = Line("ATI");
        _monitor = Line("ATMA");
        _measure = Line("ATRV");
        _describe = Line("ATDPN");
        _formatOff = Line("ATCAF0");
        _formatOn = Line("ATCAF1");
        _searchRequest = Line("0100");
        _header11 = Line("ATSH7DF");
        _header29 = Line("ATSHDB33F1");
    }

    private static bool IsCan(int protocol)
    {
        return protocol >= (int)Elm327Protocol.Can11At500;
    }

    private static bool IsExtended(int protocol)
    {
        return protocol == (int)Elm327Protocol.Can29At500 || protocol == (int)Elm327Protocol.Can29At250;
    }

    // Where nothing can be heard, the supply may say that the vehicle is alive.
    private bool IsSupplyDecisive => _settings.AliveSupplyMillivolts > 0 && !_hasHeard;

    private bool IsSupplyDue => _isSupplyWanted || (IsSupplyDecisive && _now - _supplyUptime >= _settings.SupplyPeriodMilliseconds);

    private int ListenedProtocol => Protocol == Elm327Protocol.Automatic ? _listened[_listenedIndex] : (int)Protocol;

    private void Write(byte[] command, int length)
    {
        _command = command;
        _commandLength = length;
        _isOk = false;
        _isRefused = false;
        _port.Write(command, 0, length);
    }

    private void Command(byte[] command, int kind)
    {
        _commandKind = kind;
        _phase = Commanding;
        _deadline = _now + _settings.CommandTimeoutMilliseconds;
        Write(command, command.Length);
    }

    // What the adapter still has to say to an earlier command is let pass first: its prompt would be taken for the next one's.
    private void Restart()
    {
        Pause(RestartMilliseconds);
    }

    private void Pause(int milliseconds)
    {
        _mode = CanMode.Configuration;
        _hasRequest = false;
        _ratesTried = 0;
        _probes = 0;
        _phase = Pausing;
        _deadline = _now + milliseconds;
    }

    // A carriage return alone would have the adapter repeat its last command, which may be a request; AT I is answered with a prompt too.
    private void Probe()
    {
        int rate = _settings.BaudRates[_rate];
        BaudRate = 0;
        _phase = Probing;
        _deadline = _now + ProbeMilliseconds;
        _lineLength = 0;
        if (_openRate != rate)
        {
            if (!_port.Open(rate))
            {
                AdapterCounters.OpensFailed++;
                _openRate = 0;
                _probes = ProbesAtRate;
                return;
            }

            _openRate = rate;
        }

        _probes++;
        Write(_identify, _identify.Length);
    }

    private void ProbeAgain()
    {
        if (_probes < ProbesAtRate)
        {
            Probe();
            return;
        }

        _probes = 0;
        _ratesTried++;
        _rate = (_rate + 1) % _settings.BaudRates.Length;
        if (_ratesTried < _settings.BaudRates.Length)
        {
            Probe();
            return;
        }

        AdapterCounters.SearchRounds++;
        Pause(_settings.SearchPauseMilliseconds);
    }

    private void SendSetUp()
    {
        _hasSignedOn = false;
        _hasPrompt = false;
        _deadline = _now + (_step == SignOnStep ? ResetMilliseconds : _settings.CommandTimeoutMilliseconds);
        Write(_setUp[_step], _setUp[_step].Length);
    }

    private void TakePrompt()
    {
        switch (_phase)
        {
            case Probing:
                BaudRate = _openRate;
                _phase = SettingUp;
                _step = SignOnStep;
                _failures = 0;
                VersionLength = 0;
                IsStn = false;
                SendSetUp();
                break;
            case SettingUp:
                ContinueSetUp();
                break;
            case Commanding:
                EndCommand();
                break;
            case Requesting:
                EndRequest();
                break;
            case Monitoring:
                _phase = Idle;
                if (_isRefused)
                {
                    // One that cannot listen cannot be used.
                    AdapterCounters.SetUpsFailed++;
                    Pause(_settings.SearchPauseMilliseconds);
                }

                break;
            case Stopping:
                _phase = Idle;
                break;
            default:
                // A prompt out of turn: the adapter is where it should be.
                break;
        }
    }

    private void ContinueSetUp()
    {
        if (_step == SignOnStep && !_hasSignedOn && !_isRefused)
        {
            // The prompt of an earlier command, or an adapter without a name, which the time-out shows.
            _hasPrompt = true;
            return;
        }

        EndSetUpStep();
    }

    private void EndSetUpStep()
    {
        if (_isRefused)
        {
            AdapterCounters.CommandsRefused++;
        }

        // Without headers an answer does not say who gave it; everything else can be done without.
        if (_step == HeadersStep && !_isOk)
        {
            _failures++;
            if (_failures < FailuresInRow)
            {
                SendSetUp();
                return;
            }

            AdapterCounters.SetUpsFailed++;
            Pause(_settings.SearchPauseMilliseconds);
            _rate = (_rate + 1) % _settings.BaudRates.Length;
            return;
        }

        _step++;
        if (_step < _setUp.Length)
        {
            SendSetUp();
            return;
        }

        AdapterCounters.SetUps++;
        _failures = 0;
        _chipProtocol = Unknown;
        _chipFormatting = Unknown;
        _chipHeader = 0;
        _isDescriptionDue = false;
        _hasHeard = false;
        _isSupplyAlive = false;
        Protocol = _settings.Protocol;
        ForgetAddresses();
        _mode = CanMode.ListenOnly;
        _phase = Idle;
    }

    private void EndCommand()
    {
        _phase = Idle;
        if (_isRefused)
        {
            AdapterCounters.CommandsRefused++;
        }

        if (!_isOk && !_isRefused)
        {
            // Neither yes nor no: the next turn says it again, a few times.
            _failures++;
            if (_failures >= FailuresInRow)
            {
                _failures = 0;
                Restart();
            }

            return;
        }

        _failures = 0;
        switch (_commandKind)
        {
            case SetsProtocol:
                _chipHeader = 0;
                if (_isOk)
                {
                    _chipProtocol = _wantedProtocol;
                }
                else if (!_stores)
                {
                    _stores = true;
                }
                else
                {
                    AdapterCounters.SetUpsFailed++;
                    Pause(_settings.SearchPauseMilliseconds);
                }

                break;
            case SetsFormatting:
                _chipFormatting = _wantedFormatting;
                break;
            case SetsHeader:
                _chipHeader = _isOk ? _requestHeader : 0;
                _hasRequest &= _isOk;
                break;
            default:
                // Without AT RV or AT DPN: not asked again at once.
                _isSupplyWanted = false;
                break;
        }
    }

    private void Decide()
    {
        if (_isDescriptionDue)
        {
            _isDescriptionDue = false;
            Command(_describe, DescribesProtocol);
        }
        else if (_hasRequest)
        {
            SendRequest();
        }
        else if (IsSupplyDue)
        {
            _isSupplyWanted = false;
            _supplyUptime = _now;
            Command(_measure, MeasuresSupply);
        }
        else if (_mode == CanMode.Normal)
        {
            Prepare();
        }
        else if (_mode == CanMode.ListenOnly)
        {
            Listen();
        }
    }

    // Brings the adapter to where a request can be sent; false while a command for that is under way, or the protocol is not known and must not be searched for.
    private bool Prepare()
    {
        int protocol = (int)Protocol;
        if (protocol == 0 && !_isSupplyAlive)
        {
            return false;
        }

        return Choose(protocol, 1);
    }

    private bool Choose(int protocol, int formatting)
    {
        if (_chipProtocol != protocol)
        {
            // AT TP leaves the adapter's memory alone. The search is AT SP's.
            _wantedProtocol = protocol;
            Command(_stores || protocol == 0 ? _set[protocol] : _try[protocol], SetsProtocol);
            return false;
        }

        if (_chipFormatting != formatting && (protocol == 0 || IsCan(protocol)))
        {
            // With formatting the adapter hides, or marks as wrong, what is no ISO 15765-2 frame: not wanted while monitoring.
            _wantedFormatting = formatting;
            Command(formatting == 0 ? _formatOff : _formatOn, SetsFormatting);
            return false;
        }

        return true;
    }

    private void Listen()
    {
        int protocol = ListenedProtocol;
        if (IsCan(protocol) && Choose(protocol, 0))
        {
            _phase = Monitoring;
            _monitorUptime = _now;
            _byteUptime = _now;
            _receiveErrors = 0;
            Write(_monitor, _monitor.Length);
        }
    }

    private void WatchMonitor()
    {
        if (Protocol == Elm327Protocol.Automatic
            && (_now - _monitorUptime >= _settings.ListenMilliseconds || _receiveErrors >= ReceiveErrorsAtWrongRate))
        {
            _listenedIndex = (_listenedIndex + 1) % _listened.Length;
            Stop();
        }
        else if (_mode != CanMode.ListenOnly || IsSupplyDue || _now - _byteUptime >= _settings.CheckMilliseconds)
        {
            Stop();
        }
    }

    // Any byte interrupts. Where the adapter is at its prompt already, a space does nothing; a carriage return would repeat the last command.
    private void Stop()
    {
        _phase = Stopping;
        _deadline = _now + StopMilliseconds;
        _port.Write(_space, 0, 1);
    }

    // The vehicle was not reached: nothing is sent for a while.
    private void HoldOff()
    {
        AdapterCounters.HoldOffs++;
        Counters.TransmissionsAborted++;
        _holdUntil = _now + _holdOff;
        _isSupplyAlive = false;
        _holdOff *= 2;
        if (_holdOff > _settings.LongestHoldOffMilliseconds)
        {
            _holdOff = _settings.LongestHoldOffMilliseconds;
        }
    }

    private void TakeSupply(int millivolts)
    {
        SupplyMillivolts = millivolts;
        if (!IsSupplyDecisive)
        {
            return;
        }

        _isSupplyAlive = millivolts >= _settings.AliveSupplyMillivolts && _now >= _holdUntil;
        if (_isSupplyAlive)
        {
            GiveSignOfLife();
        }
    }

    // A frame without data that no profile names: what stands above counts a bus as alive by its frames.
    private void GiveSignOfLife()
    {
        CanFrame frame = NextInQueue();
        if (frame != null)
        {
            frame.Key = CanFrame.ExtendedKey | 0x1FFFFFFF;
            frame.IsRemote = true;
            frame.Length = 0;
        }
    }
}
