namespace Telltale.Ports;

/// <summary>The clock by which TLS judges the dates of certificates.</summary>
public interface ISystemClock
{
    /// <summary>UTC in milliseconds since 1970-01-01, right or wrong.</summary>
    long UtcMilliseconds { get; }

    /// <summary>Sets it.</summary>
    /// <param name="utcMilliseconds">UTC in milliseconds since 1970-01-01.</param>
    /// <returns>False when the clock could not be set.</returns>
    bool Set(long utcMilliseconds);
}
