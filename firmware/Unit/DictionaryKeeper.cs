using System;
using Telltale.Batching;
using Telltale.Ports;
using Telltale.Sealing;
using Telltale.Signals;

namespace Telltale.Unit;

/// <summary>
/// The dictionary of the unit's signals: journalled in front of the first frame that refers to it in a stream, pinned there, and again when the owner asks for it. A small
/// file named after it remembers the stream that has it.
/// </summary>
internal sealed class DictionaryKeeper
{
    private const string MarkPrefix = "dictionary-";

    /// <summary>The id that batches refer to it by.</summary>
    internal readonly int Id;

    /// <summary>It has to be journalled before anything that refers to it.</summary>
    internal bool IsDue;

    private readonly byte[] _dictionary;
    private readonly IFileVolume _volume;
    private readonly byte[] _streamId;
    private readonly string _markName;

    internal DictionaryKeeper(SignalDefinition[] definitions, ICryptography cryptography, IFileVolume volume, byte[] streamId)
    {
        _dictionary = SignalDictionary.Encode(definitions);
        Id = SignalDictionary.Id(cryptography, _dictionary);
        _volume = volume;
        _streamId = streamId;
        _markName = MarkPrefix + Hex(Id);
        byte[] marked = new byte[FrameHeader.StreamIdLength];
        IsDue = volume.Read(_markName, 0, marked, 0, marked.Length) != marked.Length || BitConverter.ToInt64(marked, 0) != BitConverter.ToInt64(streamId, 0);
    }

    /// <summary>Takes the ids that the owner asks for. One that is not this unit's any more cannot be had.</summary>
    internal void TakeWanted(int[] ids, int count)
    {
        for (int index = 0; index < count; index++)
        {
            IsDue = IsDue || ids[index] == Id;
        }
    }

    internal bool TryWrite(FrameWriter writer)
    {
        if (!writer.TryWrite(FrameKind.Dictionary, FramePriority.Required, 0, _dictionary, _dictionary.Length, true))
        {
            return false;
        }

        IsDue = false;

        // Marks of dictionaries before this one: coming back to one of them is a new dictionary for the frames that follow, and pinned anew.
        string[] marks = _volume.List(MarkPrefix);
        for (int index = 0; index < marks.Length; index++)
        {
            _volume.Delete(marks[index]);
        }

        // Without the mark, after a cut or a failure here, the dictionary is sent once more at the next start-up; that does no harm.
        _volume.Create(_markName, _streamId, 0, FrameHeader.StreamIdLength);
        return true;
    }

    private static string Hex(int number)
    {
        char[] digits = new char[8];
        for (int index = 7; index >= 0; index--)
        {
            int digit = number & 15;
            digits[index] = (char)(digit < 10 ? '0' + digit : 'a' + digit - 10);
            number >>= 4;
        }

        return new string(digits);
    }
}
