using Mono.Cecil;

namespace Telltale.Metering;

/// <summary>
/// Stand-ins for the native members whose cost grows with what they walk. Rewritten code calls these instead; each does the work through
/// .NET and adds what the interpreter's native code would have spent.
/// </summary>
public static class NativeByLength
{
    /// <summary>Array.Copy of 16 bytes 1,410, of 512 bytes 1,628 machine instructions, five loads of arguments included.</summary>
    public static void Copy(Array source, int sourceIndex, Array destination, int destinationIndex, int length)
    {
        Meter.AddNative(1250 + (length * ElementSize(source) * 44 / 100), 0);
        Array.Copy(source, sourceIndex, destination, destinationIndex, length);
    }

    /// <summary>The whole-array form of <see cref="Copy(Array, int, Array, int, int)"/>.</summary>
    public static void Copy(Array source, Array destination, int length)
    {
        Copy(source, 0, destination, 0, length);
    }

    /// <summary>Array.Clear of 512 bytes: 1,245.</summary>
    public static void Clear(Array array, int index, int length)
    {
        Meter.AddNative(1100 + (length * ElementSize(array) / 10), 0);
        Array.Clear(array, index, length);
    }

    /// <summary>Array.IndexOf with a hit after 100 bytes: 5,433, the box kept.</summary>
    public static int IndexOf(Array array, object value, int startIndex, int count)
    {
        int found = Array.IndexOf(array, value, startIndex, count);
        int walked = found < startIndex ? count : found - startIndex + 1;
        Meter.AddNative(1200 + (walked * 41), 0);
        return found;
    }

    /// <inheritdoc cref="IndexOf(Array, object, int, int)"/>
    public static int IndexOf(Array array, object value, int startIndex)
    {
        return IndexOf(array, value, startIndex, array.Length - startIndex);
    }

    /// <inheritdoc cref="IndexOf(Array, object, int, int)"/>
    public static int IndexOf(Array array, object value)
    {
        return IndexOf(array, value, 0, array.Length);
    }

    /// <summary>AES-128-CBC of 512 bytes 37,000, one block 6,500; the result is a new array.</summary>
    public static void AddAesCbc(int length)
    {
        Meter.AddNative(5500 + (length * 615 / 10), 1);
    }

    /// <summary>HMAC-SHA-256 of 560 bytes 59,500 and about 24,000 of one block: 4,440 a compression.</summary>
    public static void AddHmacSha256(int length)
    {
        int compressions = 1 + ((length + 9 + 63) / 64) + 2;
        Meter.AddNative(6200 + (compressions * 4440), 1);
    }

    internal static bool Replaces(MethodReference method)
    {
        return string.Equals(method.DeclaringType.FullName, "System.Array", StringComparison.Ordinal)
            && method.Name is nameof(Copy) or nameof(Clear) or nameof(IndexOf)
            && typeof(NativeByLength).GetMethods().Any(candidate => string.Equals(candidate.Name, method.Name, StringComparison.Ordinal) && candidate.GetParameters().Length == method.Parameters.Count);
    }

    private static int ElementSize(Array array)
    {
        return array switch
        {
            byte[] or sbyte[] or bool[] => 1,
            short[] or ushort[] or char[] => 2,
            long[] or ulong[] or double[] => 8,
            _ => 4,
        };
    }
}
