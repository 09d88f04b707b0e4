using System.Net;
using System.Net.Sockets;

namespace Telltale.HostTests.Survival;

/// <summary>
/// Stands between a client and a broker on loopback. It falls silent after so many bytes of the broker's, as a network does that has gone: the connection stays, and nothing passes either way.
/// </summary>
internal sealed class SilentProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<int> _brokerPort;
    private readonly int _bytesUntilSilence;
    private readonly List<TcpClient> _clients = [];
    private int _silencesLeft;
    private long _transferred;

    /// <summary>Begins to listen.</summary>
    /// <param name="brokerPort">The broker's port.</param>
    /// <param name="silences">How many connections fall silent; those after them are left alone.</param>
    /// <param name="bytesUntilSilence">How many bytes of the broker's pass before that; -1 for silence from the first byte of the client's on.</param>
    public SilentProxy(Func<int> brokerPort, int silences, int bytesUntilSilence)
    {
        _brokerPort = brokerPort;
        _silencesLeft = silences;
        _bytesUntilSilence = bytesUntilSilence;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    public int Port { get; }


    /// <summary>Connections that fell silent.</summary>
    public int Silenced { get; private set; }

    /// <summary>Bytes of TCP payload, both ways.</summary>
    public long BytesTransferred => Interlocked.Read(ref _transferred);

    /// <summary>Lets those speak that are silent.</summary>
    public ManualResetEventSlim Speaks { get; } = new(initialState: false);

    public void Dispose()
    {
        _stopping.Cancel();
        _listener.Dispose();
        lock (_clients)
        {
            _clients.ForEach(client => client.Dispose());
        }

        Speaks.Set();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                TcpClient broker = new();
                lock (_clients)
                {
                    _clients.Add(client);
                    _clients.Add(broker);
                }

                int left = int.MaxValue;
                if (_silencesLeft > 0)
                {
                    _silencesLeft--;
                    Silenced++;
                    left = _bytesUntilSilence;
                }

                _ = ServeAsync(client, broker, left);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end of the test.
        }
    }

    private async Task ServeAsync(TcpClient client, TcpClient broker, int left)
    {
        try
        {
            if (left < 0)
            {
                await Task.Run(() => Speaks.Wait(_stopping.Token));
            }

            await broker.ConnectAsync(IPAddress.Loopback, _brokerPort());
            Task up = PassAsync(client.GetStream(), broker.GetStream(), int.MaxValue);
            await Task.WhenAny(up, PassAsync(broker.GetStream(), client.GetStream(), left));
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // One of them has closed.
        }
        finally
        {
            client.Dispose();
            broker.Dispose();
        }
    }

    private async Task PassAsync(NetworkStream from, NetworkStream to, int left)
    {
        byte[] buffer = new byte[4096];
        while (true)
        {
            int count = await from.ReadAsync(buffer, _stopping.Token);
            if (count == 0)
            {
                return;
            }

            Interlocked.Add(ref _transferred, count);
            int first = Math.Min(count, left);
            await to.WriteAsync(buffer.AsMemory(0, first), _stopping.Token);
            if (first < count || left == 0)
            {
                await Task.Run(() => Speaks.Wait(_stopping.Token));
                await to.WriteAsync(buffer.AsMemory(first, count - first), _stopping.Token);
                left = int.MaxValue;
            }
            else
            {
                left -= left == int.MaxValue ? 0 : first;
            }
        }
    }
}
