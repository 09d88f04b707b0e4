using System;
using nanoFramework.Networking;
using Telltale.Ports;

namespace Telltale.Esp32;

/// <summary>
/// SNTP of the firmware, which sets the chip's clock itself, at any moment after <see cref="Request"/>. An answer shows by the clock going another way than the uptime.
/// </summary>
public sealed class SntpTimeSource : ITimeSource
{
    private const long JumpMilliseconds = 2000;

    private long _clockAtRequest;
    private long _uptimeAtRequest;
    private bool _isAsked;

    /// <inheritdoc/>
    public void Request()
    {
        if (_isAsked)
        {
            return;
        }

        _isAsked = true;

        // A clock that is right already would not jump: it is put back, and the answer puts it right.
        ChipClock clock = new ChipClock();
        clock.Set(0);
        _clockAtRequest = clock.UtcMilliseconds;
        _uptimeAtRequest = Environment.TickCount64;
        try
        {
            if (!Sntp.IsStarted)
            {
                Sntp.Start();
            }

            Sntp.UpdateNow();
        }
        catch (Exception)
        {
            // No answer comes then, and the wait for it ends by itself.
        }
    }

    /// <inheritdoc/>
    public long TakeUtcMilliseconds()
    {
        if (!_isAsked)
        {
            return 0;
        }

        long now = DateTime.UtcNow.ToUnixTimeSeconds() * 1000;
        long expected = _clockAtRequest + (Environment.TickCount64 - _uptimeAtRequest);
        if (now - expected < JumpMilliseconds && expected - now < JumpMilliseconds)
        {
            return 0;
        }

        _isAsked = false;
        return now;
    }
}
