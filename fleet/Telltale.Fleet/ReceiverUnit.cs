using Telltale.Signals;

namespace Telltale.Fleet;

/// <summary>A unit as the receiver knows it: what opens its frames, and the dictionaries that have come of it.</summary>
internal sealed record ReceiverUnit(string UnitId, long Row, UnitOpener Opener)
{
    private readonly Dictionary<int, KnownDictionary> _dictionaries = [];

    public KnownDictionary? FindDictionary(StoreWriter writer, int dictionaryId)
    {
        if (_dictionaries.TryGetValue(dictionaryId, out KnownDictionary? known))
        {
            return known;
        }

        if (writer.FindDictionary(Row, dictionaryId) is not { } stored
            || !DictionaryReader.TryRead(stored.Content, out _, out SignalDefinition[]? definitions))
        {
            return null;
        }

        return _dictionaries[dictionaryId] = new KnownDictionary(stored.Id, definitions);
    }

    /// <summary>Stores a dictionary; false when it was stored before.</summary>
    public bool AddDictionary(StoreWriter writer, int dictionaryId, byte[] content, SignalDefinition[] definitions)
    {
        if (FindDictionary(writer, dictionaryId) is not null)
        {
            return false;
        }

        _dictionaries[dictionaryId] = new KnownDictionary(writer.AddDictionary(Row, dictionaryId, content, definitions), definitions);
        return true;
    }
}
