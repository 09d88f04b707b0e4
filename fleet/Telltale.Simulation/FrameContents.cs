using Telltale.Fleet;
using Telltale.Gnss;
using Telltale.Sampling;
using Telltale.Sealing;
using Telltale.Signals;
using Telltale.Virtual.Board;

namespace Telltale.Simulation;

/// <summary>Opens frames with the owner's keys and says which epochs are in them.</summary>
internal sealed class FrameContents
{
    private const int AnyEpoch = 1_000_000;

    private readonly List<UnitOpener> _openers = [];
    private readonly BatchReader _batches = new();
    private readonly SignalDefinition[] _definitions;

    internal FrameContents(IEnumerable<Identity> identities)
    {
        DotNetCryptography cryptography = new();
        foreach (Identity identity in identities)
        {
            _openers.Add(new UnitOpener(cryptography, identity.Root, identity.UnitId, AnyEpoch));
        }

        byte[] profile = SignalCatalogue.CompiledProfile();
        SignalProfile.TryLoad(profile, profile.Length, out SignalProfile loaded);
        _definitions = loaded.Definitions;
    }

    /// <summary>The numbers of the epochs in a frame; null for a frame that does not open or is none of samples.</summary>
    internal IReadOnlyList<int>? Epochs(byte[] frame)
    {
        foreach (UnitOpener opener in _openers)
        {
            OpenedFrame opened = opener.Open(frame);
            if (opened.Refusal is not null)
            {
                continue;
            }

            if (opened.Header!.Kind != FrameKind.Batch || !_batches.TryRead(opened, _definitions, out Batch? batch, out _))
            {
                return null;
            }

            List<int> numbers = [];
            foreach (Sample sample in batch.Samples)
            {
                if (sample.Fields.HasFlag(FixFields.Position) && (sample.SignalsPresent & (1L << SignalCatalogue.EpochIndex)) != 0)
                {
                    numbers.Add(sample.Signals[SignalCatalogue.EpochIndex]);
                }
            }

            return numbers;
        }

        return null;
    }
}
