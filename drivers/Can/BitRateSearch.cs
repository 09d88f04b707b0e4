namespace Telltale.Can;

/// <summary>
/// Finds the bit rate of a bus by listening only (DS20001801, sections 7.4 and 10.3): at a wrong rate every frame is a message error, at the right one frames come
/// whole. Nothing is sent and nothing acknowledged, at any rate; no call waits. The bus must have two nodes besides this one: the frames of a lone node that nobody acknowledges
/// are errors at every rate.
/// </summary>
public sealed class BitRateSearch
{
    /// <summary>With neither a good frame nor an error for so many milliseconds, nothing is on the bus.</summary>
    public const int SilentMilliseconds = 2000;

    // So many good frames, more than errors, decide for a rate; so many looks that found an error, and no frame, against it. One good frame by chance would need a right checksum of
    // 15 bits.
    private const int FramesNeeded = 2;
    private const int ErrorsNeeded = 2;

    // How long one rate is tried when that did not happen, and where one good frame has come already: there are buses with a frame in ten seconds.
    private const int DwellMilliseconds = 3000;
    private const int LongDwellMilliseconds = 30000;
    private const int RetryMilliseconds = 1000;
    private const int FramesInStep = 16;

    private readonly Mcp2515 _can;
    private readonly Mcp2515BitTiming[] _timings;
    private readonly CanFrame _frame = new CanFrame();

    private int _candidate;
    private bool _hasStarted;
    private bool _isListening;
    private long _since;
    private long _retryAt;
    private long _heardAt;
    private int _frames;
    private int _errors;
    private int _errorsBefore;
    private bool _isSilent;
    private int _found;

    /// <summary>Makes a search; the controller has been started.</summary>
    /// <param name="can">The controller. Nobody else uses it until the search has ended.</param>
    public BitRateSearch(Mcp2515 can)
    {
        _can = can;
        int[] rates = new int[] { 500000, 250000, 125000, 1000000 };
        int possible = 0;
        Mcp2515BitTiming[] timings = new Mcp2515BitTiming[rates.Length];
        for (int index = 0; index < rates.Length; index++)
        {
            Mcp2515BitTiming timing = Mcp2515BitTiming.Find(can.CrystalHertz, rates[index]);
            if (timing != null)
            {
                timings[possible] = timing;
                possible++;
            }
        }

        _timings = new Mcp2515BitTiming[possible];
        for (int index = 0; index < possible; index++)
        {
            _timings[index] = timings[index];
        }
    }

    /// <summary>The bit rate found; 0 while the search goes on. The controller is then set to it, in listen-only mode and open for every identifier.</summary>
    public int BitsPerSecond => _found;

    /// <summary>The bit rate that is being tried.</summary>
    public int CandidateBitsPerSecond => _can.BitsPerSecond;

    /// <summary>True while nothing is on the bus, at any rate: it sleeps, or the wires are not connected.</summary>
    public bool IsBusSilent => _isSilent;

    /// <summary>Times that every rate was tried without success. On a bus that is not silent: there is no second node, or a rate that this controller does not know.</summary>
    public int Rounds;

    /// <summary>Begins anew.</summary>
    public void Restart()
    {
        _hasStarted = false;
        _isSilent = false;
        _found = 0;
        Rounds = 0;
    }

    /// <summary>Does what is due. Called in every turn of the loop.</summary>
    /// <returns>True once the bit rate has been found.</returns>
    public bool Step(long uptimeMilliseconds)
    {
        if (_found != 0 || _timings.Length == 0)
        {
            return _found != 0;
        }

        if (!_hasStarted)
        {
            _hasStarted = true;
            _candidate = 0;
            _heardAt = uptimeMilliseconds;
            Listen(uptimeMilliseconds);
            return false;
        }

        if (!_isListening)
        {
            if (uptimeMilliseconds >= _retryAt)
            {
                Listen(uptimeMilliseconds);
            }

            return false;
        }

        Hear(uptimeMilliseconds);
        if (_frames >= FramesNeeded && _frames > _errors)
        {
            _found = _can.BitsPerSecond;
            return true;
        }

        int dwell = _frames > _errors ? LongDwellMilliseconds : DwellMilliseconds;
        bool isWrong = _errors >= ErrorsNeeded && _errors > _frames;
        if (isWrong || uptimeMilliseconds - _since >= dwell)
        {
            _candidate++;
            if (_candidate == _timings.Length)
            {
                _candidate = 0;
                Rounds++;
            }

            Listen(uptimeMilliseconds);
        }

        return false;
    }

    private void Listen(long uptimeMilliseconds)
    {
        _isListening = _can.TrySetBitTiming(_timings[_candidate]);
        _retryAt = uptimeMilliseconds + RetryMilliseconds;
        _since = uptimeMilliseconds;
        _frames = 0;
        _errors = 0;
        _errorsBefore = _can.Counters.MessageErrors;
    }

    private void Hear(long uptimeMilliseconds)
    {
        _can.Step(uptimeMilliseconds);
        int frames = 0;
        while (frames < FramesInStep && _can.TryReceive(_frame))
        {
            frames++;
        }

        int errors = _can.Counters.MessageErrors - _errorsBefore;
        if (frames > 0 || errors != _errors)
        {
            _heardAt = uptimeMilliseconds;
        }

        _frames += frames;
        _errors = errors;
        _isSilent = uptimeMilliseconds - _heardAt >= SilentMilliseconds;
    }
}
