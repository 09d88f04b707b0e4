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

            bool isAdding = step % 5 < 3;
            Assert.IsTrue(isAdding ? set.Add(first, last) : set.Remove(first, last));
            for (int number = first; number <= last; number++)
            {
                plain[number] = isAdding;
            }

            CheckCounts(set, plain, first, last + 9);

            for (int number = 0; number < 129; number++)
            {
                Assert.AreEqual(plain[number], set.Contains(number), "number " + number + " in step " + step);
                Assert.AreEqual(plain[number] && plain[number + 1], set.ContainsAll(number, number + 1));
            }
        }
    }

    [TestMethod]
    public void A_full_set_that_would_be_split_forgets_the_shorter_half()
    {
        RangeSet set = new RangeSet(2);
        set.Add(1, 10);
        set.Add(20, 30);
        Assert.IsFalse(set.Remove(3, 3));
        Assert.IsTrue(set.ContainsAll(4, 10) && !set.Contains(2), "the longer half stays");
        Assert.IsFalse(set.Remove(28, 28));
        Assert.IsTrue(set.ContainsAll(20, 27) && !set.Contains(29));
        Assert.AreEqual(2, set.Count);
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
        Assert.IsFalse(set.Add(90, 95));
        Assert.IsTrue(set.Contains(90) && !set.Contains(60), "of equal ones the older goes");
    }

    private static void CheckCounts(RangeSet set, bool[] plain, int first, int last)
    {
        int count = 0;
        int missing = -1;
        int begun = int.MaxValue;
        for (int number = first; number < plain.Length; number++)
        {
            count += number <= last && plain[number] ? 1 : 0;
            missing = missing < 0 && !plain[number] ? number : missing;
            begun = begun == int.MaxValue && number > first && plain[number] && !plain[number - 1] ? number : begun;
        }

        Assert.AreEqual(count, set.CountIn(first, last));
        Assert.AreEqual(missing, set.FirstMissingFrom(first));
        Assert.AreEqual(begun, set.FirstBegunAbove(first));
        RangeSet copy = new RangeSet(64);
        copy.CopyFrom(set);
        Assert.AreEqual(set.CountIn(1, 130), copy.CountIn(1, 130));
    }
}
