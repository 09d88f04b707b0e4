using Telltale.Ports;

namespace Telltale.DeviceTests.Uplink;

/// <summary>Keeps nothing secret; it has the shape of AES-CBC and HMAC, so that frames can be made where the chip's natives are not at hand.</summary>
internal sealed class ToyCryptography : ICryptography
{
    public byte[] EncryptCbc(byte[] key, byte[] initializationVector, byte[] data)
    {
        byte[] output = new byte[data.Length];
        for (int index = 0; index < data.Length; index++)
        {
            byte before = index < 16 ? initializationVector[index] : output[index - 16];
            output[index] = (byte)((data[index] ^ before ^ key[index & 15]) + 7);
        }

        return output;
    }

    public byte[] DecryptCbc(byte[] key, byte[] initializationVector, byte[] data)
    {
        byte[] output = new byte[data.Length];
        for (int index = 0; index < data.Length; index++)
        {
            byte before = index < 16 ? initializationVector[index] : data[index - 16];
            output[index] = (byte)((byte)(data[index] - 7) ^ before ^ key[index & 15]);
        }

        return output;
    }

    public byte[] HmacSha256(byte[] key, byte[] data)
    {
        byte[] output = new byte[32];
        uint state = 2166136261;
        state = Mix(state, key);
        state = Mix(state, data);
        for (int index = 0; index < output.Length; index++)
        {
            state = (state ^ (uint)index) * 16777619;
            output[index] = (byte)(state >> 16);
        }

        return output;
    }

    public void FillRandom(byte[] buffer)
    {
        for (int index = 0; index < buffer.Length; index++)
        {
            buffer[index] = (byte)(index * 37);
        }
    }

    private static uint Mix(uint state, byte[] bytes)
    {
        for (int index = 0; index < bytes.Length; index++)
        {
            state = (state ^ bytes[index]) * 16777619;
        }

        return state ^ (uint)bytes.Length;
    }
}
