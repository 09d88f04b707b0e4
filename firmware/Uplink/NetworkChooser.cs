using System;
using Telltale.Ports;

namespace Telltale.Uplink;

/// <summary>
/// Several networks as one, each with its own link, because a modem brings its own MQTT client: the first in the order given that is up is used, and the next one after attempts over it have failed. A connection over a later network
/// is given up when an earlier one has been up for a minute, or, where that had failed, for a quarter of an hour.
/// </summary>
public sealed class NetworkChooser : INetwork, ILink
{
    /// <summary>Changes from one network to another.</summary>
    public int Changes;

    private const int FailuresUntilNext = 3;

    // Refresh is called once a second.
    private const int RefreshesUntilReturn = 60;
    private const int RefreshesUntilRetry = 900;

    private readonly INetwork[] _networks;
    private readonly ILink[] _links;
    private readonly long[] _counted;
    private int _chosen;
    private int _failures;
    private int _refreshesUp;
    private bool _isConnecting;

    // The one in use was chosen because an earlier one, which is up, did not lead to the broker.
    private bool _isFallback;
    private long _transferred;

    /// <summary>Makes one network of several.</summary>
    /// <param name="networks">In the order of preference: the owner's own first.</param>
    /// <param name="links">The link over each of them.</param>
    /// <exception cref="ArgumentException">There is none, or not one link for each.</exception>
    public NetworkChooser(INetwork[] networks, ILink[] links)
    {
        if (networks.Length == 0 || networks.Length != links.Length)
        {
            throw new ArgumentException("There has to be a network, and a link for each.");
        }

        _networks = networks;
        _links = links;
        _counted = new long[networks.Length];
    }

    /// <summary>Index of the network in use.</summary>
    public int Chosen => _chosen;

    /// <inheritdoc/>
    public NetworkClass Class => _networks[_chosen].Class;

    /// <inheritdoc/>
    public bool IsUp => _networks[_chosen].IsUp;

    /// <inheritdoc/>
    public int SignalDecibelMilliwatts => _networks[_chosen].SignalDecibelMilliwatts;

    /// <inheritdoc/>
    /// <remarks>Of the network in use; estimates take its place over one that does not count.</remarks>
    public long BytesTransferred
    {
        get
        {
            long counted = _networks[_chosen].BytesTransferred;
            if (counted < 0)
            {
                return -1;
            }

            _transferred += counted >= _counted[_chosen] ? counted - _counted[_chosen] : counted;
            _counted[_chosen] = counted;
            return _transferred;
        }
    }

    /// <inheritdoc/>
    public LinkState State
    {
        get
        {
            LinkState state = _links[_chosen].State;
            if (_isConnecting && state != LinkState.Connecting)
            {
                _isConnecting = false;
                _failures = state == LinkState.Open ? 0 : _failures + 1;
            }

            return state;
        }
    }

    /// <inheritdoc/>
    public LinkFailure Failure => _links[_chosen].Failure;

    /// <inheritdoc/>
    public RetainedState StateFound => _links[_chosen].StateFound;

    /// <inheritdoc/>
    public LinkProtection Protection => _links[_chosen].Protection;

    /// <inheritdoc/>
    public void Refresh()
    {
        int preferred = -1;
        for (int index = _networks.Length - 1; index >= 0; index--)
        {
            _networks[index].Refresh();
            preferred = _networks[index].IsUp ? index : preferred;
        }

        LinkState state = State;
        if (state == LinkState.Closed)
        {
            _refreshesUp = 0;
            Choose(preferred);
        }
        else if (state == LinkState.Open && preferred >= 0 && preferred < _chosen)
        {
            _refreshesUp++;
            if (_refreshesUp >= (_isFallback ? RefreshesUntilRetry : RefreshesUntilReturn))
            {
                _refreshesUp = 0;
                _isFallback = false;
                _failures = 0;
                _links[_chosen].Close();
            }
        }
        else
        {
            _refreshesUp = 0;
        }
    }

    /// <inheritdoc/>
    public void Connect()
    {
        if (State == LinkState.Closed)
        {
            _isConnecting = true;
            _links[_chosen].Connect();
        }
    }

    /// <inheritdoc/>
    public void Close() => _links[_chosen].Close();

    /// <inheritdoc/>
    public bool TryPublish(int token, byte[] frame, int count) => _links[_chosen].TryPublish(token, frame, count);

    /// <inheritdoc/>
    public int TakeAcknowledgement() => _links[_chosen].TakeAcknowledgement();

    /// <inheritdoc/>
    public int TakeMessage(byte[] buffer) => _links[_chosen].TakeMessage(buffer);

    private void Choose(int preferred)
    {
        if (preferred < 0)
        {
            return;
        }

        int wanted = _networks[_chosen].IsUp && (_failures > 0 || _isFallback) ? _chosen : preferred;
        if (_failures >= FailuresUntilNext)
        {
            // The next one that is up, round to the first.
            do
            {
                wanted = (wanted + 1) % _networks.Length;
            }
            while (!_networks[wanted].IsUp);

            _failures = 0;
            _isFallback = wanted != preferred;
        }

        if (wanted != _chosen)
        {
            Changes++;
            _chosen = wanted;
        }
    }
}
