using Telltale.Checks;
using Telltale.Uplink;

namespace Telltale.Unit;

/// <summary>
/// The unit's report of its own start-up, a line of JSON that whoever flashed the board reads until it says ready; firmware/Checks/README.md has the form. Written at start-up, at every change of state, and every
/// <see cref="RepeatMilliseconds"/> while the unit is not ready and for <see cref="ReadyMilliseconds"/> after that. Only a line allocates.
/// </summary>
public sealed class StartupReport
{
    /// <summary>How often it is repeated, in milliseconds.</summary>
    public const int RepeatMilliseconds = 5000;

    /// <summary>How long it is still repeated once the unit is ready, in milliseconds: a unit may be ready before somebody has opened the port.</summary>
    public const int ReadyMilliseconds = 60000;

    /// <summary>How far the unit has come.</summary>
    public StartupState State;

    /// <summary>Whether the owner is reached: a receipt has come since start-up; where frames are released by the broker, the connection is open.</summary>
    public bool IsOnline;

    private const int LongestLine = 3072;

    private readonly TelematicsUnit _unit;
    private readonly CheckList _checks;
    private readonly string _board;
    private readonly IReportOutput _output;
    private readonly TextBuffer _text;

    // A CAN controller that is not fitted hinders nobody; network, broker and the vehicle's own checks do not either, because a bench has none of them.
    private readonly Check[] _required;
    private readonly Check _broker;
    private readonly Check _receipt;
    private long _writtenUptime;
    private long _readyUptime;

    // Nothing is judged anew while no check has turned.
    private int _turnsJudged = -1;

    internal StartupReport(TelematicsUnit unit, CheckList checks, string board, IReportOutput output)
    {
        _unit = unit;
        _checks = checks;
        _board = board;
        _output = output;
        _text = output == null ? null : new TextBuffer(LongestLine);
        _required = new Check[]
        {
            checks.Find(CheckNumber.SealSelfTest), checks.Find(CheckNumber.Keys), checks.Find(CheckNumber.Journal), checks.Find(CheckNumber.Receiver), checks.Find(CheckNumber.CanController),
        };
        _broker = checks.Find(CheckNumber.Broker);
        _receipt = checks.Find(CheckNumber.Receipt);
    }

    /// <summary>The state as the report names it.</summary>
    public static string NameOf(StartupState state)
    {
        switch (state)
        {
            case StartupState.Waiting:
                return "waiting";
            case StartupState.Ready:
                return "ready";
            case StartupState.Failed:
                return "failed";
            default:
                return "starting";
        }
    }

    internal void Begin(long uptimeMilliseconds)
    {
        State = StartupState.Starting;
        Write(uptimeMilliseconds);
    }

    internal void Step(long uptimeMilliseconds)
    {
        StartupState state = State;
        bool isOnline = IsOnline;
        if (_checks.Turns != _turnsJudged)
        {
            _turnsJudged = _checks.Turns;
            state = Judge();
            StatusCheckState receipt = _receipt.State;
            isOnline = _broker.State == StatusCheckState.Pass && receipt != StatusCheckState.Waiting && receipt != StatusCheckState.Fail;
        }

        bool isNews = state != State || isOnline != IsOnline;
        _readyUptime = state == State ? _readyUptime : uptimeMilliseconds;
        State = state;
        IsOnline = isOnline;
        bool isRepeated = state != StartupState.Ready || uptimeMilliseconds - _readyUptime < ReadyMilliseconds;
        if (isNews || (isRepeated && uptimeMilliseconds - _writtenUptime >= RepeatMilliseconds))
        {
            Write(uptimeMilliseconds);
        }
    }

    private StartupState Judge()
    {
        StartupState state = StartupState.Ready;
        Check[] required = _required;
        for (int index = 0; index < required.Length; index++)
        {
            StatusCheckState stands = required[index].State;
            if (stands == StatusCheckState.Fail)
            {
                return StartupState.Failed;
            }

            state = stands == StatusCheckState.Waiting ? StartupState.Waiting : state;
        }

        return state;
    }

    private void Write(long uptimeMilliseconds)
    {
        _writtenUptime = uptimeMilliseconds;
        if (_output == null)
        {
            return;
        }

        TextBuffer text = _text;
        text.Clear();
        text.Open();
        text.Open("telltale");
        text.Member("unit", _unit.UnitId);
        text.Member("version", FirmwareBuild.Version);
        text.Member("board", _board);
        text.Member("state", NameOf(State));
        text.Member("online", IsOnline);
        text.OpenArray("checks");
        for (int index = 0; index < _checks.Count; index++)
        {
            CheckTexts.AddJson(text, _checks.At(index));
        }

        text.CloseArray();
        text.Close();
        text.Close();
        _output.WriteLine(text.ToText());
    }
}
