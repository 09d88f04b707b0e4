using System;
using System.IO.Ports;
using Telltale.Ports;

namespace Telltale.Esp32;

/// <summary>A serial port of the chip, polled: its events would make an object for each chunk, and come late under load.</summary>
public sealed class UartPort : IUartPort
{
    // The driver drops input without a word when this is full. 8.5 s at 9600 bit/s, 0.7 s at 115200: TLS and DNS stop every thread for seconds.
    private const int ReceiveBufferLength = 8192;

    /// <summary>Calls that the driver answered with an exception.</summary>
    public int Failures;

    private readonly string _portName;
    private SerialPort _port;

    /// <summary>Makes the port; its pins have their functions already.</summary>
    public UartPort(string portName)
    {
        _portName = portName;
    }

    /// <inheritdoc/>
    public int BytesToRead
    {
        get
        {
            if (_port == null)
            {
                return 0;
            }

            try
            {
                return _port.BytesToRead;
            }
            catch (Exception)
            {
                Failures++;
                return 0;
            }
        }
    }

    /// <inheritdoc/>
    public int Read(byte[] buffer, int offset, int count)
    {
        int available = BytesToRead;
        if (available < count)
        {
            count = available;
        }

        if (count <= 0)
        {
            return 0;
        }

        try
        {
            return _port.Read(buffer, offset, count);
        }
        catch (Exception)
        {
            Failures++;
            return 0;
        }
    }

    /// <inheritdoc/>
    public void Write(byte[] buffer, int offset, int count)
    {
        if (_port == null)
        {
            Failures++;
            return;
        }

        try
        {
            _port.Write(buffer, offset, count);
        }
        catch (Exception)
        {
            Failures++;
        }
    }

    /// <inheritdoc/>
    public bool Open(int baudRate)
    {
        try
        {
            if (_port != null)
            {
                // A second object for a port that one still holds is refused.
                _port.Dispose();
                _port = null;
            }

            SerialPort port = new SerialPort(_portName, baudRate);
            port.ReadBufferSize = ReceiveBufferLength;
            port.WriteTimeout = 1000;
            port.Open();
            _port = port;
            return true;
        }
        catch (Exception)
        {
            Failures++;
            return false;
        }
    }
}
