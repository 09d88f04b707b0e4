using System;
using Telltale.Can;

namespace Telltale.IsoTp;

/// <summary>Sends messages to one receiver (ISO 15765-2:2016). Made once; nothing is allocated afterwards.</summary>
public sealed class IsoTpSender
{
    /// <summary>How the last transfer ended.</summary>
    public IsoTpResult LastResult;

    /// <summary>Flow control that came at the wrong time or was malformed, and was ignored (9.8.3).</summary>
    public int FramesIgnored;

    private const int Idle = 0;
    private const int SendingFirst = 1;
    private const int AwaitingFlowControl = 2;
    private const int SendingBlock = 3;

    private readonly ICanController _can;
    private readonly IsoTpSettings _settings;
    private readonly byte[] _message;
    private readonly CanFrame _frame = new CanFrame();

    private uint _flowControlKey = IsoTpAddress.NoKey;
    private int _offset;
    private byte _flowControlByte;
    private int _state;
    private int _length;
    private int _sent;
    private int _sequence;
    private int _leftInBlock;
    private bool _isBlockEndless;
    private int _separationMilliseconds;
    private int _waitFrames;
    private long _since;
    private long _lastActivity;
    private bool _isFirstInBlock;
    private bool _isHeldUp;

    /// <summary>Makes a sender.</summary>
    /// <param name="can">Where frames are sent.</param>
    /// <param name="settings">Padding and time-outs.</param>
    /// <param name="capacity">The longest message, 8 to 4095 bytes.</param>
    public IsoTpSender(ICanController can, IsoTpSettings settings, int capacity)
    {
        _can = can;
        _settings = settings;
        _message = new byte[capacity];
        _frame.Length = 8;
    }

    /// <summary>True while a message is under way.</summary>
    public bool IsSending => _state != Idle;

    /// <summary>Begins a message with normal addressing; its first frame goes out at once where the controller has room, else in <see cref="Step"/>.</summary>
    /// <param name="targetKey">The message to send with, as in <see cref="CanFrame.Key"/>.</param>
    /// <param name="flowControlKey">The message with which the receiver answers.</param>
    /// <param name="data">The bytes, from index 0; copied.</param>
    /// <param name="count">How many: 1 to the capacity.</param>
    /// <param name="uptimeMilliseconds">Now.</param>
    /// <returns>False when a message is under way, or the count is out of range.</returns>
    public bool TryBegin(uint targetKey, uint flowControlKey, byte[] data, int count, long uptimeMilliseconds)
    {
        return TryBegin(targetKey, flowControlKey, 0, 0, 0, data, count, uptimeMilliseconds);
    }

    /// <summary>Begins a message; its first frame goes out at once where the controller has room, else in <see cref="Step"/>.</summary>
    /// <param name="address">Whom it is for.</param>
    /// <param name="data">The bytes, from index 0; copied.</param>
    /// <param name="count">How many: 1 to the capacity; what is functional must fit a single frame (8.3.1).</param>
    /// <param name="uptimeMilliseconds">Now.</param>
    /// <returns>False when a message is under way, the count is out of range, or nothing can be sent to this address.</returns>
    public bool TryBegin(IsoTpAddress address, byte[] data, int count, long uptimeMilliseconds)
    {
        if (address.SendKey == IsoTpAddress.NoKey || (address.IsFunctional && count > address.SingleFrameLength))
        {
            return false;
        }

        return TryBegin(address.SendKey, address.ReceiveKey, address.Offset, address.SendByte, address.ReceiveByte, data, count, uptimeMilliseconds);
    }

    /// <summary>Forgets what was under way.</summary>
    public void Reset()
    {
        _state = Idle;
    }

    /// <summary>Takes flow control; any other frame is left alone.</summary>
    /// <returns>True when the frame was flow control from the receiver's address.</returns>
    public bool Take(CanFrame frame, long uptimeMilliseconds)
    {
        uint key = frame.IsExtended ? frame.Identifier | CanFrame.ExtendedKey : frame.Identifier;
        int offset = _offset;
        byte[] data = frame.Data;
        if (key != _flowControlKey || frame.IsRemote || frame.Length <= offset || frame.Length > 8 || data[offset] >> 4 != 3
            || (offset != 0 && data[0] != _flowControlByte))
        {
            return false;
        }

        if (_state != AwaitingFlowControl || frame.Length < 3 + offset)
        {
            FramesIgnored++;
            return true;
        }

        switch (data[offset] & 0x0F)
        {
            case 0:
                _leftInBlock = data[1 + offset];
                _isBlockEndless = _leftInBlock == 0;
                _separationMilliseconds = Separation(data[2 + offset]);
                _waitFrames = 0;
                _lastActivity = uptimeMilliseconds;
                _isFirstInBlock = true;
                _isHeldUp = false;
                _state = SendingBlock;
                SendBlock(uptimeMilliseconds);
                break;
            case 1:
                _waitFrames++;
                _since = uptimeMilliseconds;
                if (_waitFrames > _settings.MaximumWaitFrames)
                {
                    End(IsoTpResult.WaitFrameOverrun);
                }

                break;
            case 2:
                End(IsoTpResult.BufferOverflow);
                break;
            default:
                End(IsoTpResult.InvalidFlowStatus);
                break;
        }

        return true;
    }

    /// <summary>Sends what is due and looks at the time-outs.</summary>
    public void Step(long uptimeMilliseconds)
    {
        switch (_state)
        {
            case SendingFirst:
                SendFirst(uptimeMilliseconds);
                if (_state == SendingFirst && uptimeMilliseconds - _since > _settings.TimeoutAMilliseconds)
                {
                    End(IsoTpResult.TimeoutA);
                }

                break;
            case AwaitingFlowControl:
                if (uptimeMilliseconds - _since > _settings.TimeoutBsMilliseconds)
                {
                    End(IsoTpResult.TimeoutBs);
                }

                break;
            case SendingBlock:
                if (_isHeldUp && uptimeMilliseconds - _since > _settings.TimeoutAMilliseconds)
                {
                    End(IsoTpResult.TimeoutA);
                }
                else if (!_isHeldUp && uptimeMilliseconds - _lastActivity > _settings.TimeoutCsMilliseconds + _separationMilliseconds)
                {
                    // What is sent now would be ignored, and reported as if it had arrived.
                    End(IsoTpResult.TimeoutCs);
                }
                else
                {
                    SendBlock(uptimeMilliseconds);
                }

                break;
            default:
                break;
        }
    }

    // 9.6.5.4 and 9.6.5.5: reserved values stand for the longest time.
    private static int Separation(int code)
    {
        if (code <= 0x7F)
        {
            return code;
        }

        return code >= 0xF1 && code <= 0xF9 ? 1 : 0x7F;
    }

    private bool TryBegin(uint targetKey, uint flowControlKey, int offset, byte targetByte, byte flowControlByte, byte[] data, int count, long uptimeMilliseconds)
    {
        if (_state != Idle || count < 1 || count > _message.Length || count > IsoTpSettings.MaximumLength)
        {
            return false;
        }

        Array.Copy(data, _message, count);
        _frame.Key = targetKey;
        _frame.Data[0] = targetByte;
        _flowControlKey = flowControlKey;
        _offset = offset;
        _flowControlByte = flowControlByte;
        _length = count;
        _sent = 0;
        _since = uptimeMilliseconds;
        _state = SendingFirst;
        SendFirst(uptimeMilliseconds);
        return true;
    }

    private void SendFirst(long uptimeMilliseconds)
    {
        byte[] data = _frame.Data;
        int offset = _offset;
        int part;
        if (_length <= 7 - offset)
        {
            part = _length;
            data[offset] = (byte)part;
            Array.Copy(_message, 0, data, 1 + offset, part);
            Pad(1 + offset + part);
        }
        else
        {
            part = 6 - offset;
            data[offset] = (byte)(0x10 | (_length >> 8));
            data[1 + offset] = (byte)_length;
            Array.Copy(_message, 0, data, 2 + offset, part);
        }

        if (!_can.TrySend(_frame))
        {
            return;
        }

        _sent = part;
        if (_sent == _length)
        {
            _state = Idle;
            LastResult = IsoTpResult.Ok;
            return;
        }

        _sequence = 1;
        _waitFrames = 0;
        _since = uptimeMilliseconds;
        _state = AwaitingFlowControl;
    }

    private void SendBlock(long uptimeMilliseconds)
    {
        while (_state == SendingBlock)
        {
            // The clock counts whole milliseconds: one more makes sure that the time has passed.
            if (_separationMilliseconds > 0 && !_isFirstInBlock && uptimeMilliseconds - _lastActivity <= _separationMilliseconds)
            {
                return;
            }

            int start = 1 + _offset;
            int part = _length - _sent;
            if (part > 8 - start)
            {
                part = 8 - start;
            }

            byte[] data = _frame.Data;
            data[start - 1] = (byte)(0x20 | _sequence);
            Array.Copy(_message, _sent, data, start, part);
            Pad(start + part);
            if (!_can.TrySend(_frame))
            {
                if (!_isHeldUp)
                {
                    _isHeldUp = true;
                    _since = uptimeMilliseconds;
                }

                return;
            }

            _sent += part;
            _sequence = (_sequence + 1) & 0x0F;
            _lastActivity = uptimeMilliseconds;
            _isFirstInBlock = false;
            _isHeldUp = false;
            _since = uptimeMilliseconds;
            if (_sent == _length)
            {
                _state = Idle;
                LastResult = IsoTpResult.Ok;
            }
            else if (!_isBlockEndless)
            {
                _leftInBlock--;
                if (_leftInBlock == 0)
                {
                    _state = AwaitingFlowControl;
                }
            }
        }
    }

    private void Pad(int from)
    {
        byte[] data = _frame.Data;
        for (int index = from; index < 8; index++)
        {
            data[index] = _settings.Padding;
        }
    }

    private void End(IsoTpResult result)
    {
        _state = Idle;
        LastResult = result;
    }
}
