using System.Globalization;
using System.Text.Json;

namespace Telltale.Profiles;

/// <summary>A value of a JSON file that knows its line: what is wrong with it can be said with its place.</summary>
internal sealed class JsonSource
{
    private readonly string _file;
    private readonly string _path;
    private readonly Dictionary<string, JsonSource>? _members;
    private readonly List<JsonSource>? _items;
    private readonly string? _text;
    private readonly JsonTokenType _kind;

    private JsonSource(string file, int line, string path, JsonTokenType kind, string? text, Dictionary<string, JsonSource>? members, List<JsonSource>? items)
    {
        _file = file;
        Line = line;
        _path = path;
        _kind = kind;
        _text = text;
        _members = members;
        _items = items;
    }

    /// <summary>From 1.</summary>
    public int Line { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="SourceException">It is absent or not JSON.</exception>
    public static JsonSource Load(string path)
    {
        return File.Exists(path) ? Parse(path, File.ReadAllBytes(path)) : throw new SourceException($"{path}: there is no such file");
    }

    /// <summary>Reads text; <paramref name="file"/> is what errors call it.</summary>
    public static JsonSource Parse(string file, byte[] utf8)
    {
        ReadOnlySpan<byte> bytes = utf8;
        if (bytes.StartsWith("\uFEFF"u8))
        {
            bytes = bytes[3..];
        }

        try
        {
            Utf8JsonReader reader = new(bytes, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 32 });
            reader.Read();
            Cursor cursor = new(file, bytes);
            JsonSource root = ReadValue(ref reader, ref cursor, "");
            if (reader.Read())
            {
                throw new SourceException(file, cursor.LineAt(reader.TokenStartIndex), "text after the end");
            }

            return root;
        }
        catch (JsonException exception)
        {
            throw new SourceException(file, (int)(exception.LineNumber ?? 0) + 1, "not JSON: " + exception.Message.Split(" LineNumber", 2)[0]);
        }
        catch (InvalidOperationException exception)
        {
            // A string with half a surrogate pair in it.
            throw new SourceException(file, 1, "not JSON: " + exception.Message);
        }
    }

    /// <summary>The error that something is wrong here.</summary>
    public SourceException Error(string problem) => new(_file, Line, _path.Length == 0 ? problem : $"{_path}: {problem}");

    /// <summary>Refuses every member that is not one of these, and what is no object.</summary>
    public void Expect(params string[] names)
    {
        if (_members is null)
        {
            throw Error("an object is expected here");
        }

        foreach ((string name, JsonSource value) in _members)
        {
            if (!names.Contains(name, StringComparer.Ordinal))
            {
                throw new SourceException(_file, value.Line, $"'{name}' is not known here; known are {string.Join(", ", names.Where(known => !known.StartsWith('$')))}");
            }
        }
    }

    /// <summary>A member, or null.</summary>
    public JsonSource? Find(string name) => _members?.GetValueOrDefault(name);

    /// <summary>A member that has to be there.</summary>
    public JsonSource Get(string name) => Find(name) ?? throw Error($"'{name}' is missing");

    /// <summary>The items of an array.</summary>
    public IReadOnlyList<JsonSource> Items() => _items ?? throw Error("an array is expected here");

    /// <summary>A text.</summary>
    public string Text() => _kind == JsonTokenType.String ? _text! : throw Error("a text is expected here");

    /// <summary>True or false.</summary>
    public bool Flag() => _kind switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw Error("true or false is expected here"),
    };

    /// <summary>A whole number, be it written as a number or as "0x1DB".</summary>
    public long Integer(long minimum, long maximum)
    {
        long value;
        bool isNumber = _kind == JsonTokenType.String && _text!.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? long.TryParse(_text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value) && _text.Length <= 12
            : long.TryParse(_text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && _kind == JsonTokenType.Number;
        if (!isNumber)
        {
            throw Error("a whole number is expected here, such as 475 or \"0x1DB\"");
        }

        return value >= minimum && value <= maximum ? value : throw Error($"{_text} is out of range: {minimum} to {maximum}");
    }

    /// <summary>An exact number: 0.5, or "1/98".</summary>
    public Rational Number()
    {
        if (_kind == JsonTokenType.Number && Rational.TryParse(_text!, out Rational value))
        {
            return value;
        }

        if (_kind == JsonTokenType.String && _text!.Split('/') is [string above, string below]
            && Rational.TryParse(above.Trim(), out Rational numerator) && Rational.TryParse(below.Trim(), out Rational denominator) && !denominator.Numerator.IsZero)
        {
            return numerator.DividedBy(denominator);
        }

        throw Error("a number is expected here, such as 0.5 or \"1/98\"");
    }

    private static JsonSource ReadValue(ref Utf8JsonReader reader, ref Cursor cursor, string path)
    {
        int line = cursor.LineAt(reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                Dictionary<string, JsonSource> members = new(StringComparer.Ordinal);
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    string name = reader.GetString()!;
                    int nameLine = cursor.LineAt(reader.TokenStartIndex);
                    reader.Read();
                    JsonSource value = ReadValue(ref reader, ref cursor, path.Length == 0 ? name : $"{path}.{name}");
                    if (!members.TryAdd(name, value))
                    {
                        throw new SourceException(cursor.File, nameLine, $"'{name}' is here twice");
                    }
                }

                return new JsonSource(cursor.File, line, path, JsonTokenType.StartObject, null, members, null);
            case JsonTokenType.StartArray:
                List<JsonSource> items = [];
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(ReadValue(ref reader, ref cursor, $"{path}[{items.Count}]"));
                }

                return new JsonSource(cursor.File, line, path, JsonTokenType.StartArray, null, null, items);
            case JsonTokenType.Number:
                return new JsonSource(cursor.File, line, path, JsonTokenType.Number, System.Text.Encoding.UTF8.GetString(reader.ValueSpan), null, null);
            default:
                return new JsonSource(cursor.File, line, path, reader.TokenType, reader.TokenType == JsonTokenType.String ? reader.GetString() : null, null, null);
        }
    }

    // Tokens come in the order of the file, so their lines are counted onwards.
    private ref struct Cursor(string file, ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private int _place;
        private int _line = 1;

        public string File { get; } = file;

        public int LineAt(long place)
        {
            while (_place < place)
            {
                _line += _bytes[_place] == '\n' ? 1 : 0;
                _place++;
            }

            return _line;
        }
    }
}
