using System;

namespace Telltale.DeviceTests.Uplink;

/// <summary>The outer form of a certificate, with dates and nothing that a signature would be needed for, in DER or PEM.</summary>
internal static class CertificateMaker
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    public static byte[] Der(string notBefore, string notAfter)
    {
        byte[] validity = Element(0x30, Time(notBefore), Time(notAfter));
        byte[] version = Element(0xA0, Element(2, new byte[] { 2 }, new byte[0]), new byte[0]);
        byte[] serial = Element(2, new byte[200], new byte[0]);
        byte[] name = Element(0x30, new byte[0], new byte[0]);
        byte[] content = Joined(Joined(version, serial), Joined(Joined(name, name), Joined(validity, name)));
        return Element(0x30, Element(0x30, content, new byte[0]), name);
    }

    public static byte[] Pem(byte[] der)
    {
        string text = "-----BEGIN CERTIFICATE-----\r\n";
        for (int index = 0; index < der.Length; index += 3)
        {
            int left = der.Length - index;
            int bits = (der[index] << 16) | ((left > 1 ? der[index + 1] : 0) << 8) | (left > 2 ? der[index + 2] : 0);
            text += Alphabet[(bits >> 18) & 63].ToString() + Alphabet[(bits >> 12) & 63].ToString();
            text += left > 1 ? Alphabet[(bits >> 6) & 63].ToString() : "=";
            text += left > 2 ? Alphabet[bits & 63].ToString() : "=";
            text += index % 48 == 45 ? "\r\n" : "";
        }

        return Bytes(text + "\r\n-----END CERTIFICATE-----\r\n");
    }

    public static byte[] Bytes(string text)
    {
        byte[] bytes = new byte[text.Length];
        for (int index = 0; index < bytes.Length; index++)
        {
            bytes[index] = (byte)text[index];
        }

        return bytes;
    }

    private static byte[] Time(string time) => Element(time.Length == 13 ? 0x17 : 0x18, Bytes(time), new byte[0]);

    private static byte[] Element(int tag, byte[] first, byte[] second)
    {
        int length = first.Length + second.Length;
        byte[] header = length < 128 ? new byte[] { (byte)tag, (byte)length } : new byte[] { (byte)tag, 0x82, (byte)(length >> 8), (byte)length };
        return Joined(header, Joined(first, second));
    }

    private static byte[] Joined(byte[] first, byte[] second)
    {
        byte[] joined = new byte[first.Length + second.Length];
        Array.Copy(first, 0, joined, 0, first.Length);
        Array.Copy(second, 0, joined, first.Length, second.Length);
        return joined;
    }
}
