using System;
using Telltale.Ports;

namespace Telltale.DeviceTests.Sealing;

/// <summary>
/// AES-128 (FIPS 197) and HMAC-SHA-256 (FIPS 180-4, RFC 2104) written out from the standards: slow, plain, and independent of any platform.
/// </summary>
public sealed class ReferenceCryptography : ICryptography
{
    private readonly byte[] _substitution = new byte[256];
    private readonly byte[] _inverse = new byte[256];
    private readonly uint[] _roundConstants = new uint[64];
    private readonly uint[] _initialHash = new uint[8];
    private uint _random = 1;

    public ReferenceCryptography()
    {
        // FIPS 197 section 5.1.1: the inverse in GF(2^8), then the affine map. The inverse by walking powers of 3 and of 3^-1 together.
        int power = 1;
        int inverse = 1;
        do
        {
            power = power ^ Double(power);
            inverse ^= inverse << 1;
            inverse ^= inverse << 2;
            inverse ^= inverse << 4;
            inverse &= 0xFF;
            if ((inverse & 0x80) != 0)
            {
                inverse ^= 0x09;
            }

            int mapped = inverse ^ Rotate(inverse, 1) ^ Rotate(inverse, 2) ^ Rotate(inverse, 3) ^ Rotate(inverse, 4) ^ 0x63;
            _substitution[power] = (byte)mapped;
        }
        while (power != 1);
        _substitution[0] = 0x63;
        for (int index = 0; index < 256; index++)
        {
            _inverse[_substitution[index]] = (byte)index;
        }

        // FIPS 180-4 section 4.2.2 and 5.3.3: the first 32 bits of the fractional parts of cube and square roots of primes.
        int count = 0;
        for (int candidate = 2; count < 64; candidate++)
        {
            bool isPrime = true;
            for (int divisor = 2; divisor * divisor <= candidate; divisor++)
            {
                isPrime &= candidate % divisor != 0;
            }

            if (isPrime)
            {
                _roundConstants[count] = RootFraction(candidate, 3);
                if (count < 8)
                {
                    _initialHash[count] = RootFraction(candidate, 2);
                }

                count++;
            }
        }
    }

    public byte[] EncryptCbc(byte[] key, byte[] initializationVector, byte[] data)
    {
        byte[] schedule = ExpandKey(key);
        byte[] output = new byte[data.Length];
        byte[] block = new byte[16];
        Array.Copy(initializationVector, 0, block, 0, 16);
        for (int offset = 0; offset < data.Length; offset += 16)
        {
            for (int index = 0; index < 16; index++)
            {
                block[index] ^= data[offset + index];
            }

            EncryptBlock(schedule, block);
            Array.Copy(block, 0, output, offset, 16);
        }

        return output;
    }

    public byte[] DecryptCbc(byte[] key, byte[] initializationVector, byte[] data)
    {
        byte[] schedule = ExpandKey(key);
        byte[] output = new byte[data.Length];
        byte[] block = new byte[16];
        for (int offset = 0; offset < data.Length; offset += 16)
        {
            Array.Copy(data, offset, block, 0, 16);
            DecryptBlock(schedule, block);
            for (int index = 0; index < 16; index++)
            {
                block[index] ^= offset == 0 ? initializationVector[index] : data[offset - 16 + index];
            }

            Array.Copy(block, 0, output, offset, 16);
        }

        return output;
    }

    public byte[] HmacSha256(byte[] key, byte[] data)
    {
        byte[] shortKey = key.Length > 64 ? Sha256(key) : key;
        byte[] inner = new byte[64 + data.Length];
        byte[] outer = new byte[64 + 32];
        for (int index = 0; index < 64; index++)
        {
            int part = index < shortKey.Length ? shortKey[index] : 0;
            inner[index] = (byte)(part ^ 0x36);
            outer[index] = (byte)(part ^ 0x5C);
        }

        Array.Copy(data, 0, inner, 64, data.Length);
        Array.Copy(Sha256(inner), 0, outer, 64, 32);
        return Sha256(outer);
    }

    /// <summary>Not random at all: the same bytes in every run, so that tests repeat.</summary>
    public void FillRandom(byte[] buffer)
    {
        for (int index = 0; index < buffer.Length; index++)
        {
            _random = (_random * 1664525) + 1013904223;
            buffer[index] = (byte)(_random >> 24);
        }
    }

    private byte[] Sha256(byte[] data)
    {
        byte[] padded = new byte[((data.Length + 8) / 64 * 64) + 64];
        Array.Copy(data, 0, padded, 0, data.Length);
        padded[data.Length] = 0x80;
        for (int index = 0; index < 4; index++)
        {
            padded[padded.Length - 1 - index] = (byte)((uint)(data.Length * 8) >> (index * 8));
        }

        uint[] hash = new uint[8];
        Array.Copy(_initialHash, 0, hash, 0, 8);
        uint[] words = new uint[64];
        uint[] state = new uint[8];
        for (int offset = 0; offset < padded.Length; offset += 64)
        {
            for (int index = 0; index < 16; index++)
            {
                int at = offset + (index * 4);
                words[index] = ((uint)padded[at] << 24) | ((uint)padded[at + 1] << 16) | ((uint)padded[at + 2] << 8) | padded[at + 3];
            }

            for (int index = 16; index < 64; index++)
            {
                uint first = words[index - 15];
                uint second = words[index - 2];
                words[index] = words[index - 16] + (Right(first, 7) ^ Right(first, 18) ^ (first >> 3)) + words[index - 7]
                    + (Right(second, 17) ^ Right(second, 19) ^ (second >> 10));
            }

            Array.Copy(hash, 0, state, 0, 8);
            for (int index = 0; index < 64; index++)
            {
                uint e = state[4];
                uint a = state[0];
                uint first = state[7] + (Right(e, 6) ^ Right(e, 11) ^ Right(e, 25)) + ((e & state[5]) ^ (~e & state[6])) + _roundConstants[index] + words[index];
                uint second = (Right(a, 2) ^ Right(a, 13) ^ Right(a, 22)) + ((a & state[1]) ^ (a & state[2]) ^ (state[1] & state[2]));
                Array.Copy(state, 0, state, 1, 7);
                state[4] += first;
                state[0] = first + second;
            }

            for (int index = 0; index < 8; index++)
            {
                hash[index] += state[index];
            }
        }

        byte[] result = new byte[32];
        for (int index = 0; index < 32; index++)
        {
            result[index] = (byte)(hash[index / 4] >> (24 - (index % 4 * 8)));
        }

        return result;
    }

    private byte[] ExpandKey(byte[] key)
    {
        byte[] schedule = new byte[176];
        Array.Copy(key, 0, schedule, 0, 16);
        int constant = 1;
        for (int offset = 16; offset < 176; offset += 4)
        {
            for (int index = 0; index < 4; index++)
            {
                int source = offset % 16 == 0 ? _substitution[schedule[offset - 4 + ((index + 1) % 4)]] : schedule[offset - 4 + index];
                if (offset % 16 == 0 && index == 0)
                {
                    source ^= constant;
                    constant = Double(constant);
                }

                schedule[offset + index] = (byte)(schedule[offset - 16 + index] ^ source);
            }
        }

        return schedule;
    }

    private void EncryptBlock(byte[] schedule, byte[] block)
    {
        AddKey(schedule, 0, block);
        byte[] shifted = new byte[16];
        for (int round = 1; round <= 10; round++)
        {
            for (int index = 0; index < 16; index++)
            {
                shifted[index] = _substitution[block[(index + (index % 4 * 4)) % 16]];
            }

            for (int column = 0; column < 16; column += 4)
            {
                for (int row = 0; row < 4; row++)
                {
                    int own = shifted[column + row];
                    int next = shifted[column + ((row + 1) % 4)];
                    block[column + row] = (byte)(round == 10
                        ? own
                        : Double(own) ^ Double(next) ^ next ^ shifted[column + ((row + 2) % 4)] ^ shifted[column + ((row + 3) % 4)]);
                }
            }

            AddKey(schedule, round * 16, block);
        }
    }

    private void DecryptBlock(byte[] schedule, byte[] block)
    {
        byte[] mixed = new byte[16];
        for (int round = 10; round >= 1; round--)
        {
            AddKey(schedule, round * 16, block);
            for (int column = 0; column < 16; column += 4)
            {
                for (int row = 0; row < 4; row++)
                {
                    mixed[column + row] = (byte)(round == 10
                        ? block[column + row]
                        : Times(block[column + row], 14) ^ Times(block[column + ((row + 1) % 4)], 11)
                            ^ Times(block[column + ((row + 2) % 4)], 13) ^ Times(block[column + ((row + 3) % 4)], 9));
                }
            }

            for (int index = 0; index < 16; index++)
            {
                block[(index + (index % 4 * 4)) % 16] = _inverse[mixed[index]];
            }
        }

        AddKey(schedule, 0, block);
    }

    private static void AddKey(byte[] schedule, int offset, byte[] block)
    {
        for (int index = 0; index < 16; index++)
        {
            block[index] ^= schedule[offset + index];
        }
    }

    private static int Double(int value) => ((value << 1) ^ ((value & 0x80) != 0 ? 0x11B : 0)) & 0xFF;

    private static int Times(int value, int factor)
    {
        int product = 0;
        while (factor != 0)
        {
            product ^= (factor & 1) != 0 ? value : 0;
            value = Double(value);
            factor >>= 1;
        }

        return product;
    }

    private static int Rotate(int value, int count) => ((value << count) | (value >> (8 - count))) & 0xFF;

    private static uint Right(uint value, int count) => (value >> count) | (value << (32 - count));

    // floor(number^(1/degree) x 2^32) mod 2^32 by bisection on the root, compared exactly in 32-bit limbs.
    private static uint RootFraction(int number, int degree)
    {
        ulong low = 0;
        ulong high = 1UL << 37;
        while (high - low > 1)
        {
            ulong middle = low + ((high - low) >> 1);
            if (IsPowerAtMost(middle, degree, (uint)number))
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return (uint)low;
    }

    // root^degree <= number x 2^(32 x degree), with limbs of 32 bits, least significant first.
    private static bool IsPowerAtMost(ulong root, int degree, uint number)
    {
        uint[] power = new uint[8];
        power[0] = 1;
        for (int step = 0; step < degree; step++)
        {
            uint[] product = new uint[8];
            for (int index = 0; index < 6; index++)
            {
                ulong carry = ((ulong)power[index] * (uint)root) + product[index];
                product[index] = (uint)carry;
                carry = (carry >> 32) + ((ulong)power[index] * (uint)(root >> 32)) + product[index + 1];
                product[index + 1] = (uint)carry;
                product[index + 2] += (uint)(carry >> 32);
            }

            power = product;
        }

        for (int index = 7; index > degree; index--)
        {
            if (power[index] != 0)
            {
                return false;
            }
        }

        if (power[degree] != number)
        {
            return power[degree] < number;
        }

        for (int index = 0; index < degree; index++)
        {
            if (power[index] != 0)
            {
                return false;
            }
        }

        return true;
    }
}
