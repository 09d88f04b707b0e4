using System.Collections;
using System.Globalization;
using System.Net;
using System.Text;
using QRCoder;

namespace Telltale.Flashing;

/// <summary>Labels for units as an SVG page of A4, 3 by 8 labels of 70 by 37 mm (the usual sheet of 24); as many pages below each other as it takes.</summary>
public static class LabelSheet
{
    private const int Columns = 3;
    private const int Rows = 8;
    private const double WidthMillimetres = 70;
    private const double HeightMillimetres = 37;
    private const double PageWidthMillimetres = 210;
    private const double PageHeightMillimetres = 297;
    private const double CodeMillimetres = 27;
    private const int LongestLine = 18;

    /// <summary>Draws a sheet.</summary>
    public static string Draw(IReadOnlyList<UnitLabel> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        int pages = Math.Max(1, (labels.Count + (Columns * Rows) - 1) / (Columns * Rows));
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{PageWidthMillimetres}mm\" height=\"{PageHeightMillimetres * pages}mm\" ");
        svg.Append(CultureInfo.InvariantCulture, $"viewBox=\"0 0 {PageWidthMillimetres} {PageHeightMillimetres * pages}\" font-family=\"sans-serif\">\n");
        double marginMillimetres = (PageHeightMillimetres - (Rows * HeightMillimetres)) / 2;
        for (int index = 0; index < labels.Count; index++)
        {
            int page = index / (Columns * Rows);
            int place = index % (Columns * Rows);
            DrawLabel(
                svg,
                labels[index],
                place % Columns * WidthMillimetres,
                (page * PageHeightMillimetres) + marginMillimetres + (place / Columns * HeightMillimetres));
        }

        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>The modules of a label's QR code, row by row, true for dark, with a border of four.</summary>
    public static IReadOnlyList<BitArray> Code(UnitLabel label)
    {
        ArgumentNullException.ThrowIfNull(label);

        // Q bears a scratch over a quarter of the code.
        using QRCodeData data = QRCodeGenerator.GenerateQrCode(label.Uri, QRCodeGenerator.ECCLevel.Q, forceUtf8: true);
        return [.. data.ModuleMatrix.Select(row => new BitArray(row))];
    }

    private static void DrawLabel(StringBuilder svg, UnitLabel label, double x, double y)
    {
        IReadOnlyList<BitArray> code = Code(label);
        double module = CodeMillimetres / code.Count;
        svg.Append(CultureInfo.InvariantCulture, $"<g transform=\"translate({x + 3:0.##} {y + 5:0.##})\">\n<path transform=\"scale({module:0.####})\" d=\"");
        for (int row = 0; row < code.Count; row++)
        {
            for (int column = 0; column < code.Count; column++)
            {
                if (code[row][column])
                {
                    svg.Append(CultureInfo.InvariantCulture, $"M{column} {row}h1v1h-1z");
                }
            }
        }

        svg.Append("\"/>\n");
        Text(svg, 31, 8, 5.5, "monospace", label.UnitId);
        Text(svg, 31, 15, 4, "sans-serif", label.Name.Length <= LongestLine ? label.Name : string.Concat(label.Name.AsSpan(0, LongestLine - 1), "…"));
        Text(svg, 31, 21, 2.8, "sans-serif", label.Board);
        svg.Append("</g>\n");
    }

    private static void Text(StringBuilder svg, double x, double y, double size, string font, string text)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" font-family=\"{font}\">{WebUtility.HtmlEncode(text)}</text>\n");
    }
}
