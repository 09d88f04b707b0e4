using System.Numerics;
using Telltale.Can;
using Telltale.Signals;

namespace Telltale.Profiles;

/// <summary>A profile as a unit loads it, and what it will cost the unit.</summary>
public sealed class CompiledProfile
{
    private const uint FirstObdResponse = 0x7E8;
    private const int ObdEcus = 8;

    /// <summary>Compiles a profile.</summary>
    /// <exception cref="SourceException">The format cannot hold it.</exception>
    public CompiledProfile(SignalProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        Profile = profile;
        Bytes = ProfileWriter.Write(profile);
        Messages = [.. profile.Broadcast.Select(signal => signal.Key).Distinct()];
        (string, double Period)[] requests = [.. profile.Polled
            .GroupBy(signal => (signal.Service, signal.Identifier, signal.RequestKey))
            .Select(group => ($"{group.Key}", (double)group.Min(signal => signal.PeriodMilliseconds)))];
        Requests = requests.Length;
        RequestsPerSecond = requests.Sum(request => 1000 / request.Period);

        // As the unit asks of its controller: answers first, they come in quick succession.
        List<uint> wanted = [];
        if (profile.Polled.Any(signal => signal.Service == PolledSignal.CurrentData))
        {
            wanted.AddRange(Enumerable.Range(0, ObdEcus).Select(ecu => FirstObdResponse + (uint)ecu));
        }

        wanted.AddRange(profile.Polled.Where(signal => signal.ResponseKey != 0).Select(signal => signal.ResponseKey).Except(wanted).Distinct());
        int responses = wanted.Count;
        wanted.AddRange(Messages.Except(wanted));
        AcceptanceFilter filter = new();
        filter.Build([.. wanted], wanted.Count, responses);
        Filters = [.. Enumerable.Range(0, filter.Filters.Length).Select(index => (filter.Masks[index < 2 ? 0 : 1], filter.Filters[index])).Distinct()];
        OthersPassing = Filters.Sum(entry => Others(entry.Mask, entry.Value, wanted));
    }

    /// <summary>The profile.</summary>
    public SignalProfile Profile { get; }

    /// <summary>What the unit loads.</summary>
    public byte[] Bytes { get; }

    /// <summary>The messages to listen for, as in <see cref="CanFrame.Key"/> or <see cref="ParameterGroupKey"/>.</summary>
    public IReadOnlyList<uint> Messages { get; }

    /// <summary>How many different things the unit asks for.</summary>
    public int Requests { get; }

    /// <summary>How often it asks, all told, if the vehicle answers fast enough.</summary>
    public double RequestsPerSecond { get; }

    /// <summary>The different filters that the controller is given, each with its mask, as in <see cref="AcceptanceFilter"/>.</summary>
    public IReadOnlyList<(uint Mask, uint Value)> Filters { get; }

    /// <summary>How many identifiers pass the filters that the profile does not want; 0 when they are exact. Frames with them cost the unit time, and do no other harm.</summary>
    public long OthersPassing { get; }

    private static long Others(uint mask, uint value, List<uint> wanted)
    {
        bool isExtended = (value & CanFrame.ExtendedKey) != 0;
        int bits = isExtended ? 29 : 11;
        uint compared = isExtended ? mask & 0x1FFF_FFFF : (mask >> 18) & 0x7FF;
        long passing = 1L << (bits - BitOperations.PopCount(compared));
        foreach (uint key in wanted.Where(key => (key & CanFrame.ExtendedKey) != 0 == isExtended))
        {
            uint identifier = isExtended ? key & 0x1FFF_FFFF : key;
            uint filter = isExtended ? value & 0x1FFF_FFFF : (value >> 18) & 0x7FF;
            if ((identifier & compared) == (filter & compared))
            {
                passing -= isExtended ? 1L << (29 - BitOperations.PopCount(ParameterGroupKey.ComparedBits(key))) : 1;
            }
        }

        return Math.Max(passing, 0);
    }
}
