using System;

namespace Telltale.Batching;

/// <summary>
/// What changes seldom from sample to sample: which fields are there, how the vehicle is used, what does not run on as expected. Kept as the places where anything of it changes.
/// </summary>
internal sealed class BatchContext
{
    /// <summary>How many places there are; the first is at sample 0.</summary>
    public int Count;

    /// <summary>The sample at which each place is.</summary>
    public readonly int[] Starts;

    /// <summary>Fields of the fix from there on.</summary>
    public readonly int[] Fields;

    /// <summary>Signals present.</summary>
    public readonly long[] Present;

    /// <summary>The state of FORMAT.md.</summary>
    public readonly int[] States;

    /// <summary>Triggers.</summary>
    public readonly int[] Triggers;

    /// <summary>Satellites used.</summary>
    public readonly int[] Satellites;

    /// <summary>Trip numbers.</summary>
    public readonly int[] Trips;

    /// <summary>Engine seconds less those that were to be expected since sample 0.</summary>
    public readonly int[] EngineSeconds;

    /// <summary>Idling seconds less those that were to be expected.</summary>
    public readonly int[] IdlingSeconds;

    public BatchContext(int capacity)
    {
        Starts = new int[capacity];
        Fields = new int[capacity];
        Present = new long[capacity];
        States = new int[capacity];
        Triggers = new int[capacity];
        Satellites = new int[capacity];
        Trips = new int[capacity];
        EngineSeconds = new int[capacity];
        IdlingSeconds = new int[capacity];
    }

    /// <summary>Adds a place at a sample behind all others, where anything is different from the last one.</summary>
    public void Add(int start, int fields, long present, int state, int triggers, int satellites, int trip, int engineSeconds, int idlingSeconds)
    {
        int last = Count - 1;
        if (last >= 0 && Fields[last] == fields && Present[last] == present && States[last] == state && Triggers[last] == triggers && Satellites[last] == satellites
            && Trips[last] == trip && EngineSeconds[last] == engineSeconds && IdlingSeconds[last] == idlingSeconds)
        {
            return;
        }

        last++;
        Starts[last] = start;
        Fields[last] = fields;
        Present[last] = present;
        States[last] = state;
        Triggers[last] = triggers;
        Satellites[last] = satellites;
        Trips[last] = trip;
        EngineSeconds[last] = engineSeconds;
        IdlingSeconds[last] = idlingSeconds;
        Count = last + 1;
    }

    /// <summary>How many places the first <paramref name="samples"/> have.</summary>
    public int PlacesOf(int samples)
    {
        int places = Count;
        while (places > 0 && Starts[places - 1] >= samples)
        {
            places--;
        }

        return places;
    }

    /// <summary>The sample before which the place ends.</summary>
    public int EndOf(int place, int places, int samples)
    {
        return place + 1 < places ? Starts[place + 1] : samples;
    }

    /// <summary>Forgets the first samples, and counts the expected seconds from the first one left.</summary>
    public void Drop(int samples, int expectedEngineSeconds, int expectedIdlingSeconds)
    {
        int first = PlacesOf(samples + 1) - 1;
        int left = Count - first;
        Array.Copy(Starts, first, Starts, 0, left);
        Array.Copy(Fields, first, Fields, 0, left);
        Array.Copy(Present, first, Present, 0, left);
        Array.Copy(States, first, States, 0, left);
        Array.Copy(Triggers, first, Triggers, 0, left);
        Array.Copy(Satellites, first, Satellites, 0, left);
        Array.Copy(Trips, first, Trips, 0, left);
        Array.Copy(EngineSeconds, first, EngineSeconds, 0, left);
        Array.Copy(IdlingSeconds, first, IdlingSeconds, 0, left);
        for (int place = 0; place < left; place++)
        {
            Starts[place] = place == 0 ? 0 : Starts[place] - samples;
            EngineSeconds[place] += expectedEngineSeconds;
            IdlingSeconds[place] += expectedIdlingSeconds;
        }

        Count = left;
    }
}
