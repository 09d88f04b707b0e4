using Telltale.Can;
using Telltale.IsoTp;
using Telltale.Virtual.Can;

namespace Telltale.Cli.Obd;

/// <summary>Puts messages together from frames that somebody recorded, with the unit's own transport layer (ISO 15765-2).</summary>
public sealed class ObdFrameAssembler
{
    private readonly SortedDictionary<uint, IsoTpReceiver> _receivers = [];
    private readonly List<ObdMessage> _messages = [];
    private readonly CanFrame _frame = new();

    /// <summary>Takes a frame; requests, broadcasts and flow control are passed over.</summary>
    /// <exception cref="CommandException">The frame does not continue what came before.</exception>
    public void Take(BusFrame frame)
    {
        bool isResponse = frame.IsExtended ? (frame.Identifier & ~0xFFu) == 0x18DAF100 : frame.Identifier is >= 0x700 and <= 0x7FF and not 0x7DF and not (>= 0x7E0 and <= 0x7E7);
        if (!isResponse || frame.Length == 0 || frame[0] >> 4 == 3)
        {
            return;
        }

        if (!_receivers.TryGetValue(frame.Key, out IsoTpReceiver? receiver))
        {
            receiver = new IsoTpReceiver(new Nobody(), new IsoTpSettings { BlockSize = 0 }, IsoTpSettings.MaximumLength);
            receiver.Listen(frame.Key, 0);
            _receivers.Add(frame.Key, receiver);
        }

        _frame.Key = frame.Key;
        _frame.IsRemote = frame.IsRemote;
        _frame.Length = frame.Length;
        for (int index = 0; index < frame.Length; index++)
        {
            _frame.Data[index] = frame[index];
        }

        int ignored = receiver.FramesIgnored;
        int lost = receiver.MessagesLost;
        if (receiver.Take(_frame, 0))
        {
            _messages.Add(new ObdMessage(Name(frame), receiver.Message[..receiver.Length]));
        }
        else if (receiver.FramesIgnored > ignored || receiver.MessagesLost > lost)
        {
            throw new CommandException(ExitCode.BadInput, $"{FrameText.Of(frame)}: not a single, first or next frame of a message (ISO 15765-2).");
        }
    }

    /// <summary>The messages, in the order in which they were complete.</summary>
    /// <exception cref="CommandException">There is none, or one lacks its end.</exception>
    public IReadOnlyList<ObdMessage> Finish()
    {
        foreach ((uint key, IsoTpReceiver receiver) in _receivers)
        {
            if (receiver.IsReceiving)
            {
                throw new CommandException(ExitCode.BadInput, $"The message of {key & ~CanFrame.ExtendedKey:X} lacks its last frames.");
            }
        }

        return _messages.Count > 0 ? _messages : throw new CommandException(ExitCode.BadInput, "None of the frames is a response of an ECU (7E8 to 7EF, or 18DAF1xx).");
    }

    private static string Name(BusFrame frame)
    {
        string text = FrameText.Of(frame);
        return text[..text.IndexOf('#', StringComparison.Ordinal)];
    }

    /// <summary>What was recorded needs no flow control.</summary>
    private sealed class Nobody : ICanController
    {
        public CanMode Mode => CanMode.Normal;

        public CanCounters Counters { get; } = new();

        public void Accept(uint[] keys, int count, int doubleBuffered)
        {
        }

        public bool TrySetMode(CanMode mode, bool everything) => true;

        public bool TryReceive(CanFrame frame) => false;

        public bool TrySend(CanFrame frame) => true;

        public void Step(long uptimeMilliseconds)
        {
        }
    }
}
