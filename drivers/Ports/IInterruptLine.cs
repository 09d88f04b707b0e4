namespace Telltale.Ports;

/// <summary>The interrupt output of a device. On the chip its events arrive milliseconds late, so it saves polls and times nothing.</summary>
public interface IInterruptLine
{
    /// <summary>True while the device asserts the line, or has asserted it since the last call of <see cref="Acknowledge"/>.</summary>
    bool IsPending { get; }

    /// <summary>Forgets an edge that was seen; the line stays pending while the device still asserts it.</summary>
    void Acknowledge();
}
