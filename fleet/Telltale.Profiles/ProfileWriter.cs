using System.Buffers.Binary;
using System.Text;
using Telltale.Signals;

namespace Telltale.Profiles;

/// <summary>Writes a profile as the compact bytes that a unit loads (drivers/Signals/FORMAT.md).</summary>
public static class ProfileWriter
{
    private const int MaximumLength = ushort.MaxValue;

    /// <summary>The bytes of <paramref name="profile"/>, in the newest version of the format.</summary>
    /// <exception cref="SourceException">The profile is too large for the format, or its parts contradict each other.</exception>
    public static byte[] Write(SignalProfile profile)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write("TP"u8);
        writer.Write((byte)SignalProfile.Version);
        writer.Write((byte)0);
        writer.Write((ushort)0);
        writer.Write(checked((ushort)profile.KilobitsPerSecond));
        writer.Write(Count(profile.Definitions.Length, "signals"));
        writer.Write(Count(profile.Broadcast.Length, "broadcast signals"));
        writer.Write(Count(profile.Polled.Length, "polled signals"));
        WriteText(writer, profile.Name);
        foreach (SignalDefinition definition in profile.Definitions)
        {
            WriteText(writer, definition.Name);
            WriteText(writer, definition.Unit);
            writer.Write((byte)(definition.IsUnsigned ? 1 : 0));
            writer.Write(definition.Numerator);
            writer.Write(definition.Denominator);
            writer.Write(definition.Offset);
            writer.Write(definition.StaleAfterMilliseconds);
        }

        foreach (BroadcastSignal signal in profile.Broadcast)
        {
            writer.Write(signal.Key);
            writer.Write((byte)signal.SignalIndex);
            writer.Write((byte)(Flags(signal.Field) | (signal.Selector is null ? 0 : 4) | (signal.Selector is { IsBigEndian: true } ? 8 : 0) | (IsBounded(signal) ? 16 : 0)));
            writer.Write((byte)signal.Field.StartBit);
            writer.Write((byte)signal.Field.BitLength);
            if (signal.Selector is { } selector)
            {
                writer.Write((byte)selector.StartBit);
                writer.Write((byte)selector.BitLength);
                writer.Write((ushort)signal.SelectorValue);
            }

            if (IsBounded(signal))
            {
                writer.Write(signal.HighestValid);
            }
        }

        foreach (PolledSignal signal in profile.Polled)
        {
            writer.Write((byte)signal.SignalIndex);
            writer.Write((byte)Flags(signal.Field));
            writer.Write((byte)signal.Service);
            writer.Write((byte)signal.DataLength);
            writer.Write((ushort)signal.Identifier);
            writer.Write((ushort)signal.Field.StartBit);
            writer.Write((byte)signal.Field.BitLength);
            writer.Write(signal.PeriodMilliseconds);
            writer.Write(signal.RequestKey);
            writer.Write(signal.ResponseKey);
        }

        writer.Write(0u);
        byte[] bytes = stream.ToArray();
        if (bytes.Length > MaximumLength)
        {
            throw new SourceException($"the profile takes {bytes.Length} bytes, more than {MaximumLength}");
        }

        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(4), (ushort)bytes.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - 4), SignalProfile.Checksum32(bytes, bytes.Length - 4));
        SignalProfileFault fault = SignalProfile.TryLoad(bytes, bytes.Length, out _);
        return fault == SignalProfileFault.None ? bytes : throw new SourceException($"the unit would refuse the profile: {fault}");
    }

    private static bool IsBounded(BroadcastSignal signal) => signal.HighestValid != uint.MaxValue;

    private static int Flags(BitField field)
    {
        return (field.IsSigned ? 1 : 0) | (field.IsBigEndian ? 2 : 0);
    }

    private static byte Count(int count, string what)
    {
        return count <= byte.MaxValue ? (byte)count : throw new SourceException($"{count} {what} are more than {byte.MaxValue}");
    }

    private static void WriteText(BinaryWriter writer, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        writer.Write(Count(bytes.Length, $"bytes in the name '{text}'"));
        writer.Write(bytes);
    }
}
