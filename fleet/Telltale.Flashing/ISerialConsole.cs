namespace Telltale.Flashing;

/// <summary>Opens the serial port of a board to read what it says.</summary>
public interface ISerialConsole
{
    /// <summary>
    /// Opens a port. The stream's Read gives what has come, and 0 when nothing came for a fraction of a second; it does not end.
    /// </summary>
    /// <exception cref="FlashException">The port cannot be opened.</exception>
    Stream Open(string port);
}
