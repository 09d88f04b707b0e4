using System;
using System.Text;
using Telltale.Can;

namespace Telltale.Signals;

/// <summary>
/// What to read from a vehicle: the signals, where they stand in frames that it sends by itself, and what to ask it for. Loaded from the compact bytes
/// described in FORMAT.md, which the owner's side compiles.
/// </summary>
public sealed class SignalProfile
{
    /// <summary>The newest version of the format; <see cref="TryLoad"/> reads version 1 too.</summary>
    public const int Version = 2;

    /// <summary>The longest PID response accepted, in data bytes.</summary>
    public const int MaximumDataLength = 64;

    /// <summary>The longest part of a DID's response that signals may lie in, in data bytes.</summary>
    public const int MaximumIdentifierDataLength = 255;

    /// <summary>What the profile is for; shown, never interpreted.</summary>
    public readonly string Name;

    /// <summary>Bit rate of the bus in kbit/s; 0 when the profile does not say.</summary>
    public readonly int KilobitsPerSecond;

    /// <summary>The signals, by index.</summary>
    public readonly SignalDefinition[] Definitions;

    /// <summary>Signals sent by the vehicle, in ascending order of their messages.</summary>
    public readonly BroadcastSignal[] Broadcast;

    /// <summary>Signals to ask for.</summary>
    public readonly PolledSignal[] Polled;

    /// <summary>Makes a profile of its parts.</summary>
    /// <param name="name">What it is for.</param>
    /// <param name="kilobitsPerSecond">Bit rate of the bus; 0 for not said.</param>
    /// <param name="definitions">The signals.</param>
    /// <param name="broadcast">In ascending order of <see cref="BroadcastSignal.Key"/>.</param>
    /// <param name="polled">In any order.</param>
    public SignalProfile(string name, int kilobitsPerSecond, SignalDefinition[] definitions, BroadcastSignal[] broadcast, PolledSignal[] polled)
    {
        Name = name;
        KilobitsPerSecond = kilobitsPerSecond;
        Definitions = definitions;
        Broadcast = broadcast;
        Polled = polled;
    }

    /// <summary>Reads a profile.</summary>
    /// <param name="bytes">The bytes, from index 0.</param>
    /// <param name="length">How many.</param>
    /// <param name="profile">The profile, or null.</param>
    /// <returns><see cref="SignalProfileFault.None"/>, or why it was refused; nothing is loaded in part.</returns>
    public static SignalProfileFault TryLoad(byte[] bytes, int length, out SignalProfile profile)
    {
        Reader reader = new Reader(bytes, length);
        profile = reader.ReadProfile();
        return reader.Fault;
    }

    /// <summary>CRC-32 of IEEE 802.3 (polynomial 0x04C11DB7 reflected, start and final complement) as it closes a profile; "123456789" gives 0xCBF43926.</summary>
    public static uint Checksum32(byte[] bytes, int length)
    {
        uint[] table = new uint[16];
        for (int index = 0; index < table.Length; index++)
        {
            uint value = (uint)index;
            for (int bit = 0; bit < 4; bit++)
            {
                value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB88320 : value >> 1;
            }

            table[index] = value;
        }

        uint crc = 0xFFFFFFFF;
        for (int index = 0; index < length; index++)
        {
            crc ^= bytes[index];
            crc = (crc >> 4) ^ table[crc & 15];
            crc = (crc >> 4) ^ table[crc & 15];
        }

        return ~crc;
    }

    /// <summary>CRC-16/CCITT-FALSE (polynomial 0x1021, from 0xFFFF) as it closed a profile of version 1.</summary>
    public static int Checksum(byte[] bytes, int length)
    {
        int crc = 0xFFFF;
        for (int index = 0; index < length; index++)
        {
            int step = (crc >> 8) ^ bytes[index];
            step ^= step >> 4;
            crc = ((crc << 8) ^ (step << 12) ^ (step << 5) ^ step) & 0xFFFF;
        }

        return crc;
    }

    private sealed class Reader
    {
        private const int HeaderLength = 11;

        private readonly byte[] _bytes;
        private readonly int _length;
        private int _version;
        private int _end;
        private int _place;

        internal SignalProfileFault Fault;

        internal Reader(byte[] bytes, int length)
        {
            _bytes = bytes;
            _length = length;
        }

        internal SignalProfile ReadProfile()
        {
            if (_length < 2 || _bytes[0] != 'T' || _bytes[1] != 'P')
            {
                return Refuse(SignalProfileFault.NotAProfile);
            }

            if (_length < HeaderLength + 2)
            {
                return Refuse(SignalProfileFault.WrongLength);
            }

            _version = _bytes[2];
            if (_version < 1 || _version > Version)
            {
                return Refuse(SignalProfileFault.UnknownVersion);
            }

            _end = _length - (_version == 1 ? 2 : 4);
            if (BitConverter.ToUInt16(_bytes, 4) != _length || _end < HeaderLength)
            {
                return Refuse(SignalProfileFault.WrongLength);
            }

            if (_version == 1 ? Checksum(_bytes, _end) != BitConverter.ToUInt16(_bytes, _end) : Checksum32(_bytes, _end) != BitConverter.ToUInt32(_bytes, _end))
            {
                return Refuse(SignalProfileFault.WrongChecksum);
            }

            if (_bytes[3] != 0)
            {
                return Refuse(SignalProfileFault.WrongValue);
            }

            int kilobitsPerSecond = BitConverter.ToUInt16(_bytes, 6);
            int signals = _bytes[8];
            int broadcasts = _bytes[9];
            int polls = _bytes[10];
            _place = HeaderLength;
            if (signals < 1 || signals > SignalTable.MaximumSignals)
            {
                return Refuse(SignalProfileFault.WrongSignalCount);
            }

            string name = ReadText();
            SignalDefinition[] definitions = new SignalDefinition[signals];
            for (int index = 0; index < signals && Fault == SignalProfileFault.None; index++)
            {
                definitions[index] = ReadDefinition();
            }

            BroadcastSignal[] broadcast = new BroadcastSignal[broadcasts];
            uint lastKey = 0;
            for (int index = 0; index < broadcasts && Fault == SignalProfileFault.None; index++)
            {
                broadcast[index] = ReadBroadcast(definitions);
                if (broadcast[index] != null)
                {
                    if (broadcast[index].Key < lastKey)
                    {
                        Refuse(SignalProfileFault.WrongOrder);
                    }

                    lastKey = broadcast[index].Key;
                }
            }

            PolledSignal[] polled = new PolledSignal[polls];
            for (int index = 0; index < polls && Fault == SignalProfileFault.None; index++)
            {
                polled[index] = ReadPolled(definitions);
            }

            if (Fault == SignalProfileFault.None && _place != _end)
            {
                Refuse(SignalProfileFault.WrongLength);
            }

            return Fault == SignalProfileFault.None ? new SignalProfile(name, kilobitsPerSecond, definitions, broadcast, polled) : null;
        }

        private SignalProfile Refuse(SignalProfileFault fault)
        {
            if (Fault == SignalProfileFault.None)
            {
                Fault = fault;
            }

            return null;
        }

        // Whether so many bytes follow before the checksum.
        private bool Has(int count)
        {
            if (_place + count > _end)
            {
                Refuse(SignalProfileFault.WrongLength);
                return false;
            }

            return true;
        }

        private string ReadText()
        {
            if (!Has(1))
            {
                return "";
            }

            int count = _bytes[_place];
            _place++;
            if (count == 0 || !Has(count))
            {
                return "";
            }

            string text = Encoding.UTF8.GetString(_bytes, _place, count);
            _place += count;
            return text;
        }

        private SignalDefinition ReadDefinition()
        {
            string name = ReadText();
            string unit = ReadText();
            if (!Has(17))
            {
                return null;
            }

            int flags = _bytes[_place];
            int numerator = BitConverter.ToInt32(_bytes, _place + 1);
            int denominator = BitConverter.ToInt32(_bytes, _place + 5);
            int offset = BitConverter.ToInt32(_bytes, _place + 9);
            int staleAfterMilliseconds = BitConverter.ToInt32(_bytes, _place + 13);
            _place += 17;
            if (name.Length == 0 || (flags & ~1) != 0 || numerator == 0 || denominator <= 0 || staleAfterMilliseconds <= 0)
            {
                Refuse(SignalProfileFault.WrongDefinition);
                return null;
            }

            return new SignalDefinition(name, unit, numerator, denominator, offset, (flags & 1) != 0, staleAfterMilliseconds);
        }

        private BroadcastSignal ReadBroadcast(SignalDefinition[] definitions)
        {
            if (!Has(8))
            {
                return null;
            }

            uint key = BitConverter.ToUInt32(_bytes, _place);
            int signal = _bytes[_place + 4];
            int flags = _bytes[_place + 5];
            int startBit = _bytes[_place + 6];
            int bitLength = _bytes[_place + 7];
            _place += 8;
            if ((flags & (_version == 1 ? ~0x0F : ~0x1F)) != 0 || !(IsKey(key) || (_version > 1 && ParameterGroupKey.IsValid(key))))
            {
                Refuse(SignalProfileFault.WrongValue);
                return null;
            }

            BitField field = MakeField(definitions, signal, startBit, bitLength, flags, 8);
            BitField selector = null;
            int selectorValue = 0;
            if ((flags & 4) != 0)
            {
                if (!Has(4))
                {
                    return null;
                }

                startBit = _bytes[_place];
                bitLength = _bytes[_place + 1];
                selectorValue = BitConverter.ToUInt16(_bytes, _place + 2);
                _place += 4;
                bool isBigEndian = (flags & 8) != 0;
                if (!BitField.IsPossible(startBit, bitLength, isBigEndian, 8) || bitLength > 16)
                {
                    Refuse(SignalProfileFault.WrongBitField);
                    return null;
                }

                selector = new BitField(startBit, bitLength, isBigEndian, false);
            }
            else if ((flags & 8) != 0)
            {
                Refuse(SignalProfileFault.WrongValue);
            }

            uint highestValid = uint.MaxValue;
            if ((flags & 0x10) != 0)
            {
                if (!Has(4))
                {
                    return null;
                }

                highestValid = BitConverter.ToUInt32(_bytes, _place);
                _place += 4;

                // It would mean nothing for two's complement, and without effect it would be a second way to say nothing.
                if ((flags & 1) != 0 || field == null || highestValid >= uint.MaxValue >> (32 - field.BitLength))
                {
                    Refuse(SignalProfileFault.WrongValue);
                    return null;
                }
            }

            return field == null ? null : new BroadcastSignal(key, signal, field, selector, selectorValue, highestValid);
        }

        private PolledSignal ReadPolled(SignalDefinition[] definitions)
        {
            int size = _version == 1 ? 17 : 21;
            if (!Has(size))
            {
                return null;
            }

            int signal = _bytes[_place];
            int flags = _bytes[_place + 1];
            int service = _bytes[_place + 2];
            int dataLength = _bytes[_place + 3];
            int identifier = BitConverter.ToUInt16(_bytes, _place + 4);
            int startBit = BitConverter.ToUInt16(_bytes, _place + 6);
            int bitLength = _bytes[_place + 8];
            int periodMilliseconds = BitConverter.ToInt32(_bytes, _place + 9);
            uint requestKey = BitConverter.ToUInt32(_bytes, _place + 13);
            uint responseKey = _version == 1 ? 0 : BitConverter.ToUInt32(_bytes, _place + 17);
            _place += size;
            bool isPossible;
            if (service == PolledSignal.ReadDataByIdentifier && _version > 1)
            {
                isPossible = requestKey != 0 && responseKey != 0 && requestKey != responseKey && IsKey(requestKey) && IsKey(responseKey);
            }
            else
            {
                // PIDs 00, 20, 40 ... say which others there are; they are no signals.
                isPossible = service == PolledSignal.CurrentData && identifier <= 0xFF && (identifier & 0x1F) != 0 && dataLength <= MaximumDataLength
                    && requestKey == 0 && responseKey == 0;
            }

            if ((flags & ~3) != 0 || dataLength < 1 || periodMilliseconds <= 0 || !isPossible)
            {
                Refuse(SignalProfileFault.WrongValue);
                return null;
            }

            BitField field = MakeField(definitions, signal, startBit, bitLength, flags, dataLength);
            return field == null ? null : new PolledSignal(signal, service, identifier, dataLength, field, periodMilliseconds, requestKey, responseKey);
        }

        private BitField MakeField(SignalDefinition[] definitions, int signal, int startBit, int bitLength, int flags, int dataLength)
        {
            bool isSigned = (flags & 1) != 0;
            bool isBigEndian = (flags & 2) != 0;
            if (signal >= definitions.Length)
            {
                Refuse(SignalProfileFault.UnknownSignal);
                return null;
            }

            // Only an unsigned value of 32 bits needs the definition's mark, and no signed value may have it.
            bool isUnsigned32 = bitLength == 32 && !isSigned;
            if (!BitField.IsPossible(startBit, bitLength, isBigEndian, dataLength)
                || (isUnsigned32 && !definitions[signal].IsUnsigned) || (isSigned && definitions[signal].IsUnsigned))
            {
                Refuse(SignalProfileFault.WrongBitField);
                return null;
            }

            return new BitField(startBit, bitLength, isBigEndian, isSigned);
        }

        private static bool IsKey(uint key)
        {
            return (key & CanFrame.ExtendedKey) != 0 ? (key & 0x60000000) == 0 : key <= 0x7FF;
        }
    }
}
