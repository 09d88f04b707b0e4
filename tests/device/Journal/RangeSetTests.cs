using nanoFramework.TestFramework;
using Telltale.Journal;

namespace Telltale.DeviceTests.Journal;

[TestClass]
public class RangeSetTests
{
    [TestMethod]
    public void Ranges_that_touch_or_overlap_become_one()
    {
        RangeSet set = new RangeSet(8);
        set.Add(10, 12);
        set.Add(20, 22);
        set.Add(30, 32);
        Assert.AreEqual(3, set.Count);
        set.Add(13, 19);
        Assert.AreEqual(2, set.Count);
        Assert.IsTrue(set.ContainsAll(10, 22));
        set.Add(5, 40);
        Assert.AreEqual(1, set.Count);
        Assert.AreEqual(5, set.FirstAt(0));
        Assert.AreEqual(40, set.LastAt(0));
        Assert.AreEqual(41, set.FirstMissingFrom(7));
        Assert.AreEqual(3, set.FirstMissingFrom(3));
    }

    [TestMethod]
    public void It_agrees_with_a_plain_list_of_numbers()
    {
        RangeSet set = new RangeSet(64);
        bool[] plain = new bool[130];
        uint random = 7;
        for (int step = 0; step < 400; step++)
        {
            random = (random * 1664525) + 1013904223;
            int first = 1 + (int)((random >> 8) % 110);
            int last = first + (int)((random >> 24) % 4);
            if (step % 100 == 0)
            {
                set.Clear();
                plain = new bool[130];
            }

            Assert.IsTrue(set.Add(first, last));
            for (int number = first; number <= last; number++)
            {
                plain[number] = true;
            }

            for (int number = 0; number < 129; number++)
            {
                Assert.AreEqual(plain[number], set.Contains(number), "number " + number + " in step " + step);
                Assert.AreEqual(plain[number] && plain[number + 1], set.ContainsAll(number, number + 1));
            }
        }
    }

    [TestMethod]
    public void A_full_set_forgets_its_shortest_range_and_says_so()
    {
        RangeSet set = new RangeSet(3);
        set.Add(10, 19);
        set.Add(30, 30);
        set.Add(40, 49);
        Assert.IsFalse(set.Add(60, 65));
        Assert.IsTrue(set.ContainsAll(60, 65));
        Assert.IsFalse(set.Contains(30));
        Assert.IsFalse(set.Add(80, 80));
        Assert.IsFalse(set.Contains(80), "the new one was the shortest");
    }
}
