using System.Text;
using Telltale.Flashing;

namespace Telltale.HostTests.Flashing;

/// <summary>A board's console: gives prepared pieces of bytes, one a read, then nothing.</summary>
internal sealed class StandInConsole : ISerialConsole
{
    private readonly Func<IEnumerable<byte[]>> _pieces;

    public StandInConsole(Func<IEnumerable<byte[]>> pieces)
    {
        _pieces = pieces;
    }

    public static string Report(string unit, string state = "ready", string version = "0.1.0", string checks = "")
    {
        return $$$"""{"telltale":{"unit":"{{{unit}}}","version":"{{{version}}}","board":"wrover-devkit","state":"{{{state}}}","checks":[{{{checks}}}]}}""" + "\r\n";
    }

    public static StandInConsole Saying(Func<string> text) => new(() => [Encoding.UTF8.GetBytes(text())]);

    public Stream Open(string port) => new PieceStream(_pieces().GetEnumerator());

    private sealed class PieceStream(IEnumerator<byte[]> pieces) : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            if (!pieces.MoveNext())
            {
                Thread.Sleep(1);
                return 0;
            }

            pieces.Current.CopyTo(buffer, offset);
            return pieces.Current.Length;
        }
    }
}
