using System.Buffers.Binary;
using System.Formats.Cbor;
using System.Text.Json;
using Telltale.Drives;
using Telltale.Sampling;
using Telltale.Sizes;

namespace Telltale.HostTests.Sizes;

/// <summary>The formats that the batch is compared with say what the samples say, or the comparison would be worth nothing.</summary>
public class SizeCodecTests
{
    private static readonly DriveRows _day = MadeUpDay.Make(seed: 5, drivingSeconds: 1, idlingSeconds: 10, parkedSeconds: 0);
    private static readonly Sample[] _batch = [.. _day.Samples.Skip(300).Take(60)];

    [Test]
    public void The_made_up_day_is_the_same_every_time_and_has_three_hours_of_driving()
    {
        DriveRows again = MadeUpDay.Make(seed: 5, drivingSeconds: 1, idlingSeconds: 10, parkedSeconds: 0);
        Assert.That(again.Samples.Select(Summary), Is.EqualTo(_day.Samples.Select(Summary)));
        Assert.That(_day.Samples.Count(sample => sample.Activity is UnitActivity.Driving), Is.GreaterThan(2 * 3600));
        Assert.That(_day.Samples.Count(sample => sample.Activity is UnitActivity.Idling), Is.GreaterThan(20));
        Assert.That(_day.Samples.Max(sample => sample.SpeedMillimetresPerSecond), Is.GreaterThan(30_000), "a motorway");
        for (int signal = 0; signal < 10; signal++)
        {
            Assert.That(_day.Samples.Select(sample => sample.Signals[signal]).Distinct().Count(), Is.GreaterThan(3), _day.Definitions[signal].Name);
        }

        static (long, int, int, int) Summary(Sample sample) => (sample.TimeUtcMilliseconds, sample.LatitudeDegreesE7, sample.Signals[1], sample.DistanceMetres);
    }

    [Test]
    public void JSON_has_an_object_a_sample_with_every_value_by_its_name()
    {
        JsonElement[] objects = [.. JsonDocument.Parse(new JsonCodec(_day.Definitions).Encode(_batch)).RootElement.EnumerateArray()];
        Assert.That(objects, Has.Length.EqualTo(60));
        foreach ((JsonElement read, Sample sample) in objects.Zip(_batch))
        {
            Assert.That(read.GetProperty("time").GetInt64(), Is.EqualTo(sample.TimeUtcMilliseconds));
            Assert.That(read.GetProperty("lat").GetDouble() * 1e7, Is.EqualTo(sample.LatitudeDegreesE7).Within(6));
            Assert.That(read.GetProperty("odometer").GetInt32(), Is.EqualTo(sample.DistanceMetres));
            Assert.That(read.GetProperty("Powertrain.CombustionEngine.Speed").GetDouble(), Is.EqualTo(sample.Signals[1] / 4.0));
            Assert.That(read.EnumerateObject().Count(), Is.GreaterThanOrEqualTo(24));
        }
    }

    [Test]
    public void CBOR_has_a_map_a_sample_with_every_value_by_its_key()
    {
        CborReader reader = new(new CborCodec(10).Encode(_batch));
        Assert.That(reader.ReadStartArray(), Is.EqualTo(60));
        foreach (Sample sample in _batch)
        {
            Dictionary<int, long> values = [];
            int count = reader.ReadStartMap() ?? 0;
            for (int pair = 0; pair < count; pair++)
            {
                values.Add(reader.ReadInt32(), reader.ReadInt64());
            }

            reader.ReadEndMap();
            Assert.That(values[0], Is.EqualTo(sample.TimeUtcMilliseconds));
            Assert.That(values[1], Is.EqualTo(sample.LatitudeDegreesE7));
            Assert.That(values[13], Is.EqualTo(sample.DistanceMetres));
            Assert.That(values[24 + 4], Is.EqualTo(sample.Signals[4]));
        }

        reader.ReadEndArray();
        Assert.That(reader.BytesRemaining, Is.Zero);
    }

    [Test]
    public void Protocol_Buffers_has_a_message_a_sample_with_its_fields()
    {
        byte[] bytes = new ProtocolBuffersCodec(10).Encode(_batch);
        int position = 0;
        foreach (Sample sample in _batch)
        {
            Assert.That(bytes[position++], Is.EqualTo((1 << 3) | 2));
            int end = (int)Number(bytes, ref position) + position;
            Dictionary<int, ulong> values = [];
            int signals = 0;
            while (position < end)
            {
                int tag = (int)Number(bytes, ref position);
                switch (tag & 7)
                {
                    case 0:
                        values.Add(tag >> 3, Number(bytes, ref position));
                        break;
                    case 5:
                        values.Add(tag >> 3, BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(position)));
                        position += 4;
                        break;
                    default:
                        int last = (int)Number(bytes, ref position) + position;
                        while (position < last)
                        {
                            ulong zigzag = Number(bytes, ref position);
                            Assert.That((int)(zigzag >> 1) ^ -(int)(zigzag & 1), Is.EqualTo(sample.Signals[signals++]));
                        }

                        break;
                }
            }

            Assert.That(position, Is.EqualTo(end));
            Assert.That(signals, Is.EqualTo(10));
            Assert.That(values[1], Is.EqualTo((ulong)sample.TimeUtcMilliseconds));
            Assert.That((int)(uint)values[2], Is.EqualTo(sample.LatitudeDegreesE7));
            Assert.That(values[12], Is.EqualTo((ulong)sample.DistanceMetres));
        }

        Assert.That(position, Is.EqualTo(bytes.Length));
    }

    [Test]
    public void Codec_8_Extended_has_a_packet_of_records_with_its_elements_and_check()
    {
        byte[] packet = new Codec8ExtendedCodec([2, 2, 1, 1, 2, 2, 2, 2, 2, 1]).Encode(_batch);
        int length = BinaryPrimitives.ReadInt32BigEndian(packet.AsSpan(4));
        Assert.That(packet, Has.Length.EqualTo(8 + length + 4));
        Assert.That(packet[8], Is.EqualTo(0x8E));
        Assert.That(packet[9], Is.EqualTo(60));
        Assert.That(packet[^5], Is.EqualTo(60));
        Assert.That(BinaryPrimitives.ReadInt32BigEndian(packet.AsSpan(packet.Length - 4)), Is.EqualTo(Codec8ExtendedCodec.Crc16(packet.AsSpan(8, length))));
        int position = 10;
        foreach (Sample sample in _batch)
        {
            Assert.That(BinaryPrimitives.ReadInt64BigEndian(packet.AsSpan(position)), Is.EqualTo(sample.TimeUtcMilliseconds));
            Assert.That(BinaryPrimitives.ReadInt32BigEndian(packet.AsSpan(position + 9)), Is.EqualTo(sample.LongitudeDegreesE7));
            position += 8 + 1 + 15 + 2;
            int elements = BinaryPrimitives.ReadInt16BigEndian(packet.AsSpan(position));
            position += 2;
            foreach (int width in (int[])[1, 2, 4, 8])
            {
                int count = BinaryPrimitives.ReadInt16BigEndian(packet.AsSpan(position));
                elements -= count;
                position += 2 + (count * (2 + width));
            }

            Assert.That(elements, Is.Zero);
            Assert.That(BinaryPrimitives.ReadInt16BigEndian(packet.AsSpan(position)), Is.Zero);
            position += 2;
        }

        Assert.That(position, Is.EqualTo(packet.Length - 5));
    }

    [Test]
    public void The_check_of_Codec_8_Extended_is_that_of_the_published_example()
    {
        byte[] data = Convert.FromHexString(
            "8E010000016B412CEE000100000000000000000000000000000000010005000100010100010011001D00010010015E2C880002000B000000003544C87A000E000000001DD7E06A000001");
        Assert.That(Codec8ExtendedCodec.Crc16(data), Is.EqualTo(0x2994));
    }

    [Test]
    public void A_PUBLISH_has_the_header_that_MQTT_gives_it()
    {
        Assert.That(Wire.Publish(100), Is.EqualTo(100 + 1 + 1 + 2 + 14 + 2));
        Assert.That(Wire.Publish(600), Is.EqualTo(600 + 1 + 2 + 2 + 14 + 2));
        Assert.That(Wire.Sealed(0), Is.EqualTo(Wire.Sealed(15)));
        Assert.That(Wire.Sealed(16), Is.EqualTo(Wire.Sealed(15) + 16));
        Assert.That(Wire.OverTcp(1331), Is.EqualTo(1360 + 80));
        Assert.That(Wire.OverTcp(1332), Is.EqualTo(1361 + 160));
    }

    private static ulong Number(byte[] bytes, ref int position)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = bytes[position++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }
}
