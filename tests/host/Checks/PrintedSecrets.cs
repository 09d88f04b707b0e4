using System.Text;
using Telltale.HostTests.Unit;
using Telltale.Ports;
using Telltale.Sealing;

namespace Telltale.HostTests.Checks;

/// <summary>Looks for keys in what a unit prints.</summary>
internal static class PrintedSecrets
{
    /// <summary>Every nine bytes of identity and key files that hold no public text: unit id and stream id stand in them too.</summary>
    public static List<byte[]> Of(IFileVolume volume, byte[]? streamId, params byte[][] more)
    {
        var secrets = new List<byte[]>();
        byte[] unitId = Encoding.ASCII.GetBytes(Owner.UnitId);
        var files = new List<byte[]>(more);
        foreach (string name in volume.List("keys-").Append(UnitEnrolment.FileName).Where(name => volume.Length(name) > 0))
        {
            byte[] file = new byte[volume.Length(name)];
            volume.Read(name, 0, file, 0, file.Length);
            files.Add(file);
        }

        foreach (byte[] file in files)
        {
            for (int place = 0; place + 9 <= file.Length; place++)
            {
                byte[] window = file[place..(place + 9)];
                if (window.Count(value => value == 0) < 3
                    && window.AsSpan().IndexOf(unitId) < 0 && (streamId is null || window.AsSpan().IndexOf(streamId) < 0))
                {
                    secrets.Add(window);
                }
            }
        }

        Assert.That(secrets, Has.Count.GreaterThan(10));
        return secrets;
    }

    /// <summary>Whether it was printed as it is, in hexadecimal or in base64.</summary>
    public static bool IsIn(string output, byte[] secret)
    {
        if (output.Contains(Convert.ToHexString(secret), StringComparison.OrdinalIgnoreCase) || output.Contains(Encoding.Latin1.GetString(secret), StringComparison.Ordinal))
        {
            return true;
        }

        // Base64 at each of its three alignments: the groups that hold bytes of the secret alone.
        for (int skip = 0; skip < 3; skip++)
        {
            int whole = (secret.Length - skip) / 3 * 3;
            if (output.Contains(Convert.ToBase64String(secret, skip, whole), StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
