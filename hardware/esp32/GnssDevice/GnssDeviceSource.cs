using System;
using Iot.Device.Common.GnssDevice;
using Telltale.Gnss;

namespace Telltale.Esp32;

/// <summary>
/// Fixes from any <see cref="GnssDevice"/> of Iot.Device, for modules that have such a binding and no NMEA on a serial port of their own. The device tells of
/// changes on its own thread and says nothing while the vehicle stands, so it is also asked from <see cref="Step"/>. What it says is judged by
/// <see cref="GnssDeviceEpochs"/>.
/// </summary>
public sealed class GnssDeviceSource : IFixSource
{
    /// <summary>How often the device is asked, in milliseconds.</summary>
    public const int LookMilliseconds = 100;

    /// <summary>How long after a failed start the next is tried, in milliseconds.</summary>
    public const int RestartMilliseconds = 30000;

    /// <summary>What was made of the device's values; counters.</summary>
    public readonly GnssDeviceEpochs Epochs;

    /// <summary>Where fixes wait for the loop; counters.</summary>
    public readonly FixMailbox Mailbox = new FixMailbox();

    /// <summary>Exceptions that the device met while it parsed and told of; wraps.</summary>
    public int ParsingErrors;

    /// <summary>Starts that the device refused or answered with an exception; wraps.</summary>
    public int StartFailures;

    /// <summary>Exceptions met while the device's values were read; wraps.</summary>
    public int ReadFailures;

    private const long TicksPerMillisecond = 10000;

    private readonly GnssDevice _device;
    private readonly object _gate = new object();
    private readonly GnssDeviceReading _told = new GnssDeviceReading();
    private readonly GnssDeviceReading _seen = new GnssDeviceReading();
    private readonly long _unsetTicks = default(DateTime).Ticks;
    private readonly long _unixEpochTicks = DateTime.UnixEpoch.Ticks;
    private IEpochListener _epochListener;
    private bool _isListening;
    private bool _isStarted;
    private bool _isStopped;

    // -1: not known yet. The device's thread takes the loop's time, which is as old as one turn of it.
    private long _uptimeMilliseconds = -1;
    private long _lookedUptimeMilliseconds = -1;
    private long _triedUptimeMilliseconds = -1;
    private long _toldBegunUptimeMilliseconds = -1;

    /// <summary>Makes a source of a device that is not started yet.</summary>
    /// <param name="device">The device.</param>
    /// <param name="reportsFix">
    /// True for a binding that sets <see cref="GnssDevice.Fix"/>, as GenericSerialGnssDevice and Sim800Gnss do; false for one that never does, as Sim7672Gnss, and
    /// changes its location only when it has a fix.
    /// </param>
    /// <param name="earliestUtcMilliseconds">No date from before this moment is believed; milliseconds since 1970-01-01.</param>
    public GnssDeviceSource(GnssDevice device, bool reportsFix, long earliestUtcMilliseconds)
    {
        if (device == null)
        {
            throw new ArgumentNullException(nameof(device));
        }

        _device = device;
        Epochs = new GnssDeviceEpochs(Mailbox, earliestUtcMilliseconds, reportsFix);
    }

    /// <summary>True while the device is started. The device is not asked, because bindings of modems send a command for it and wait.</summary>
    public bool IsStarted => _isStarted;

    /// <inheritdoc/>
    public void Start(IFixListener fixes, IEpochListener epochs)
    {
        // The epoch is told of as soon as it is seen, not when the mailbox has it.
        Mailbox.Start(fixes, null);
        _epochListener = epochs;
        TryStart();
    }

    /// <summary>Starts the device; <see cref="Step"/> tries again where it could not be. A binding of a modem sends commands for it and waits for the answers.</summary>
    /// <returns>False when the device refused; counted in <see cref="StartFailures"/>.</returns>
    public bool TryStart()
    {
        _isStopped = false;
        if (_isStarted)
        {
            return true;
        }

        if (!_isListening)
        {
            _device.LocationChanged += OnLocationChanged;
            _device.ParsingError += OnParsingError;
            _isListening = true;
        }

        _triedUptimeMilliseconds = -1;
        try
        {
            _isStarted = _device.Start();
        }
        catch (Exception)
        {
            _isStarted = false;
        }

        if (!_isStarted)
        {
            StartFailures++;
        }

        return _isStarted;
    }

    /// <summary>Stops the device; <see cref="TryStart"/> starts it again.</summary>
    /// <returns>False when the device refused or failed; nothing is taken from it then either.</returns>
    public bool Stop()
    {
        _isStopped = true;
        _isStarted = false;
        if (_isListening)
        {
            _device.LocationChanged -= OnLocationChanged;
            _device.ParsingError -= OnParsingError;
            _isListening = false;
        }

        try
        {
            return _device.Stop();
        }
        catch (Exception)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public long NextDueUptimeMilliseconds => _uptimeMilliseconds + FixMailbox.LookMilliseconds;

    /// <inheritdoc/>
    public void Step(long uptimeMilliseconds)
    {
        _uptimeMilliseconds = uptimeMilliseconds;
        if (_isStopped)
        {
            return;
        }

        if (!_isStarted)
        {
            if (_triedUptimeMilliseconds < 0)
            {
                _triedUptimeMilliseconds = uptimeMilliseconds;
            }
            else if (uptimeMilliseconds - _triedUptimeMilliseconds >= RestartMilliseconds)
            {
                TryStart();
            }

            return;
        }

        if (_lookedUptimeMilliseconds < 0 || uptimeMilliseconds - _lookedUptimeMilliseconds >= LookMilliseconds)
        {
            _lookedUptimeMilliseconds = uptimeMilliseconds;
            Look(uptimeMilliseconds);
        }

        Mailbox.Step(uptimeMilliseconds);
    }

    private void Look(long uptimeMilliseconds)
    {
        long begun;
        lock (_gate)
        {
            try
            {
                Location location = _device.Location;
                GnssDeviceReading reading = _seen;
                if (location != null && ReadFirst(location, reading))
                {
                    ReadOthers(location, reading);
                    Epochs.Look(reading, uptimeMilliseconds);
                }
            }
            catch (Exception)
            {
                ReadFailures++;
            }

            Epochs.Step(uptimeMilliseconds);
            begun = Epochs.BegunUptimeMilliseconds;
        }

        if (begun != _toldBegunUptimeMilliseconds)
        {
            _toldBegunUptimeMilliseconds = begun;
            if (_epochListener != null)
            {
                _epochListener.BeginEpoch(begun);
            }
        }
    }

    // On the device's thread: an exception would end it, or be told as an error of parsing.
    private void OnLocationChanged(Location location)
    {
        lock (_gate)
        {
            try
            {
                GnssDeviceReading reading = _told;
                long uptimeMilliseconds = _uptimeMilliseconds;
                if (location != null && uptimeMilliseconds >= 0 && ReadFirst(location, reading))
                {
                    ReadOthers(location, reading);
                    Epochs.Take(reading, uptimeMilliseconds);
                }
            }
            catch (Exception)
            {
                ReadFailures++;
            }
        }
    }

    private void OnParsingError(Exception exception) => ParsingErrors++;

    private bool ReadFirst(Location location, GnssDeviceReading reading)
    {
        long ticks = location.Timestamp.Ticks;
        reading.HasTimestamp = ticks != _unsetTicks;
        reading.TimestampMilliseconds = (ticks - _unixEpochTicks) / TicksPerMillisecond;
        reading.Dimensions = (int)_device.Fix;
        return Epochs.Wants(reading.HasTimestamp, reading.TimestampMilliseconds, reading.Dimensions);
    }

    private static void ReadOthers(Location location, GnssDeviceReading reading)
    {
        reading.LatitudeDegrees = location.Latitude;
        reading.LongitudeDegrees = location.Longitude;
        reading.AltitudeMetres = location.Altitude;
        reading.Accuracy = location.Accuracy;
        reading.VerticalAccuracy = location.VerticalAccuracy;

        // A quantity that nobody has set has no unit either, and throws when it is converted.
        UnitsNet.Speed speed = location.Speed;
        reading.HasSpeed = (int)speed.Unit != 0;
        reading.SpeedMetresPerSecond = reading.HasSpeed ? speed.MetersPerSecond : 0;
        UnitsNet.Angle course = location.Course;
        reading.HasCourse = (int)course.Unit != 0;
        reading.CourseDegrees = reading.HasCourse ? course.Degrees : 0;
    }
}
