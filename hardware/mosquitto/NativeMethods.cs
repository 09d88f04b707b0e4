using System.Runtime.InteropServices;

namespace Telltale.Mosquitto;

/// <summary>The functions of libmosquitto 2.0 in use (mosquitto.h), named as there.</summary>
internal static unsafe partial class NativeMethods
{
    private const string Library = "mosquitto";

    /// <summary><c>struct mosquitto_message</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Message
    {
        public int Id;
        public byte* Topic;
        public byte* Payload;
        public int PayloadLength;
        public int QualityOfService;
        public byte Retained;
    }

    [LibraryImport(Library)]
    internal static partial int mosquitto_lib_init();

    [LibraryImport(Library)]
    internal static partial int mosquitto_lib_version(out int major, out int minor, out int revision);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial MosquittoHandle mosquitto_new(string clientId, [MarshalAs(UnmanagedType.U1)] bool cleanSession, nint context);

    [LibraryImport(Library)]
    internal static partial void mosquitto_destroy(nint client);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_username_pw_set(MosquittoHandle client, string? userName, string? password);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_tls_set(
        MosquittoHandle client, string? certificateAuthorityFile, string? certificateAuthorityPath, string? certificateFile, string? keyFile, nint passwordCallback);

    [LibraryImport(Library)]
    internal static partial int mosquitto_tls_insecure_set(MosquittoHandle client, [MarshalAs(UnmanagedType.U1)] bool value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_tls_opts_set(MosquittoHandle client, int verify, string? version, string? ciphers);

    [LibraryImport(Library)]
    internal static partial int mosquitto_threaded_set(MosquittoHandle client, [MarshalAs(UnmanagedType.U1)] bool threaded);

    [LibraryImport(Library)]
    internal static partial int mosquitto_max_inflight_messages_set(MosquittoHandle client, uint maximum);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_will_set(
        MosquittoHandle client, string topic, int payloadLength, byte* payload, int qualityOfService, [MarshalAs(UnmanagedType.U1)] bool retain);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_connect(MosquittoHandle client, string host, int port, int keepAliveSeconds);

    [LibraryImport(Library)]
    internal static partial int mosquitto_reconnect(MosquittoHandle client);

    [LibraryImport(Library)]
    internal static partial int mosquitto_disconnect(MosquittoHandle client);

    [LibraryImport(Library)]
    internal static partial int mosquitto_loop(MosquittoHandle client, int timeoutMilliseconds, int maximumPackets);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_publish(
        MosquittoHandle client, out int messageId, string topic, int payloadLength, byte* payload, int qualityOfService, [MarshalAs(UnmanagedType.U1)] bool retain);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_subscribe(MosquittoHandle client, out int messageId, string pattern, int qualityOfService);

    [LibraryImport(Library)]
    internal static partial nint mosquitto_strerror(int error);

    [LibraryImport(Library)]
    internal static partial nint mosquitto_connack_string(int code);

    [LibraryImport(Library)]
    internal static partial void mosquitto_connect_callback_set(MosquittoHandle client, delegate* unmanaged[Cdecl]<nint, nint, int, void> callback);

    [LibraryImport(Library)]
    internal static partial void mosquitto_disconnect_callback_set(MosquittoHandle client, delegate* unmanaged[Cdecl]<nint, nint, int, void> callback);

    [LibraryImport(Library)]
    internal static partial void mosquitto_publish_callback_set(MosquittoHandle client, delegate* unmanaged[Cdecl]<nint, nint, int, void> callback);

    [LibraryImport(Library)]
    internal static partial void mosquitto_message_callback_set(MosquittoHandle client, delegate* unmanaged[Cdecl]<nint, nint, Message*, void> callback);

    [LibraryImport(Library)]
    internal static partial void mosquitto_subscribe_callback_set(MosquittoHandle client, delegate* unmanaged[Cdecl]<nint, nint, int, int, int*, void> callback);

    [LibraryImport(Library)]
    internal static partial void mosquitto_log_callback_set(MosquittoHandle client, delegate* unmanaged[Cdecl]<nint, nint, int, byte*, void> callback);
}
