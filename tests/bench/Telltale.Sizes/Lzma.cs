using System.Diagnostics;
using System.Globalization;

namespace Telltale.Sizes;

/// <summary>LZMA by Python's standard library (what <c>xz --format=lzma -9e</c> makes, with a dictionary of 1 MB), because .NET has none.</summary>
public static class Lzma
{
    private const string Script = """
        import base64, lzma, sys
        filters = [{"id": lzma.FILTER_LZMA1, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 1 << 20}]
        for line in sys.stdin:
            print(len(lzma.compress(base64.b64decode(line), lzma.FORMAT_ALONE, filters=filters)))
        """;

    /// <summary>The compressed lengths of some inputs; null where there is no python3.</summary>
    public static IReadOnlyList<int>? Lengths(IReadOnlyList<byte[]> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ProcessStartInfo start = new("python3", ["-c", Script]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        using Process? python = Start(start);
        if (python is null)
        {
            return null;
        }

        Task writing = Task.Run(() =>
        {
            foreach (byte[] input in inputs)
            {
                python.StandardInput.WriteLine(Convert.ToBase64String(input));
            }

            python.StandardInput.Close();
        });
        List<int> lengths = [];
        while (python.StandardOutput.ReadLine() is { } line)
        {
            lengths.Add(int.Parse(line, CultureInfo.InvariantCulture));
        }

        writing.Wait();
        python.WaitForExit();
        return python.ExitCode == 0 && lengths.Count == inputs.Count
            ? lengths
            : throw new InvalidOperationException($"python3 ended with {python.ExitCode} after {lengths.Count} of {inputs.Count} lengths.");
    }

    private static Process? Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
