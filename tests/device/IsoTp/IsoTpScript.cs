using nanoFramework.TestFramework;
using Telltale.Can;
using Telltale.DeviceTests.Can;
using Telltale.IsoTp;

namespace Telltale.DeviceTests.IsoTp;

/// <summary>
/// Runs one case of the table in <see cref="IsoTpCaseTests"/> on a sender and a receiver at the same address. Commands, with a semicolon between:
/// sender, receiver (who is meant by end, busy and ignored); addressing NAME; capacity, blockSize, waitFrames, separation N (settings); begin N (a message of N
/// bytes 0, 1, 2, …); functional N; rx BYTES (a frame comes); tx BYTES (the next frame that was sent); none (no further frame was sent); at N (time, and a step);
/// full, free (the controller); hold, release (the consumer); end RESULT [LENGTH]; busy; idle; ignored N. Numbers after rx and tx are hexadecimal.
/// </summary>
public sealed class IsoTpScript
{
    private readonly ScriptedCan _can = new ScriptedCan();
    private readonly IsoTpSettings _settings = new IsoTpSettings();
    private readonly CanFrame _frame = new CanFrame();
    private IsoTpAddress _address = IsoTpAddress.Normal(0x7E0, 0x7E8);
    private int _capacity = 64;
    private IsoTpSender _sender;
    private IsoTpReceiver _receiver;
    private bool _isSender;
    private bool _isComplete;
    private int _checked;
    private long _now;

    public static void Run(string commands)
    {
        IsoTpScript script = new IsoTpScript();
        string[] list = commands.Split(';');
        for (int index = 0; index < list.Length; index++)
        {
            string command = list[index].Trim();
            script.Do(command.Split(' '), "'" + command + "', command " + (index + 1));
        }

        Assert.AreEqual(script._can.SentCount, script._checked, "frames sent");
    }

    public static byte[] Bytes(string[] words, int from)
    {
        byte[] data = new byte[words.Length - from];
        for (int index = 0; index < data.Length; index++)
        {
            data[index] = (byte)((Digit(words[from + index][0]) << 4) | Digit(words[from + index][1]));
        }

        return data;
    }

    private static int Digit(char digit)
    {
        return digit <= '9' ? digit - '0' : digit - 'A' + 10;
    }

    private static IsoTpAddress Address(string name)
    {
        switch (name)
        {
            case "fixed": return IsoTpAddress.NormalFixed(0x10, 0xF1);
            case "extended": return IsoTpAddress.Extended(0x6F1, 0x12, 0x612, 0xF1);
            case "mixed": return IsoTpAddress.Mixed(0x750, 0x758, 0x40);
            case "mixed29": return IsoTpAddress.MixedFixed(0x55, 0xF1, 0x40);
            case "toAll": return IsoTpAddress.NormalFunctional(0x7DF);
            case "fromAll": return IsoTpAddress.NormalFunctional(0x7DF).Reversed();
            default: return IsoTpAddress.Normal(0x7E0, 0x7E8);
        }
    }

    private static int Result(string name)
    {
        switch (name)
        {
            case "N_OK": return (int)IsoTpResult.Ok;
            case "N_TIMEOUT_A": return (int)IsoTpResult.TimeoutA;
            case "N_TIMEOUT_Bs": return (int)IsoTpResult.TimeoutBs;
            case "N_TIMEOUT_Cr": return (int)IsoTpResult.TimeoutCr;
            case "N_Br": return (int)IsoTpResult.TimeoutBr;
            case "N_Cs": return (int)IsoTpResult.TimeoutCs;
            case "N_WRONG_SN": return (int)IsoTpResult.WrongSequenceNumber;
            case "N_INVALID_FS": return (int)IsoTpResult.InvalidFlowStatus;
            case "N_UNEXP_PDU": return (int)IsoTpResult.UnexpectedPdu;
            case "N_WFT_OVRN": return (int)IsoTpResult.WaitFrameOverrun;
            case "N_BUFFER_OVFLW": return (int)IsoTpResult.BufferOverflow;
            default: return -1;
        }
    }

    private void Do(string[] words, string where)
    {
        if (Set(words))
        {
            return;
        }

        if (_sender == null)
        {
            _sender = new IsoTpSender(_can, _settings, 4095);
            _receiver = new IsoTpReceiver(_can, _settings, _capacity);
            _receiver.Listen(_address);
        }

        switch (words[0])
        {
            case "begin": Assert.IsTrue(Begin(int.Parse(words[1])), where); break;
            case "refused": Assert.IsFalse(Begin(int.Parse(words[1])), where); break;
            case "rx": Receive(Bytes(words, 1)); break;
            case "tx": CheckSent(Bytes(words, 1), where); break;
            case "none": Assert.AreEqual(_can.SentCount, _checked, where); break;
            case "at":
                _now = int.Parse(words[1]);
                _sender.Step(_now);
                _receiver.Step(_now);
                break;
            case "hold": _receiver.HoldsBack = true; break;
            case "release": _receiver.HoldsBack = false; break;
            case "end": CheckEnd(words, where); break;
            case "busy": Assert.IsTrue(_isSender ? _sender.IsSending : _receiver.IsReceiving, where); break;
            case "idle": Assert.IsFalse(_isSender ? _sender.IsSending : _receiver.IsReceiving, where); break;
            case "ignored": Assert.AreEqual(int.Parse(words[1]), _isSender ? _sender.FramesIgnored : _receiver.FramesIgnored, where); break;
            case "lost": Assert.AreEqual(int.Parse(words[1]), _receiver.MessagesLost, where); break;
            default: Assert.IsTrue(false, "not a command: " + where); break;
        }
    }

    private bool Set(string[] words)
    {
        switch (words[0])
        {
            case "sender": _isSender = true; return true;
            case "receiver": _isSender = false; return true;
            case "addressing": _address = Address(words[1]); return true;
            case "capacity": _capacity = int.Parse(words[1]); return true;
            case "blockSize": _settings.BlockSize = int.Parse(words[1]); return true;
            case "separation": _settings.SeparationTime = Bytes(words, 1)[0]; return true;
            case "waitFrames": _settings.MaximumWaitFrames = int.Parse(words[1]); return true;
            case "full": _can.IsFull = true; return true;
            case "free": _can.IsFull = false; return true;
            default: return false;
        }
    }

    private bool Begin(int length)
    {
        byte[] data = new byte[length];
        for (int index = 0; index < length; index++)
        {
            data[index] = (byte)index;
        }

        return _sender.TryBegin(_address, data, length, _now);
    }

    private void Receive(byte[] data)
    {
        ScriptedCan.Fill(_frame, _address.ReceiveKey, data);
        _sender.Take(_frame, _now);
        _isComplete |= _receiver.Take(_frame, _now);
    }

    private void CheckSent(byte[] expected, string where)
    {
        Assert.IsTrue(_checked < _can.SentCount, "nothing was sent: " + where);
        Assert.AreEqual(_address.SendKey, _can.SentKeys[_checked], where);
        CollectionAssert.AreEqual(expected, _can.Sent[_checked], where);
        _checked++;
    }

    private void CheckEnd(string[] words, string where)
    {
        Assert.AreEqual(Result(words[1]), _isSender ? (int)_sender.LastResult : (int)_receiver.LastResult, where);
        Assert.IsFalse(_isSender ? _sender.IsSending : _receiver.IsReceiving, where);
        if (!_isSender)
        {
            Assert.AreEqual(words.Length > 2, _isComplete, where);
        }

        if (words.Length > 2)
        {
            int length = int.Parse(words[2]);
            Assert.AreEqual(length, _receiver.Length, where);
            for (int index = 0; index < length; index++)
            {
                Assert.AreEqual((byte)index, _receiver.Message[index], where);
            }

            _isComplete = false;
        }
    }
}
