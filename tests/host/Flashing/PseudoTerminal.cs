using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Telltale.HostTests.Flashing;

/// <summary>Both ends of a Linux pseudo-terminal: a test writes, <see cref="Name"/> is opened like a serial port.</summary>
internal sealed partial class PseudoTerminal : IDisposable
{
    private const int ReadWriteNoControl = 0x102;

    private readonly FileStream _stream;

    public PseudoTerminal()
    {
        int descriptor = posix_openpt(ReadWriteNoControl);
        Assert.That(descriptor, Is.GreaterThanOrEqualTo(0));
        Assert.That(grantpt(descriptor), Is.Zero);
        Assert.That(unlockpt(descriptor), Is.Zero);
        var name = new byte[128];
        Assert.That(ptsname_r(descriptor, name, name.Length), Is.Zero);
        Name = System.Text.Encoding.UTF8.GetString(name, 0, Array.IndexOf(name, (byte)0));
        _stream = new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.ReadWrite, bufferSize: 0);
    }

    public string Name { get; }

    /// <summary>Waits for what the other end writes; 0 when it is closed.</summary>
    public int Read(byte[] buffer)
    {
        try
        {
            return _stream.Read(buffer);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            return 0;
        }
    }

    public void Write(byte[] bytes) => _stream.Write(bytes);

    public void Dispose() => _stream.Dispose();

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int posix_openpt(int flags);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int grantpt(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int unlockpt(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int ptsname_r(int descriptor, [Out] byte[] name, nint length);
}
