namespace Telltale.Ports;

/// <summary>A source of UTC that has to be asked: SNTP. Its answers are not authenticated.</summary>
public interface ITimeSource
{
    /// <summary>Asks for the time. Returns at once; asking again while an answer is outstanding changes nothing.</summary>
    void Request();

    /// <summary>The answer that has come since <see cref="Request"/>.</summary>
    /// <returns>UTC in milliseconds since 1970-01-01 at the time of the call; 0 while there is none.</returns>
    long TakeUtcMilliseconds();
}
