using System;
using System.Collections.Generic;

namespace Telltale.Esp32
{
    /// <summary>The chip under the stand-ins. Pins stay open in this process as they do in a life of the board.</summary>
    public static class StandInChip
    {
        public static readonly HashSet<int> OpenPins = new HashSet<int>();
        public static readonly HashSet<int> HighPins = new HashSet<int>();

        /// <summary>Pins that cannot be opened.</summary>
        public static readonly HashSet<int> BrokenPins = new HashSet<int>();
        public static bool IsAdcBroken;
        public static bool IsAdcSilent;
        public static int AdcValue;

        /// <summary>The pin that wakes the chip, as a mask.</summary>
        public static ulong WakePins;
        public static bool IsWakeByPinRefused;
        public static bool IsWokenByTimer;

        /// <summary>The timer's time of the newest sleep; null where the chip is awake.</summary>
        public static TimeSpan? Asleep;

        /// <summary>Power comes: nothing is open.</summary>
        public static void Reset()
        {
            Array.Clear(Pins.Opened);
            OpenPins.Clear();
            HighPins.Clear();
            BrokenPins.Clear();
            IsAdcBroken = false;
            IsAdcSilent = false;
            AdcValue = 0;
            WakePins = 0;
            IsWakeByPinRefused = false;
            IsWokenByTimer = false;
            Asleep = null;
        }
    }

    /// <summary>Whether the board finds certificates that the chip takes.</summary>
    public static class StandInCertificates
    {
        public static bool HasAuthorities(Telltale.Ports.IFileVolume volume, Telltale.Configuration.UnitConfiguration configuration) => Certificates.ReadAuthorities(volume, configuration) != null;

        public static bool HasClient(Telltale.Ports.IFileVolume volume, Telltale.Configuration.UnitConfiguration configuration) => Certificates.ReadClient(volume, configuration) != null;
    }

    /// <summary>What mscorlib of nanoFramework has and .NET has not.</summary>
    internal static class NanoTime
    {
        internal static long ToUnixTimeSeconds(this DateTime time) => new DateTimeOffset(time).ToUnixTimeSeconds();
    }

    /// <summary>Stands for the chip's sleep, which never returns.</summary>
    public sealed class FellAsleepException : Exception
    {
    }
}

namespace System.Device.Gpio
{
    public enum PinMode
    {
        Input = 0,
        Output = 3,
    }

    public enum PinValue
    {
        Low = 0,
        High = 1,
    }

    public sealed class GpioPin
    {
        private readonly int _number;

        internal GpioPin(int number)
        {
            _number = number;
        }

        public PinValue Read() => Telltale.Esp32.StandInChip.HighPins.Contains(_number) ? PinValue.High : PinValue.Low;

        public void Write(PinValue value)
        {
            Telltale.Esp32.StandInChip.HighPins.Remove(_number);
            if (value == PinValue.High)
            {
                Telltale.Esp32.StandInChip.HighPins.Add(_number);
            }
        }
    }

    /// <summary>As nanoFramework's: a pin that is open, of whatever controller, is refused.</summary>
    public sealed class GpioController
    {
        public GpioPin OpenPin(int number, PinMode mode)
        {
            if (Telltale.Esp32.StandInChip.BrokenPins.Contains(number) || !Telltale.Esp32.StandInChip.OpenPins.Add(number))
            {
                throw new InvalidOperationException();
            }

            return new GpioPin(number);
        }
    }
}

namespace System.Device.Adc
{
    public sealed class AdcChannel
    {
        public int ReadValue() => Telltale.Esp32.StandInChip.IsAdcSilent ? throw new InvalidOperationException() : Telltale.Esp32.StandInChip.AdcValue;
    }

    public sealed class AdcController
    {
        public int MaxValue => 4095;

        public AdcChannel OpenChannel(int channel)
        {
            if (Telltale.Esp32.StandInChip.IsAdcBroken)
            {
                throw new InvalidOperationException();
            }

            return new AdcChannel();
        }
    }
}

namespace System.Security.Cryptography.X509Certificates
{
    /// <summary>As nanoFramework's: what the parser does not take throws.</summary>
    internal class X509Certificate
    {
        public readonly string Text;

        public X509Certificate(string text)
        {
            if (!text.StartsWith("-----BEGIN", StringComparison.Ordinal))
            {
                throw new ArgumentException("Invalid parameter.");
            }

            Text = text;
        }
    }

    internal sealed class X509Certificate2 : X509Certificate
    {
        public readonly string Key;

        public X509Certificate2(string text, string key, string password)
            : base(text)
        {
            Key = new X509Certificate(key).Text;
        }
    }
}

namespace nanoFramework.Hardware.Esp32
{
    public static class Sleep
    {
        public enum WakeupCause
        {
            Undefined = 0,
            Ext0 = 2,
            Timer = 4,
        }

        public enum WakeupGpioPin : ulong
        {
            None = 0,
        }

        private static TimeSpan s_timer;

        public static WakeupCause GetWakeupCause() => Telltale.Esp32.StandInChip.IsWokenByTimer ? WakeupCause.Timer : WakeupCause.Undefined;

        public static EspNativeError EnableWakeupByTimer(TimeSpan time)
        {
            s_timer = time;
            return EspNativeError.OK;
        }

        public static EspNativeError EnableWakeupByPin(WakeupGpioPin pin, int level)
        {
            Telltale.Esp32.StandInChip.WakePins = (ulong)pin;
            return Telltale.Esp32.StandInChip.IsWakeByPinRefused ? EspNativeError.INVALID_ARG : EspNativeError.OK;
        }

        public static void StartDeepSleep()
        {
            Telltale.Esp32.StandInChip.Asleep = s_timer;
            throw new Telltale.Esp32.FellAsleepException();
        }
    }
}
