using System.Buffers.Binary;
using System.Text;
using Telltale.Flashing;

namespace Telltale.HostTests.Flashing;

/// <summary>Builds deployment images: headers and names as in a real one, no code.</summary>
internal static class TestImage
{
    /// <summary>What the pinned packages want, and the application.</summary>
    public static byte[] Good() => Build([.. PinnedAssemblies.Current.Assemblies.Select(assembly => (assembly.Name, assembly.Native.Checksum!.Value)), ("Telltale.Esp32", 0u)]);

    /// <summary>The same with another checksum for one library.</summary>
    public static byte[] With(string name, uint checksum)
    {
        return Build([.. PinnedAssemblies.Current.Assemblies.Select(assembly => (assembly.Name, assembly.Name == name ? checksum : assembly.Native.Checksum!.Value))]);
    }

    public static byte[] Build(params (string Name, uint Checksum)[] assemblies) => assemblies.SelectMany(assembly => Assembly(assembly.Name, assembly.Checksum)).ToArray();

    private static byte[] Assembly(string name, uint checksum)
    {
        const int NameOffset = 1;
        bool isBuiltIn = name == "mscorlib";
        int length = (ApplicationImage.HeaderBytes + NameOffset + name.Length + 1 + 3) & ~3;
        var bytes = new byte[length];
        "NFMRK1\0\0"u8.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(20), checksum);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(28), 1);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(36), isBuiltIn ? (ushort)0xFCD2 : (ushort)NameOffset);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(40 + (11 * 4)), ApplicationImage.HeaderBytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(40 + (15 * 4)), length);
        Encoding.UTF8.GetBytes(name).CopyTo(bytes, ApplicationImage.HeaderBytes + NameOffset);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(12), Crc(bytes.AsSpan(ApplicationImage.HeaderBytes)));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), Crc(bytes.AsSpan(0, ApplicationImage.HeaderBytes)));
        return bytes;
    }

    // Of its own, by table: that the reader agrees with real images is for the test with real ones.
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var table = new uint[256];
        for (uint index = 0; index < 256; index++)
        {
            uint value = index << 24;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 0x80000000) != 0 ? (value << 1) ^ 0x04C11DB7 : value << 1;
            }

            table[index] = value;
        }

        uint crc = 0;
        foreach (byte octet in bytes)
        {
            crc = table[(crc >> 24) ^ octet] ^ (crc << 8);
        }

        return crc;
    }
}
