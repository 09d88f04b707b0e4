using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Telltale.Flashing;

/// <summary>
/// A deployment image of nanoFramework 1.x: assemblies one after the other, each with a header (nf-interpreter, CLR_RECORD_ASSEMBLY) that says which
/// checksum its native half has to have. So the image itself is the list of what the application was built against.
/// </summary>
public sealed class ApplicationImage
{
    /// <summary>Bytes in an assembly's header.</summary>
    public const int HeaderBytes = 124;

    // The interpreter's built-in table has the most common names; an assembly's name is in it where the offset is that high.
    private const int FirstBuiltInString = 0x8000;
    private const ushort BuiltInMscorlib = 0xFCD2;
    private const int StringsTable = 11;
    private const int EndOfAssembly = 15;
    private const int TablesOffset = 40;

    private static readonly byte[] s_marker = "NFMRK1\0\0"u8.ToArray();

    private ApplicationImage(string path, int length, string sha256, IReadOnlyList<ImageAssembly> assemblies)
    {
        Path = path;
        Length = length;
        Sha256 = sha256;
        Assemblies = assemblies;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Its length in bytes.</summary>
    public int Length { get; }

    /// <summary>SHA-256 of the file, hexadecimal.</summary>
    public string Sha256 { get; }

    /// <summary>The assemblies in it.</summary>
    public IReadOnlyList<ImageAssembly> Assemblies { get; }

    /// <summary>The native halves that the application wants.</summary>
    public IReadOnlyList<NativeAssembly> NativeAssemblies =>
        Assemblies.Where(assembly => assembly.NativeChecksum != 0).Select(assembly => new NativeAssembly(assembly.Name, null, assembly.NativeChecksum)).ToArray();

    /// <summary>Reads and checks an image.</summary>
    /// <exception cref="FlashException">It is absent, or no image, or damaged.</exception>
    public static ApplicationImage Read(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FlashException($"The application's image {path} cannot be read: {exception.Message} Build nfproj.sln, and name Telltale.Esp32.bin with --image.", exception);
        }

        return new ApplicationImage(path, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)), ReadAssemblies(path, bytes));
    }

    private static List<ImageAssembly> ReadAssemblies(string path, byte[] bytes)
    {
        var assemblies = new List<ImageAssembly>();
        var header = new byte[HeaderBytes];
        for (int offset = 0; offset < bytes.Length;)
        {
            ReadOnlySpan<byte> rest = bytes.AsSpan(offset);
            if (rest.Length < HeaderBytes)
            {
                throw Damaged(path, offset, "it ends within a header");
            }

            if (!rest[..s_marker.Length].SequenceEqual(s_marker))
            {
                throw Damaged(path, offset, offset == 0 ? "it does not begin with NFMRK1, the mark of nanoFramework 1.x" : "an assembly should begin there");
            }

            int length = BinaryPrimitives.ReadInt32LittleEndian(rest[(TablesOffset + (EndOfAssembly * 4))..]);
            if (length < HeaderBytes || length > rest.Length)
            {
                throw Damaged(path, offset, "an assembly is cut short");
            }

            rest[..HeaderBytes].CopyTo(header);
            Array.Clear(header, 8, 4);
            if (Crc(header) != BinaryPrimitives.ReadUInt32LittleEndian(rest[8..]) || Crc(rest[HeaderBytes..length]) != BinaryPrimitives.ReadUInt32LittleEndian(rest[12..]))
            {
                throw Damaged(path, offset, "a checksum is wrong");
            }

            assemblies.Add(new ImageAssembly(
                ReadName(rest),
                new Version(Half(rest, 28), Half(rest, 30), Half(rest, 32), Half(rest, 34)),
                BinaryPrimitives.ReadUInt32LittleEndian(rest[20..])));
            offset += (length + 3) & ~3;
        }

        return assemblies.Count > 0 ? assemblies : throw Damaged(path, 0, "it is empty");
    }

    private static string? ReadName(ReadOnlySpan<byte> assembly)
    {
        ushort name = (ushort)Half(assembly, 36);
        if (name >= FirstBuiltInString)
        {
            return name == BuiltInMscorlib ? "mscorlib" : null;
        }

        int start = BinaryPrimitives.ReadInt32LittleEndian(assembly[(TablesOffset + (StringsTable * 4))..]) + name;
        int end = start < 0 || start >= assembly.Length ? -1 : assembly[start..].IndexOf((byte)0);
        return end > 0 ? Encoding.UTF8.GetString(assembly.Slice(start, end)) : null;
    }

    private static int Half(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);

    // CRC-32 with the polynomial 0x04C11DB7, highest bit first, no inversion: SUPPORT_ComputeCRC of the interpreter.
    internal static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = 0;
        foreach (byte value in bytes)
        {
            crc ^= (uint)value << 24;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x80000000) != 0 ? (crc << 1) ^ 0x04C11DB7 : crc << 1;
            }
        }

        return crc;
    }

    private static FlashException Damaged(string path, int offset, string why)
    {
        return new FlashException($"{path} is no application's image that can be flashed: at byte {offset}, {why}.");
    }
}
