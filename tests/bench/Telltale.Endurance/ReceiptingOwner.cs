using Telltale.Ports;
using Telltale.Sealing;
using Telltale.Uplink;

namespace Telltale.Endurance;

/// <summary>An owner who opens every frame with the unit's keys and gives receipts for all that came since the last one.</summary>
public sealed class ReceiptingOwner
{
    private readonly ICryptography _cryptography;
    private readonly OwnerKeys _keys;
    private readonly FrameOpener _opener;
    private readonly FrameHeader _header = new();
    private readonly FrameKey _key = new();
    private readonly HashSet<(string Stream, int Sequence)> _stored = [];
    private readonly List<(byte[] Stream, int Sequence)> _unreceipted = [];
    private int _receiptSequence;

    /// <summary>Makes an owner who has stored nothing.</summary>
    public ReceiptingOwner(ICryptography cryptography, byte[] root, string unitId)
    {
        _cryptography = cryptography;
        _keys = new OwnerKeys(cryptography, root, unitId);
        _opener = new FrameOpener(cryptography);
    }

    /// <summary>The frames in the order in which they came first.</summary>
    public IList<(int Sequence, FrameKind Kind)> Arrivals { get; } = [];

    /// <summary>Frames that had come before.</summary>
    public int Duplicates { get; private set; }

    /// <summary>Frames that are stored and for which no receipt was made yet.</summary>
    public int Unreceipted => _unreceipted.Count;

    /// <summary>Takes a frame as the broker passes it on.</summary>
    /// <exception cref="InvalidDataException">It cannot be opened.</exception>
    public void Take(byte[] frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        byte[] payload = new byte[frame.Length];
        if (!_header.TryRead(frame, frame.Length) || !_keys.TryGetKey(_header, _key)
            || _opener.Open(frame, frame.Length, _header, _keys.UnitIdBytes, _key, payload) < 0)
        {
            throw new InvalidDataException("A frame that cannot be opened.");
        }

        _keys.Accept(_header);
        if (_stored.Add((Convert.ToHexString(_header.StreamId), _header.Sequence)))
        {
            Arrivals.Add((_header.Sequence, _header.Kind));
        }
        else
        {
            Duplicates++;
        }

        _unreceipted.Add(([.. _header.StreamId], _header.Sequence));
    }

    /// <summary>A sealed receipt for at most as many ranges as one holds; null when there is nothing to receipt.</summary>
    public byte[]? NextReceipt()
    {
        if (_unreceipted.Count == 0)
        {
            return null;
        }

        byte[] stream = _unreceipted[0].Stream;
        List<int> sequences = [.. _unreceipted.Where(frame => frame.Stream.AsSpan().SequenceEqual(stream)).Select(frame => frame.Sequence).Distinct().Order()];
        Receipt receipt = new();
        int first = sequences[0];
        int last = first;
        HashSet<int> told = [];
        foreach (int sequence in sequences.Skip(1).Append(int.MaxValue))
        {
            if (sequence != last + 1)
            {
                if (!receipt.TryAdd(ReceiptKind.Stored, stream, 0, first, last))
                {
                    break;
                }

                told.UnionWith(Enumerable.Range(first, last - first + 1));
                first = sequence;
            }

            last = sequence;
        }

        _unreceipted.RemoveAll(frame => frame.Stream.AsSpan().SequenceEqual(stream) && told.Contains(frame.Sequence));
        byte[] payload = new byte[Receipt.MaximumLength];
        int length = receipt.Encode(payload);
        FrameHeader header = new() { Kind = FrameKind.Receipt, Sequence = ++_receiptSequence };
        stream.CopyTo(header.StreamId, 0);
        if (!_keys.TryGetKey(header, _key))
        {
            throw new InvalidDataException("There is no downlink key for the stream.");
        }

        byte[] frame = new byte[length + FrameSealer.MaximumOverhead];
        int sealedLength = new FrameSealer(_cryptography, _keys.UnitIdBytes).Seal(header, _key, payload, 0, length, frame);
        return frame[..sealedLength];
    }
}
