using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Telltale.Fleet;

/// <summary>
/// What a mosquitto broker needs to let the fleet in: a password file in mosquitto 2's own form and an access control list. A unit may
/// publish on its own uplink, read its own downlink and do both with its own state; the receiver may do the reverse, and nobody anything else.
/// </summary>
public static class BrokerAccounts
{
    /// <summary>The receiver's user name at the broker.</summary>
    public const string ReceiverUser = "receiver";

    /// <summary>
    /// The access control list (mosquitto.conf(5), acl_file). A unit signs in under its unit id, with a password or with a client
    /// certificate of that common name (use_identity_as_username).
    /// </summary>
    public const string AccessControlList =
        "pattern write tt/%u/up\n" +
        "pattern readwrite tt/%u/state\n" +
        "pattern read tt/%u/down\n" +
        "\n" +
        "user " + ReceiverUser + "\n" +
        "topic read tt/+/up\n" +
        "topic read tt/+/state\n" +
        "topic write tt/+/down\n";

    private const int Iterations = 101;
    private const int SaltBytes = 12;
    private const int HashBytes = 64;

    /// <summary>A new random password of 160 bits, letters and digits.</summary>
    public static string NewPassword()
    {
        return RandomNumberGenerator.GetString("0123456789abcdefghjkmnpqrstvwxyz", 32);
    }

    /// <summary>
    /// One line of a mosquitto 2 password file: PBKDF2-HMAC-SHA-512 with 101 rounds, as mosquitto_passwd writes it ("$7$"). So few rounds
    /// would not do for a password that a person chose; those made here are random.
    /// </summary>
    public static string PasswordLine(string user, string password)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(password);
        byte[] salt = RandomNumberGenerator.GetBytes(SaltBytes);
        byte[] hash = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, Iterations, HashAlgorithmName.SHA512, HashBytes);
        return string.Create(
            CultureInfo.InvariantCulture, $"{user}:$7${Iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}");
    }
}
