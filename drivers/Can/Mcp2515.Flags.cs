namespace Telltale.Can;

/// <content>What CANINTF, EFLG and TXB0CTRL say, and what of it is counted.</content>
public sealed partial class Mcp2515
{
    // Reads what happened and clears what has been understood; buffers are read by who asks for frames.
    private void Look()
    {
        int word;
        int transmitControl = 0;
        if (_isSending)
        {
            // CANINTF, EFLG, CANSTAT, CANCTRL, TXB0CTRL.
            ushort[] read = _read4;
            _spi.TransferFullDuplex(_lookWhileSending, read);
            word = read[1];
            transmitControl = read[3];
            if ((transmitControl & TransmitRequest) == 0)
            {
                EndSending(transmitControl);
            }
        }
        else
        {
            _spi.TransferFullDuplex(_look, _read2);
            word = _read2[1];
        }

        int flags = word & FlagsOfInterest;
        int received = flags & (Received0 | Received1);
        _received = received == 0 ? KnownEmpty : received;
        if (flags != received || _errors != 0)
        {
            TakeFlags(flags, transmitControl);
        }
    }

    private void EndSending(int transmitControl)
    {
        _isSending = false;
        if ((transmitControl & Aborted) != 0)
        {
            _counters.TransmissionsAborted++;
        }
        else
        {
            _counters.FramesSent++;
        }

        if ((transmitControl & LostArbitration) != 0)
        {
            _counters.ArbitrationsLost++;
        }
    }

    private void TakeFlags(int flagsAndErrors, int transmitControl)
    {
        int flags = flagsAndErrors & (ErrorInterrupt | WakeInterrupt | MessageError);
        int errors = flagsAndErrors >> 8;
        if ((errors & OverflowFlags) != 0)
        {
            if (_everything)
            {
                _counters.OverflowsWhileOpen++;
            }
            else
            {
                _counters.Overflows++;
            }

            BitModify(ErrorFlags, OverflowFlags, 0);
        }

        if ((errors & PassiveFlags) != 0 && (_errors & PassiveFlags) == 0)
        {
            _counters.ErrorPassives++;
        }

        if ((errors & BusOffFlag) != 0)
        {
            if ((_errors & BusOffFlag) == 0)
            {
                _counters.BusOffs++;
            }
        }
        else if ((flags & ErrorInterrupt) != 0 && (_errors & BusOffFlag) == 0 && (transmitControl & TransmitError) != 0)
        {
            CountBusOffThatIsOver();
        }

        _errors = errors & (PassiveFlags | BusOffFlag);
        if (flags == 0)
        {
            return;
        }

        if ((flags & MessageError) != 0)
        {
            _counters.MessageErrors++;
        }

        if ((flags & WakeInterrupt) != 0 && _mode == CanMode.Sleep)
        {
            // The controller wakes into listen-only mode (section 10.2.1).
            _mode = CanMode.ListenOnly;
        }

        BitModify(InterruptFlags, flags, 0);
    }

    // Bus-off may last only 3 ms at 500 kbit/s and pass between two looks. Then an error condition was reported, sending met errors, and TEC stands below what it
    // cannot have fallen under otherwise: it falls by one for a frame sent, and that is one in a turn.
    private void CountBusOffThatIsOver()
    {
        Read(TransmitErrors);
        if ((_read2[1] & 0xFF) < WarningLimit / 2)
        {
            _counters.BusOffs++;
        }
    }
}
