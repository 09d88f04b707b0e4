using System;
using System.Device.Gpio;
using System.Reflection;

[assembly: AssemblyVersion("1.3.0.0")]

namespace System.Device.Spi
{
    public enum DataFlow
    {
        MsbFirst = 0,
        LsbFirst = 1,
    }

    public enum SpiBusConfiguration
    {
        FullDuplex = 0,
        HalfDuplex = 1,
        Simplex = 2,
    }

    public enum SpiMode
    {
        Mode0 = 0,
        Mode1 = 1,
        Mode2 = 2,
        Mode3 = 3,
    }

    public sealed class SpiConnectionSettings
    {
        public SpiConnectionSettings(int busId, int chipSelectLine = -1) { }
        public int BusId
        {
            get => throw null;
            set => throw null;
        }

        public int ChipSelectLine
        {
            get => throw null;
            set => throw null;
        }

        public PinValue ChipSelectLineActiveState
        {
            get => throw null;
            set => throw null;
        }

        public int ClockFrequency
        {
            get => throw null;
            set => throw null;
        }

        public SpiBusConfiguration Configuration
        {
            get => throw null;
            set => throw null;
        }

        public int DataBitLength
        {
            get => throw null;
            set => throw null;
        }

        public DataFlow DataFlow
        {
            get => throw null;
            set => throw null;
        }

        public SpiMode Mode
        {
            get => throw null;
            set => throw null;
        }
    }

    public class SpiDevice : IDisposable
    {
        public SpiDevice(SpiConnectionSettings settings) { }
        public SpiConnectionSettings ConnectionSettings => throw null;
        public static SpiDevice Create(SpiConnectionSettings settings) => throw null;
        public void Dispose() => throw null;
        public void Read(ushort[] buffer) => throw null;
        public void TransferFullDuplex(ushort[] writeBuffer, ushort[] readBuffer) => throw null;
        public void Write(ushort[] buffer) => throw null;
    }
}
