namespace Telltale.Configuration;

/// <summary>What <see cref="JsonReader.Read"/> has come to.</summary>
public enum JsonToken
{
    /// <summary>Nothing was read.</summary>
    None = 0,

    /// <summary>An object begins.</summary>
    ObjectBegin = 1,

    /// <summary>An object ends.</summary>
    ObjectEnd = 2,

    /// <summary>An array begins.</summary>
    ArrayBegin = 3,

    /// <summary>An array ends.</summary>
    ArrayEnd = 4,

    /// <summary>The name of a member; its value follows.</summary>
    Name = 5,

    /// <summary>A string.</summary>
    Text = 6,

    /// <summary>A number.</summary>
    Number = 7,

    /// <summary>The literal true.</summary>
    True = 8,

    /// <summary>The literal false.</summary>
    False = 9,

    /// <summary>The literal null.</summary>
    Null = 10,

    /// <summary>The text is at its end, and was whole.</summary>
    End = 11,

    /// <summary>The text is not JSON, or not within the reader's limits: <see cref="JsonReader.Fault"/>.</summary>
    Fault = 12,
}
