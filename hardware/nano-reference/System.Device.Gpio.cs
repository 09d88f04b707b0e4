using System;
using System.Reflection;

[assembly: AssemblyVersion("1.1.0.0")]

namespace System.Device.Gpio
{
    public delegate void PinChangeEventHandler(object sender, PinValueChangedEventArgs pinValueChangedEventArgs);

    public delegate void PinValueChangedEventHandler(object sender, PinValueChangedEventArgs e);

    public enum PinEventTypes
    {
        None = 0,
        Rising = 1,
        Falling = 2,
    }

    public enum PinMode
    {
        Input = 0,
        InputPullDown = 1,
        InputPullUp = 2,
        Output = 3,
        OutputOpenDrain = 4,
        OutputOpenDrainPullUp = 5,
        OutputOpenSource = 6,
        OutputOpenSourcePullDown = 7,
    }

    public readonly struct PinValue
    {
        private readonly byte _value;
        public static PinValue High => throw null;
        public static PinValue Low => throw null;
        public static implicit operator PinValue(bool value) => throw null;
        public static implicit operator PinValue(int value) => throw null;
        public static explicit operator bool(PinValue value) => throw null;
        public static explicit operator byte(PinValue value) => throw null;
        public static explicit operator int(PinValue value) => throw null;
        public static bool operator ==(PinValue a, PinValue b) => throw null;
        public static bool operator !=(PinValue a, PinValue b) => throw null;
        public bool Equals(PinValue other) => throw null;
        public override bool Equals(object obj) => throw null;
        public override int GetHashCode() => throw null;
        public override string ToString() => throw null;
    }

    public class PinValueChangedEventArgs : EventArgs
    {
        public PinValueChangedEventArgs(PinEventTypes changeType, int pinNumber) { }
        public PinEventTypes ChangeType => throw null;
        public int PinNumber => throw null;
    }

    public class GpioPin : MarshalByRefObject, IDisposable
    {
        internal GpioPin() { }
        public event PinValueChangedEventHandler ValueChanged;
        public TimeSpan DebounceTimeout
        {
            get => throw null;
            set => throw null;
        }

        public int PinNumber => throw null;
        public void Dispose() => throw null;
        public PinMode GetPinMode() => throw null;
        public PinValue Read() => throw null;
        public void SetPinMode(PinMode value) => throw null;
        public void Toggle() => throw null;
        public void Write(PinValue value) => throw null;
    }

    public class GpioController : IDisposable
    {
        public GpioController() { }
        public void ClosePin(int pinNumber) => throw null;
        public void Dispose() => throw null;
        public bool IsPinOpen(int pinNumber) => throw null;
        public GpioPin OpenPin(int pinNumber) => throw null;
        public GpioPin OpenPin(int pinNumber, PinMode mode) => throw null;
        public PinValue Read(int pinNumber) => throw null;
        public void SetPinMode(int pinNumber, PinMode mode) => throw null;
        public void Write(int pinNumber, PinValue value) => throw null;
    }
}
