namespace Telltale.Ports;

/// <summary>A UART with a receive buffer of its own: a serial port of the chip, a tty, or a simulated receiver.</summary>
public interface IUartPort
{
    /// <summary>Bytes that have arrived and were not read yet.</summary>
    int BytesToRead { get; }

    /// <summary>Takes up to <paramref name="count"/> bytes that have arrived; never waits.</summary>
    /// <returns>How many bytes were taken, 0 when none has arrived.</returns>
    int Read(byte[] buffer, int offset, int count);

    /// <summary>Hands bytes to the transmitter; 8 data bits, no parity, one stop bit.</summary>
    void Write(byte[] buffer, int offset, int count);

    /// <summary>Closes the port where it is open and opens it at <paramref name="baudRate"/> bits a second, with empty buffers.</summary>
    /// <returns>False when the port cannot be opened.</returns>
    bool Open(int baudRate);
}
