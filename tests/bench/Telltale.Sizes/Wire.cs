using Telltale.Sealing;

namespace Telltale.Sizes;

/// <summary>What is added to a payload on its way to the broker, in bytes.</summary>
public static class Wire
{
    /// <summary>A TLS 1.2 record of AES-GCM: header 5, explicit nonce 8, tag 16 (RFC 5246 section 6.2, RFC 5288 section 3).</summary>
    public const int TlsRecord = 29;

    /// <summary>IPv4 and TCP headers without options.</summary>
    public const int TcpSegment = 40;

    /// <summary>The payload of a segment over cellular links, where tunnels take some of 1,460.</summary>
    public const int SegmentPayload = 1360;

    /// <summary>PUBACK, PINGREQ with PINGRESP: fixed header and packet identifier; two fixed headers.</summary>
    public const int PublishAcknowledgement = 4;

    /// <inheritdoc cref="PublishAcknowledgement"/>
    public const int Ping = 2;

    private static readonly int _frameHeader = new FrameHeader { Kind = FrameKind.Batch, Epoch = 5000, Sequence = 300_000 }.Write(new byte[FrameHeader.MaximumLength], 0);

    /// <summary>The length of a sealed frame: header, padded ciphertext, tag (firmware/Sealing/FORMAT.md).</summary>
    public static int Sealed(int payload) => _frameHeader + A128CbcHs256.CiphertextLength(payload) + A128CbcHs256.TagLength;

    /// <summary>The length of an MQTT PUBLISH at QoS 1 to "tt/xxxxxxxx/up" (MQTT 3.1.1 section 3.3): fixed header with the remaining length, topic with its length, packet identifier, payload.</summary>
    public static int Publish(int payload, int topicLength = 14)
    {
        int remaining = 2 + topicLength + 2 + payload;
        int lengthBytes = remaining < 128 ? 1 : remaining < 16_384 ? 2 : remaining < 2_097_152 ? 3 : 4;
        return 1 + lengthBytes + remaining;
    }

    /// <summary>An MQTT packet in a TLS record of its own, in TCP segments; and the other side's acknowledgement of every segment in a segment of its own.</summary>
    public static int OverTcp(int packet, bool isTls = true)
    {
        int bytes = packet + (isTls ? TlsRecord : 0);
        int segments = (bytes + SegmentPayload - 1) / SegmentPayload;
        return bytes + (2 * segments * TcpSegment);
    }
}
