using Telltale.Ports;
using Telltale.Virtual;
using Telltale.Virtual.Link;

namespace Telltale.HostTests.Board;

/// <summary>A scripted link without a network between two moments of the simulation.</summary>
internal sealed class OutageLink(SimulationClock clock, ScriptedLink link, double fromSeconds, double toSeconds) : ILink
{
    public LinkState State => At().State;

    public LinkFailure Failure => At().Failure;

    public RetainedState StateFound => link.StateFound;

    public LinkProtection Protection => link.Protection;

    public void Connect() => At().Connect();

    public void Close() => At().Close();

    public bool TryPublish(int token, byte[] frame, int count) => At().TryPublish(token, frame, count);

    public int TakeAcknowledgement() => At().TakeAcknowledgement();

    public int TakeMessage(byte[] buffer) => At().TakeMessage(buffer);

    private ScriptedLink At()
    {
        double seconds = clock.NowMicroseconds / 1e6;
        link.HasNetwork = seconds < fromSeconds || seconds >= toSeconds;
        return link;
    }
}
