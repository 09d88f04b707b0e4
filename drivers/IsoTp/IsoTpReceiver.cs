using System;
using Telltale.Can;

namespace Telltale.IsoTp;

/// <summary>
/// Puts together the messages that one sender sends (ISO 15765-2:2016). Made once; nothing is allocated afterwards.
/// </summary>
public sealed class IsoTpReceiver
{
    /// <summary>The message, after <see cref="Take"/> has returned true and until it is called again.</summary>
    public readonly byte[] Message;

    /// <summary>Its length in bytes.</summary>
    public int Length;

    /// <summary>How the last transfer ended.</summary>
    public IsoTpResult LastResult;

    /// <summary>Frames that the standard says to ignore: malformed, reserved, or a consecutive frame out of place.</summary>
    public int FramesIgnored;

    /// <summary>Transfers that ended with anything but <see cref="IsoTpResult.Ok"/>.</summary>
    public int MessagesLost;

    /// <summary>
    /// Set while more of a message cannot be taken: flow control that falls due is then put off, and the sender asked to wait (9.7). What is within a block, and
    /// single frames, come all the same.
    /// </summary>
    public bool HoldsBack;

    private const int Idle = 0;
    private const int Receiving = 1;
    private const int HoldingBack = 2;

    private const int ContinueToSend = 0;
    private const int Wait = 1;
    private const int Overflow = 2;

    private readonly ICanController _can;
    private readonly IsoTpSettings _settings;
    private readonly CanFrame _flowControl = new CanFrame();

    private uint _sourceKey = IsoTpAddress.NoKey;
    private int _offset;
    private byte _addressByte;
    private bool _isFunctional;
    private int _state;
    private int _expected;
    private int _sequence;
    private int _leftInBlock;
    private int _waitFrames;
    private long _since;
    private bool _owesFlowControl;
    private int _flowStatus;

    /// <summary>Makes a receiver.</summary>
    /// <param name="can">Where flow control is sent.</param>
    /// <param name="settings">Block size, separation time and time-outs.</param>
    /// <param name="capacity">The longest message taken, 8 to 4095 bytes; a longer one is refused with flow status overflow.</param>
    public IsoTpReceiver(ICanController can, IsoTpSettings settings, int capacity)
    {
        _can = can;
        _settings = settings;
        Message = new byte[capacity];
        _flowControl.Length = 8;
    }

    /// <summary>True between a first frame and the end of its message.</summary>
    public bool IsReceiving => _state != Idle;

    /// <summary>Sets the addresses (normal addressing), and forgets what was under way.</summary>
    /// <param name="sourceKey">The sender's message, as in <see cref="CanFrame.Key"/>.</param>
    /// <param name="flowControlKey">The message with which flow control is sent to it.</param>
    public void Listen(uint sourceKey, uint flowControlKey)
    {
        Listen(IsoTpAddress.Normal(flowControlKey, sourceKey));
    }

    /// <summary>Sets the addresses, and forgets what was under way.</summary>
    /// <param name="address">As this side sees it. From a functional address only single frames are taken, and flow control is never sent (8.3.1).</param>
    public void Listen(IsoTpAddress address)
    {
        _sourceKey = address.ReceiveKey;
        _offset = address.Offset;
        _addressByte = address.ReceiveByte;
        _isFunctional = address.IsFunctional;
        if (!_isFunctional)
        {
            _flowControl.Key = address.SendKey;
            _flowControl.Data[0] = address.SendByte;
        }

        Reset();
    }

    /// <summary>Forgets what was under way.</summary>
    public void Reset()
    {
        _state = Idle;
        _owesFlowControl = false;
        Length = 0;
    }

    /// <summary>Takes a frame. Frames with another address are left alone.</summary>
    /// <returns>True when a message is complete.</returns>
    public bool Take(CanFrame frame, long uptimeMilliseconds)
    {
        uint key = frame.IsExtended ? frame.Identifier | CanFrame.ExtendedKey : frame.Identifier;
        if (key != _sourceKey)
        {
            return false;
        }

        int offset = _offset;
        if (offset != 0 && frame.Length > 0 && frame.Data[0] != _addressByte)
        {
            return false;
        }

        if (frame.IsRemote || frame.Length <= offset || frame.Length > 8)
        {
            FramesIgnored++;
            return false;
        }

        int control = frame.Data[offset];
        switch (control >> 4)
        {
            case 0:
                return TakeSingle(frame, control);
            case 1:
                TakeFirst(frame, control, uptimeMilliseconds);
                return false;
            case 2:
                return TakeConsecutive(frame, control & 0x0F, uptimeMilliseconds);
            case 3:
                // Flow control is for who sends to this address.
                return false;
            default:
                FramesIgnored++;
                return false;
        }
    }

    /// <summary>Looks at the time-outs, and sends flow control that was put off or that the controller had no room for.</summary>
    public void Step(long uptimeMilliseconds)
    {
        if (_owesFlowControl)
        {
            SendFlowControl(uptimeMilliseconds);
            if (_owesFlowControl && uptimeMilliseconds - _since > _settings.TimeoutAMilliseconds)
            {
                _owesFlowControl = false;
                if (_state != Idle)
                {
                    End(IsoTpResult.TimeoutA);
                }
            }
        }
        else if (_state == HoldingBack)
        {
            StepHoldingBack(uptimeMilliseconds);
        }
        else if (_state == Receiving && uptimeMilliseconds - _since > _settings.TimeoutCrMilliseconds)
        {
            End(IsoTpResult.TimeoutCr);
        }
    }

    private bool TakeSingle(CanFrame frame, int length)
    {
        // 9.6.2.2: a length of 0, above what a single frame holds, or beyond the frame, is ignored.
        int start = 1 + _offset;
        if (length == 0 || start + length > frame.Length)
        {
            FramesIgnored++;
            return false;
        }

        if (_state != Idle)
        {
            End(IsoTpResult.UnexpectedPdu);
        }

        _owesFlowControl = false;
        Array.Copy(frame.Data, start, Message, 0, length);
        Length = length;
        LastResult = IsoTpResult.Ok;
        return true;
    }

    private void TakeFirst(CanFrame frame, int control, long uptimeMilliseconds)
    {
        // 9.6.3.2: a first frame fills its frame, and its length is more than a single frame holds. 8.3.1: nobody segments a functional message.
        int offset = _offset;
        if (frame.Length < 8 || _isFunctional)
        {
            FramesIgnored++;
            return;
        }

        byte[] data = frame.Data;
        int length = ((control & 0x0F) << 8) | data[1 + offset];
        bool isTooLong = length > Message.Length;
        if (length == 0)
        {
            // The escape sequence: 32 bits of length, for what no buffer here holds.
            isTooLong = ((data[2 + offset] | data[3 + offset]) != 0) || ((data[4 + offset] << 8) | data[5 + offset]) > IsoTpSettings.MaximumLength;
            length = isTooLong ? IsoTpSettings.MaximumLength + 1 : 0;
        }

        if (length < 8 - offset)
        {
            FramesIgnored++;
            return;
        }

        if (_state != Idle)
        {
            End(IsoTpResult.UnexpectedPdu);
        }

        if (isTooLong)
        {
            End(IsoTpResult.BufferOverflow);
            OweFlowControl(Overflow, uptimeMilliseconds);
        }
        else
        {
            Length = 6 - offset;
            Array.Copy(data, 2 + offset, Message, 0, Length);
            _expected = length;
            _sequence = 1;
            AskForBlock(uptimeMilliseconds);
        }
    }

    private bool TakeConsecutive(CanFrame frame, int sequence, long uptimeMilliseconds)
    {
        // 9.8.3: where none is awaited it is ignored.
        if (_state != Receiving || _owesFlowControl)
        {
            FramesIgnored++;
            return false;
        }

        if (sequence != _sequence)
        {
            End(IsoTpResult.WrongSequenceNumber);
            return false;
        }

        int start = 1 + _offset;
        int part = _expected - Length;
        if (part > 8 - start)
        {
            part = 8 - start;
        }

        if (frame.Length < start + part)
        {
            FramesIgnored++;
            return false;
        }

        Array.Copy(frame.Data, start, Message, Length, part);
        Length += part;
        _sequence = (_sequence + 1) & 0x0F;
        _since = uptimeMilliseconds;
        if (Length == _expected)
        {
            _state = Idle;
            _owesFlowControl = false;
            LastResult = IsoTpResult.Ok;
            return true;
        }

        if (_settings.BlockSize != 0)
        {
            _leftInBlock--;
            if (_leftInBlock == 0)
            {
                AskForBlock(uptimeMilliseconds);
            }
        }

        return false;
    }

    private void AskForBlock(long uptimeMilliseconds)
    {
        _leftInBlock = _settings.BlockSize;
        if (HoldsBack)
        {
            _state = HoldingBack;
            _waitFrames = 0;
            _since = uptimeMilliseconds;
        }
        else
        {
            _state = Receiving;
            OweFlowControl(ContinueToSend, uptimeMilliseconds);
        }
    }

    private void StepHoldingBack(long uptimeMilliseconds)
    {
        long held = uptimeMilliseconds - _since;
        if (held > _settings.TimeoutBrMilliseconds)
        {
            End(IsoTpResult.TimeoutBr);
        }
        else if (!HoldsBack)
        {
            AskForBlock(uptimeMilliseconds);
        }
        else if (held >= _settings.WaitIntervalMilliseconds)
        {
            // 9.8.4: after so many, the message is given up and the sender is left to its own time-out.
            if (_waitFrames >= _settings.MaximumWaitFrames)
            {
                End(IsoTpResult.WaitFrameOverrun);
                return;
            }

            _waitFrames++;
            OweFlowControl(Wait, uptimeMilliseconds);
        }
    }

    private void OweFlowControl(int flowStatus, long uptimeMilliseconds)
    {
        _flowStatus = flowStatus;
        _owesFlowControl = true;
        _since = uptimeMilliseconds;
        SendFlowControl(uptimeMilliseconds);
    }

    private void SendFlowControl(long uptimeMilliseconds)
    {
        byte[] data = _flowControl.Data;
        byte padding = _settings.Padding;
        data[3] = padding;
        data[4] = padding;
        data[5] = padding;
        data[6] = padding;
        data[7] = padding;
        int offset = _offset;
        data[offset] = (byte)(0x30 | _flowStatus);
        data[1 + offset] = (byte)_settings.BlockSize;
        data[2 + offset] = (byte)_settings.SeparationTime;
        if (_can.TrySend(_flowControl))
        {
            _owesFlowControl = false;
            _since = uptimeMilliseconds;
        }
    }

    private void End(IsoTpResult result)
    {
        _state = Idle;
        Length = 0;
        LastResult = result;
        MessagesLost++;
    }
}
