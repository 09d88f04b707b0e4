using System;
using Telltale.Sampling;
using Telltale.Signals;

namespace Telltale.Batching;

/// <summary>Encodes alerts: what happened, and the sample of that moment (FORMAT.md). All arrays are made by the constructor; nothing is allocated for an alert.</summary>
public sealed class AlertEncoder
{
    /// <summary>The start-up that uptimes are counted from; written into every alert.</summary>
    public int BootNumber;

    /// <summary>The id of the dictionary of the signals; see <see cref="SignalDictionary.Id"/>.</summary>
    public int DictionaryId;

    private readonly BatchEncoder _sample;

    /// <summary>The most bytes that an alert takes: every value at its longest, every signal with its extremes.</summary>
    /// <param name="signals">How many signals the dictionary has.</param>
    public static int MaximumLength(int signals) => AlertFormat.LongestHead + 128 + (20 * signals);

    /// <summary>Makes an encoder.</summary>
    /// <param name="definitions">The signals of the dictionary.</param>
    /// <exception cref="ArgumentException">Too many signals.</exception>
    public AlertEncoder(SignalDefinition[] definitions)
    {
        _sample = new BatchEncoder(definitions, 1);
    }

    /// <summary>Encodes an alert.</summary>
    /// <param name="what">What happened.</param>
    /// <param name="value">How much; <see cref="UnitEvent"/> says of what.</param>
    /// <param name="limit">The limit that was passed, in the unit of the value; 0 where there is none.</param>
    /// <param name="signalIndex">The signal's index in the dictionary for <see cref="UnitEvent.Signal"/>, else -1.</param>
    /// <param name="sample">The state of the moment.</param>
    /// <param name="output">Takes the alert at its start.</param>
    /// <returns>The alert's length; -1 when it does not fit.</returns>
    public int Encode(UnitEvent what, int value, int limit, int signalIndex, Sample sample, byte[] output)
    {
        if (output.Length < AlertFormat.LongestHead)
        {
            return -1;
        }

        output[0] = AlertFormat.Version;
        int position = WriteNumber(output, 1, (int)what);
        position = WriteNumber(output, position, (value << 1) ^ (value >> 31));
        position = WriteNumber(output, position, (limit << 1) ^ (limit >> 31));
        position = WriteNumber(output, position, signalIndex + 1);
        output[position++] = (byte)(DictionaryId >> 24);
        output[position++] = (byte)(DictionaryId >> 16);
        output[position++] = (byte)(DictionaryId >> 8);
        output[position++] = (byte)DictionaryId;
        _sample.Count = 0;
        _sample.BootNumber = BootNumber;
        _sample.Add(sample);
        int length = _sample.Encode(output, position);
        return length < 0 ? -1 : position + length;
    }

    // Seven bits a byte, least significant first; of 32 bits without a sign.
    private static int WriteNumber(byte[] output, int position, int number)
    {
        while ((number & ~0x7F) != 0)
        {
            output[position++] = (byte)((number & 0x7F) | 0x80);
            number = (int)((uint)number >> 7);
        }

        output[position++] = (byte)number;
        return position;
    }
}
