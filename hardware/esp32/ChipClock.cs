using System;
using nanoFramework.Runtime.Native;
using Telltale.Ports;

namespace Telltale.Esp32;

/// <summary>The chip's clock, by which mbedTLS judges the dates of certificates. It begins at 1970 after a power cut.</summary>
public sealed class ChipClock : ISystemClock
{
    /// <inheritdoc/>
    public long UtcMilliseconds => DateTime.UtcNow.ToUnixTimeSeconds() * 1000;

    /// <inheritdoc/>
    public bool Set(long utcMilliseconds) => Rtc.SetSystemTime(DateTime.FromUnixTimeSeconds(utcMilliseconds / 1000));
}
