using Telltale.Virtual;

namespace Telltale.HostTests.Flash;

/// <summary>Made-up operations: frames into segments of which the oldest go, key files that take turns, and files of all sizes that come and go.</summary>
internal static class RandomOperations
{
    private static readonly int[] Lengths = [1, 20, 151, 400, 511, 512, 513, 700, 2000, 4096, 4097, 8188, 8189];

    /// <summary>The unit's traffic.</summary>
    public static IEnumerable<FileOperation> OfAJournal(int count, ulong seed, int segmentsKept, string folder = "")
    {
        SimulationRandom random = new(seed);
        int segment = 0;
        int oldest = 0;
        int used = 0;
        for (int number = 0; number < count; number++)
        {
            int length = 100 + Below(random, 800);
            if (used + length > 8188)
            {
                segment++;
                used = 0;
            }

            for (; segment - oldest >= segmentsKept; oldest++)
            {
                yield return new FileOperation(IsRemoval: true, folder + Segment(oldest), 0, 0);
            }

            used += length;
            yield return new FileOperation(IsRemoval: false, folder + Segment(segment), length, number);
            if (number % 64 == 0)
            {
                yield return new FileOperation(IsRemoval: false, number % 128 == 0 ? "keys-a" : "keys-b", 151, number);
                if (number > 0)
                {
                    yield return new FileOperation(IsRemoval: true, number % 128 == 0 ? "keys-b" : "keys-a", 0, 0);
                }
            }
        }
    }

    /// <summary>Files of all sizes, most of them small, so many that the directory is split.</summary>
    public static IEnumerable<FileOperation> OfAllSizes(int count, ulong seed)
    {
        SimulationRandom random = new(seed);
        List<string> names = [];
        for (int number = 0; number < count; number++)
        {
            double choice = random.NextUnit();
            if (choice < 0.25 && names.Count > 0)
            {
                int index = Below(random, names.Count);
                yield return new FileOperation(IsRemoval: true, names[index], 0, 0);
                names.RemoveAt(index);
            }
            else
            {
                string name = choice < 0.6 && names.Count > 0 ? names[Below(random, names.Count)] : $"file-{Below(random, 300)}";
                if (!names.Contains(name, StringComparer.Ordinal))
                {
                    names.Add(name);
                }

                yield return new FileOperation(IsRemoval: false, name, Lengths[Below(random, Lengths.Length)], number);
            }
        }
    }

    private static string Segment(int number) => $"seg-{number:x8}-{number * 20:x8}";

    private static int Below(SimulationRandom random, int limit) => (int)(random.NextUnit() * limit);
}
