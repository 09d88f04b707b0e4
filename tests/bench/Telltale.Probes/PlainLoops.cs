namespace Telltale.Probes;

/// <summary>What merely walking a receiver's bytes in managed code costs, to stand beside the decoder that does not. Nothing but frame and checksum is looked at.</summary>
public sealed class PlainLoops
{
    /// <summary>Sentences or messages whose checksum was right.</summary>
    public int Good;

    private int _sum;
    private int _state;
    private int _stated;

    /// <summary>NMEA 0183 as a state machine, byte by byte.</summary>
    public void Nmea(byte[] buffer, int count)
    {
        for (int i = 0; i < count; i++)
        {
            int c = buffer[i];
            if (c == '$')
            {
                _sum = 0;
                _state = 1;
            }
            else if (_state == 1)
            {
                if (c == '*')
                {
                    _state = 2;
                }
                else
                {
                    _sum ^= c;
                }
            }
            else if (_state == 2 || _state == 3)
            {
                _stated = (_stated << 4) | (c <= '9' ? c - '0' : c - 'A' + 10);
                if (++_state == 4)
                {
                    if ((_stated & 0xFF) == _sum)
                    {
                        Good++;
                    }

                    _state = 0;
                }
            }
        }
    }

    /// <summary>The Fletcher checksum of one UBX message, byte by byte.</summary>
    public void Ubx(byte[] buffer, int count)
    {
        int a = 0;
        int b = 0;
        for (int i = 2; i < count - 2; i++)
        {
            a = (a + buffer[i]) & 0xFF;
            b = (b + a) & 0xFF;
        }

        if (buffer[count - 2] == a && buffer[count - 1] == b)
        {
            Good++;
        }
    }
}
