using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Telltale.Virtual.Can;

namespace Telltale.Cli.Obd;

/// <summary>An slcan adapter behind a TCP port, for one program at a time; the vehicle goes on in real time, connected or not.</summary>
public static class SlcanServer
{
    private static readonly TimeSpan s_turn = TimeSpan.FromMilliseconds(2);

    /// <summary>Serves until cancelled.</summary>
    /// <param name="session">The vehicle.</param>
    /// <param name="address">Where to listen.</param>
    /// <param name="error">Told where it listens, and who comes and goes.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task RunAsync(SimulatedSession session, IPEndPoint address, TextWriter error, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(error);
        using TcpListener listener = new(address);
        try
        {
            listener.Start();
        }
        catch (SocketException exception)
        {
            throw new CommandException(ExitCode.Failed, $"Port {address.Port}: {exception.Message}", exception);
        }

        await error.WriteLineAsync($"slcan on {listener.LocalEndpoint}");
        await error.FlushAsync(cancellation);
        using PeriodicTimer timer = new(s_turn);
        Stopwatch clock = Stopwatch.StartNew();
        Client? client = null;
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                if (client is null && listener.Pending())
                {
                    client = new Client(session, listener.AcceptSocket());
                    await error.WriteLineAsync("connected");
                }

                if (client is not null && !client.TryExchange())
                {
                    client.Dispose();
                    client = null;
                    await error.WriteLineAsync("disconnected");
                }

                session.AdvanceTo((long)clock.Elapsed.TotalMicroseconds);
            }
        }
        finally
        {
            client?.Dispose();
        }
    }

    private sealed class Client : IDisposable
    {
        private readonly Socket _socket;
        private readonly SlcanAdapter _adapter;
        private readonly StringBuilder _output = new();
        private readonly byte[] _buffer = new byte[4096];

        public Client(SimulatedSession session, Socket socket)
        {
            _socket = socket;
            _socket.NoDelay = true;
            _socket.SendTimeout = 1000;
            _adapter = new SlcanAdapter(session.Bus, text => _output.Append(text));
        }

        /// <returns>False when the other side has gone.</returns>
        public bool TryExchange()
        {
            try
            {
                while (_socket.Poll(0, SelectMode.SelectRead))
                {
                    int count = _socket.Receive(_buffer);
                    if (count == 0)
                    {
                        return false;
                    }

                    _adapter.Take(_buffer.AsSpan(0, count));
                }

                if (_output.Length > 0)
                {
                    _socket.Send(Encoding.ASCII.GetBytes(_output.ToString()));
                    _output.Clear();
                }

                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }

        public void Dispose()
        {
            _adapter.Detach();
            _socket.Dispose();
        }
    }
}
