using System.CommandLine;
using Telltale.Fleet;
using Telltale.Mosquitto;

namespace Telltale.Cli.Commands;

/// <summary>The options that say how to reach the broker.</summary>
internal sealed class BrokerOptions
{
    private const int TlsPort = 8883;
    private const int PlainPort = 1883;

    private readonly Option<string> _host = new("--host")
    {
        Description = "The broker's name or address.",
        DefaultValueFactory = _ => "localhost",
        HelpName = "name",
    };

    // 0 stands for the default, which depends on another option.
    private readonly Option<int> _port = new("--port")
    {
        Description = $"The broker's port. Default: {TlsPort}, or {PlainPort} with --plain.",
        CustomParser = NumberParser.Within(1, 65535),
        HelpName = "number",
    };

    private readonly Option<string?> _ca = new("--ca")
    {
        Description = "The certificate authority that signed the broker's certificate (PEM).",
        HelpName = "file",
    };

    private readonly Option<bool> _plain = new("--plain")
    {
        Description = "Without TLS. The data stay sealed, but whoever listens learns the broker password.",
    };

    private readonly Option<string?> _user = new("--user")
    {
        Description = $"The user name at the broker. Default: {BrokerAccounts.ReceiverUser}, where the home has its password.",
        HelpName = "name",
    };

    private readonly Option<string?> _passwordFile = new("--password-file")
    {
        Description = "A file with the password, one line. Default: the home's own.",
        HelpName = "file",
    };

    private readonly Option<string?> _certificate = new("--cert") { Description = "A client certificate (PEM).", HelpName = "file" };

    private readonly Option<string?> _key = new("--key") { Description = "The client certificate's private key (PEM).", HelpName = "file" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_host);
        command.Add(_port);
        command.Add(_ca);
        command.Add(_plain);
        command.Add(_user);
        command.Add(_passwordFile);
        command.Add(_certificate);
        command.Add(_key);
        command.Validators.Add(result =>
        {
            bool isPlain = result.GetValue(_plain);
            if (isPlain == (result.GetValue(_ca) is not null))
            {
                result.AddError(isPlain
                    ? "--ca and --plain exclude each other."
                    : "Give --ca FILE with the broker's certificate authority, or --plain to do without TLS.");
            }

            if (result.GetValue(_certificate) is null != result.GetValue(_key) is null)
            {
                result.AddError("--cert and --key belong together.");
            }

            if (result.GetValue(_passwordFile) is not null && result.GetValue(_user) is null)
            {
                result.AddError("--password-file needs --user.");
            }
        });
    }

    /// <summary>What the command line says.</summary>
    public MosquittoOptions Read(ParseResult parsed, FleetHome home)
    {
        string? user = parsed.GetValue(_user);
        string? passwordFile = parsed.GetValue(_passwordFile);
        bool hasOwnAccount = user is null && parsed.GetValue(_certificate) is null && File.Exists(home.ReceiverPasswordFile);
        if (hasOwnAccount || (string.Equals(user, BrokerAccounts.ReceiverUser, StringComparison.Ordinal) && passwordFile is null))
        {
            user = BrokerAccounts.ReceiverUser;
            passwordFile = home.ReceiverPasswordFile;
        }

        int port = parsed.GetValue(_port);
        return new MosquittoOptions
        {
            Host = parsed.GetValue(_host)!,
            Port = port > 0 ? port : parsed.GetValue(_plain) ? PlainPort : TlsPort,
            ClientId = home.ReceiverClientId,
            UserName = user,
            Password = passwordFile is null ? null : FleetHome.ReadPasswordFile(passwordFile),
            CertificateAuthorityFile = parsed.GetValue(_ca),
            ClientCertificateFile = parsed.GetValue(_certificate),
            ClientKeyFile = parsed.GetValue(_key),
        };
    }
}
