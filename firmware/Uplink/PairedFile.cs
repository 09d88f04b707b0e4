using System;
using Telltale.Journal;
using Telltale.Ports;

namespace Telltale.Uplink;

/// <summary>
/// A few bytes that are kept twice, so that a power cut while one file is written leaves the other. Files <c>NAME-1</c> and <c>NAME-2</c>: version 1 in one byte, number of
/// the writing (4 bytes, big-endian), content, CRC-32 (IEEE 802.3) of all that in 4 bytes, big-endian.
/// </summary>
internal sealed class PairedFile
{
    internal int Writes;
    internal int WriteFailures;
    internal int Damaged;

    private const byte Version = 1;
    private const int HeaderLength = 5;
    private const int ChecksumLength = 4;

    private readonly IFileVolume _volume;
    private readonly string[] _names;
    private readonly byte[] _record;
    private readonly Crc32 _crc = new Crc32();
    private int _number;
    private int _newest;

    internal PairedFile(IFileVolume volume, string name, int length)
    {
        _volume = volume;
        _names = new string[] { name + "-1", name + "-2" };
        _record = new byte[HeaderLength + length + ChecksumLength];
    }

    /// <summary>Reads the newer of the two that is whole.</summary>
    /// <returns>False when there is none; <paramref name="content"/> is as it was then.</returns>
    internal bool TryLoad(byte[] content)
    {
        bool isFound = false;
        for (int index = 0; index < 2; index++)
        {
            int length = _volume.Length(_names[index]);
            if (length < 0)
            {
                continue;
            }

            int checkedLength = _record.Length - ChecksumLength;
            if (length != _record.Length || _volume.Read(_names[index], 0, _record, 0, length) != length
                || _record[0] != Version || BigEndian.ReadInt32(_record, checkedLength) != _crc.Compute(_record, 0, checkedLength))
            {
                Damaged++;
                continue;
            }

            int number = BigEndian.ReadInt32(_record, 1);
            if (!isFound || number > _number)
            {
                _number = number;
                _newest = index;
                Array.Copy(_record, HeaderLength, content, 0, content.Length);
                isFound = true;
            }
        }

        return isFound;
    }

    /// <summary>Writes over the older of the two.</summary>
    /// <returns>False when the volume did not take it; the newer one is still there then.</returns>
    internal bool TrySave(byte[] content)
    {
        int target = 1 - _newest;
        int checkedLength = _record.Length - ChecksumLength;
        _record[0] = Version;
        BigEndian.WriteInt32(_record, 1, _number + 1);
        Array.Copy(content, 0, _record, HeaderLength, content.Length);
        BigEndian.WriteInt32(_record, checkedLength, _crc.Compute(_record, 0, checkedLength));
        _volume.Delete(_names[target]);
        if (!_volume.Create(_names[target], _record, 0, _record.Length))
        {
            WriteFailures++;
            return false;
        }

        Writes++;
        _number++;
        _newest = target;
        return true;
    }
}
