using Telltale.Ports;

namespace Telltale.DeviceTests.Uplink;

/// <summary>A network, a clock and a time server that do what the test says.</summary>
internal sealed class ScriptedNetwork : INetwork, ISystemClock, ITimeSource
{
    public int Requests;
    public int Sets;
    public long Answer;

    public NetworkClass Class { get; set; } = NetworkClass.Home;

    public bool IsUp { get; set; } = true;

    public int SignalDecibelMilliwatts => -60;

    public long BytesTransferred { get; set; } = -1;

    public long UtcMilliseconds { get; set; }

    public void Refresh()
    {
    }

    public bool Set(long utcMilliseconds)
    {
        Sets++;
        UtcMilliseconds = utcMilliseconds;
        return true;
    }

    public void Request()
    {
        Requests++;
    }

    public long TakeUtcMilliseconds()
    {
        long answer = Answer;
        Answer = 0;
        return answer;
    }
}
