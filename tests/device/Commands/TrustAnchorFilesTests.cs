using nanoFramework.TestFramework;
using Telltale.Commands;

namespace Telltale.DeviceTests.Commands;

[TestClass]
public class TrustAnchorFilesTests
{
    private const string First = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    private const string Second = "-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----\n";

    [TestMethod]
    public void The_old_certificate_stays_until_the_new_one_has_led_to_a_connection()
    {
        FaultyVolume volume = new FaultyVolume();
        TrustAnchorFiles anchors = new TrustAnchorFiles(volume);
        Assert.IsNull(Stage(anchors, 1, First));
        Assert.IsTrue(anchors.Promote(1));
        Assert.IsFalse(anchors.Promote(1), "nothing is staged");
        Assert.IsNull(Stage(anchors, 1, Second));
        CollectionAssert.AreEqual(Bytes(First), anchors.Read(1, false));
        CollectionAssert.AreEqual(Bytes(Second), anchors.Read(1, true));
        Assert.IsNull(anchors.Read(2, true));
        Assert.IsTrue(anchors.Promote(1));
        CollectionAssert.AreEqual(Bytes(Second), anchors.Read(1, false));
        Assert.IsNull(anchors.Read(1, true));
    }

    [TestMethod]
    public void A_certificate_that_waits_is_replaced_by_a_later_one()
    {
        TrustAnchorFiles anchors = new TrustAnchorFiles(new FaultyVolume());
        Assert.IsNull(Stage(anchors, 2, First));
        Assert.IsNull(Stage(anchors, 2, Second));
        CollectionAssert.AreEqual(Bytes(Second), anchors.Read(2, true));
    }

    [TestMethod]
    public void What_is_not_one_certificate_in_a_slot_that_there_is_is_refused_with_a_reason()
    {
        TrustAnchorFiles anchors = new TrustAnchorFiles(new FaultyVolume());
        Assert.IsNotNull(Stage(anchors, 0, First));
        Assert.IsNotNull(Stage(anchors, 3, First));
        Assert.IsNotNull(Stage(anchors, 1, "certificate"));
        Assert.IsNotNull(Stage(anchors, 1, "-----BEGIN CERTIFICATE-----\nMIIB"));
        Assert.IsNotNull(Stage(anchors, 1, First + Second), "two");
        FaultyVolume full = new FaultyVolume();
        full.IsFull = true;
        Assert.IsNotNull(Stage(new TrustAnchorFiles(full), 1, First));
    }

    [TestMethod]
    public void A_promotion_that_the_volume_refuses_leaves_the_new_one_staged()
    {
        FaultyVolume volume = new FaultyVolume();
        TrustAnchorFiles anchors = new TrustAnchorFiles(volume);
        Stage(anchors, 1, First);
        volume.Refused = "anchor-1";
        Assert.IsFalse(anchors.Promote(1));
        CollectionAssert.AreEqual(Bytes(First), anchors.Read(1, true));
        volume.Refused = null;
        Assert.IsTrue(anchors.Promote(1));
    }

    private static string Stage(TrustAnchorFiles anchors, int slot, string pem)
    {
        byte[] bytes = Bytes(pem);
        byte[] shifted = new byte[bytes.Length + 1];
        System.Array.Copy(bytes, 0, shifted, 1, bytes.Length);
        return anchors.Stage(slot, shifted, 1, bytes.Length);
    }

    private static byte[] Bytes(string text)
    {
        byte[] bytes = new byte[text.Length];
        for (int index = 0; index < bytes.Length; index++)
        {
            bytes[index] = (byte)text[index];
        }

        return bytes;
    }
}
