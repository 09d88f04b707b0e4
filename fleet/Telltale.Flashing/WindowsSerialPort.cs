using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Telltale.Flashing;

/// <summary>A COM port for reading, 8N1 without flow control. It has not been run.</summary>
[SupportedOSPlatform("windows")]
internal static partial class WindowsSerialPort
{
    // fBinary, which has to be set; DTR and RTS stay off, so that neither resets the board.
    private const uint BinaryFlag = 1;
    private const uint ReadMilliseconds = 200;

    public static FileStream Open(string port, int bitsPerSecond)
    {
        // Nobody else may have the port: CreateFile refuses shared serial ports.
        var stream = new FileStream($@"\\.\{port}", FileMode.Open, FileAccess.Read, FileShare.None, bufferSize: 0);
        try
        {
            var control = new DeviceControlBlock { Length = (uint)Marshal.SizeOf<DeviceControlBlock>() };
            Check(GetCommState(stream.SafeFileHandle, ref control));
            control.BaudRate = (uint)bitsPerSecond;
            control.Flags = BinaryFlag;
            control.ByteSize = 8;
            control.Parity = 0;
            control.StopBits = 0;
            Check(SetCommState(stream.SafeFileHandle, ref control));

            // A read comes back with what there is, at the latest after the total time.
            var timeouts = new Timeouts { ReadInterval = 20, ReadTotalConstant = ReadMilliseconds };
            Check(SetCommTimeouts(stream.SafeFileHandle, ref timeouts));
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static void Check(bool isDone)
    {
        if (!isDone)
        {
            throw new IOException(new Win32Exception(Marshal.GetLastPInvokeError()).Message);
        }
    }

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetCommState(SafeFileHandle port, ref DeviceControlBlock control);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetCommState(SafeFileHandle port, ref DeviceControlBlock control);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetCommTimeouts(SafeFileHandle port, ref Timeouts timeouts);

    // DCB, 28 bytes.
    [StructLayout(LayoutKind.Sequential)]
    private struct DeviceControlBlock
    {
        public uint Length;
        public uint BaudRate;
        public uint Flags;
        public ushort Reserved;
        public ushort XonLimit;
        public ushort XoffLimit;
        public byte ByteSize;
        public byte Parity;
        public byte StopBits;
        public byte XonCharacter;
        public byte XoffCharacter;
        public byte ErrorCharacter;
        public byte EndCharacter;
        public byte EventCharacter;
        public ushort Reserved1;
    }

    // COMMTIMEOUTS, in milliseconds.
    [StructLayout(LayoutKind.Sequential)]
    private struct Timeouts
    {
        public uint ReadInterval;
        public uint ReadTotalMultiplier;
        public uint ReadTotalConstant;
        public uint WriteTotalMultiplier;
        public uint WriteTotalConstant;
    }
}
