using System;
using Telltale.Commands;
using Telltale.Configuration;

namespace Telltale.Unit;

/// <summary>The configuration as commands see it: what is in force is reported with its secrets masked, what is set is stored for a trial.</summary>
internal sealed class CommandedConfiguration : ICommandConfiguration
{
    private const int MaximumLength = 8192;

    private readonly ConfigurationStore _store;
    private readonly ConfigurationFault _fault = new ConfigurationFault();
    private byte[] _reported;
    private int _length;

    public CommandedConfiguration(ConfigurationStore store)
    {
        _store = store;
    }

    /// <inheritdoc/>
    public int ReportedLength
    {
        get
        {
            // Written anew each time: commands are rare, and what is in force may have changed.
            if (_reported == null)
            {
                _reported = new byte[MaximumLength];
            }

            _length = new ConfigurationWriter(_store.Table).Write(_store.InForce, false, true, _reported);
            _length = _length < 0 ? 0 : _length;
            return _length;
        }
    }

    /// <inheritdoc/>
    public int CopyReported(int position, byte[] destination, int offset, int count)
    {
        int left = _length - position;
        count = count < left ? count : left;
        if (count <= 0)
        {
            return 0;
        }

        Array.Copy(_reported, position, destination, offset, count);
        return count;
    }

    /// <inheritdoc/>
    public string Propose(byte[] bytes, int offset, int count)
    {
        switch (_store.TryPropose(bytes, offset, count, _fault))
        {
            case ProposalResult.Stored:
            case ProposalResult.Already:
                return null;
            case ProposalResult.Stale:
                return "revision: not above the one in force";
            case ProposalResult.NotStored:
                return "the volume did not take it";
            default:
                return _fault.ToString();
        }
    }
}
