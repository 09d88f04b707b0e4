using System;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using nanoFramework.M2Mqtt;
using Telltale.Configuration;
using Telltale.Ports;
using Telltale.Uplink;

namespace Telltale.Esp32;

/// <summary>The thread of a <see cref="MqttClientLink"/> and the clients that it uses, a new one for each attempt, because a client keeps the address that it looked up once.</summary>
public sealed class MqttLink : IMqttClientFactory
{
    /// <summary>What is plugged into the unit.</summary>
    public readonly MqttClientLink Link;

    /// <summary>Exceptions that were not expected.</summary>
    public int Faults;

    private readonly UnitConfiguration _configuration;
    private readonly bool _usesTls;
    private string _unitId = "";
    private UnitPresence _presence;
    private readonly X509Certificate _authority;
    private readonly X509Certificate _certificate;
    private readonly TrustAnchors _anchors;
    private readonly byte[] _pem;
    private readonly AutoResetEvent _wake = new AutoResetEvent(false);

    /// <summary>Makes the link and starts its thread.</summary>
    /// <param name="configuration">Broker, TLS, user and password.</param>
    /// <param name="authority">The certificate authority of the broker where <paramref name="anchors"/> has none; null for the bundle that nanoff put on the board.</param>
    /// <param name="certificate">The unit's own certificate with its key; null for the one that nanoff put on the board, if any, and the password.</param>
    /// <param name="anchors">The trust anchors; null where there are none.</param>
    /// <param name="inFlightWindow">How many frames may wait for an acknowledgement.</param>
    public MqttLink(UnitConfiguration configuration, X509Certificate authority, X509Certificate certificate, TrustAnchors anchors, int inFlightWindow)
    {
        _configuration = configuration;
        _usesTls = configuration.IsOn(ConfigurationKey.UsesTls);
        _authority = authority;
        _certificate = certificate;
        _anchors = anchors;
        _pem = anchors == null ? null : new byte[TrustAnchors.MaximumLength];

        // Of the whole process, and without a limit unless it is set.
        MqttSettings.Instance.InflightQueueSize = inFlightWindow + MqttClientLink.QueueReserve;
        Link = new MqttClientLink(this, inFlightWindow);
        new Thread(Run).Start();
    }

    /// <inheritdoc/>
    public LinkProtection Protection => _usesTls ? LinkProtection.Tls : LinkProtection.None;

    /// <summary>Names the unit, of which the topics, the client id and, where none is configured, the user are made. Before the first attempt to connect.</summary>
    public void SetUnit(string unitId)
    {
        _unitId = unitId == null ? "" : unitId;
    }

    /// <inheritdoc/>
    public IMqttClientPort Create(out LinkFailure failure)
    {
        failure = LinkFailure.Unreachable;
        try
        {
            if (_presence == null)
            {
                // Not before the first attempt: without the radio the chip's random numbers are weak. The time since power-on is another one on each of two boards with the same keys.
                _presence = new UnitPresence(new Random().Next() ^ (int)DateTime.UtcNow.Ticks);
            }

            // An anchor that the chip's parser refuses is to give way to the other one, as one does that the broker's certificate does not lead to.
            failure = LinkFailure.CertificateUntrusted;
            X509Certificate authority = Authority();
            failure = LinkFailure.Unreachable;
            return new MqttClientPort(_configuration, _unitId, _presence, authority, _certificate);
        }
        catch (Exception)
        {
            // The constructor looks up the broker's name, and throws without a network.
            return null;
        }
    }

    /// <inheritdoc/>
    public void Wake() => _wake.Set();

    private void Run()
    {
        while (true)
        {
            int wait = 1000;
            try
            {
                wait = Link.Turn(Environment.TickCount64);
            }
            catch (Exception exception)
            {
                Faults++;
                Console.WriteLine("Telltale: link: " + exception.ToString());
            }

            if (wait != 0)
            {
                _wake.WaitOne(wait < 0 ? Timeout.Infinite : wait, false);
            }
        }
    }

    private X509Certificate Authority()
    {
        if (!_usesTls || _anchors == null)
        {
            return _usesTls ? _authority : null;
        }

        int length = _anchors.ReadSelected(_pem);
        if (length == 0 && _anchors.IsProposalSelected)
        {
            // A connection with another authority would confirm what was never tried.
            throw new InvalidOperationException("The proposed authority cannot be read.");
        }

        // As a string: PEM in a byte array would have to end with a NUL.
        return length == 0 ? _authority : new X509Certificate(Encoding.UTF8.GetString(_pem, 0, length));
    }
}
