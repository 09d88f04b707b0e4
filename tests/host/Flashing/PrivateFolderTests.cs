using Telltale.Flashing;

namespace Telltale.HostTests.Flashing;

internal sealed class PrivateFolderTests
{
    [Test]
    public void A_secret_is_overwritten_before_it_is_deleted()
    {
        var folder = new PrivateFolder();
        string file = folder.Write("identity", [1, 2, 3, 4]);
        using var reader = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

        folder.Dispose();
        folder.Dispose();

        Assert.That(Directory.Exists(folder.Folder), Is.False);
        var left = new byte[8];
        Assert.That(reader.Read(left, 0, left.Length), Is.EqualTo(4));
        Assert.That(left, Is.All.Zero);
    }
}
