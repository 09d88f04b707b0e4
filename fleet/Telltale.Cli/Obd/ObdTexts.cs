namespace Telltale.Cli.Obd;

/// <summary>Words for numbers: states of SAE J1979, in-use counters, negative response codes of ISO 14229-1.</summary>
internal static class ObdTexts
{
    /// <summary>Counters of information type 08, in their order.</summary>
    public static readonly string[] SparkCounters =
    [
        "OBD monitoring conditions", "Ignition cycles", "Catalyst bank 1 completions", "Catalyst bank 1 conditions", "Catalyst bank 2 completions", "Catalyst bank 2 conditions",
        "Oxygen sensor bank 1 completions", "Oxygen sensor bank 1 conditions", "Oxygen sensor bank 2 completions", "Oxygen sensor bank 2 conditions", "EGR/VVT completions",
        "EGR/VVT conditions", "Secondary air completions", "Secondary air conditions", "EVAP completions", "EVAP conditions", "Secondary oxygen sensor bank 1 completions",
        "Secondary oxygen sensor bank 1 conditions", "Secondary oxygen sensor bank 2 completions", "Secondary oxygen sensor bank 2 conditions",
    ];

    /// <summary>Counters of information type 0B, in their order.</summary>
    public static readonly string[] CompressionCounters =
    [
        "OBD monitoring conditions", "Ignition cycles", "NMHC catalyst completions", "NMHC catalyst conditions", "NOx/SCR catalyst completions", "NOx/SCR catalyst conditions",
        "NOx adsorber completions", "NOx adsorber conditions", "PM filter completions", "PM filter conditions", "Exhaust gas sensor completions", "Exhaust gas sensor conditions",
        "EGR/VVT completions", "EGR/VVT conditions", "Boost pressure completions", "Boost pressure conditions", "Fuel system completions", "Fuel system conditions",
    ];

    private static readonly string[] s_fuels =
    [
        "not available", "gasoline", "methanol", "ethanol", "diesel", "LPG", "CNG", "propane", "electric", "bifuel running gasoline", "bifuel running methanol", "bifuel running ethanol",
        "bifuel running LPG", "bifuel running CNG", "bifuel running propane", "bifuel running electricity", "bifuel running electric and combustion engine", "hybrid gasoline", "hybrid ethanol",
        "hybrid diesel", "hybrid electric", "hybrid running electric and combustion engine", "hybrid regenerative", "bifuel running diesel",
    ];

    private static readonly string[] s_sparkMonitors = ["catalyst", "heated catalyst", "EVAP", "secondary air", "A/C refrigerant", "oxygen sensor", "oxygen sensor heater", "EGR/VVT"];
    private static readonly string[] s_compressionMonitors = ["NMHC catalyst", "NOx/SCR", "", "boost pressure", "", "exhaust gas sensor", "PM filter", "EGR/VVT"];
    private static readonly string[] s_continuousMonitors = ["misfire", "fuel system", "components"];

    /// <summary>What a raw state means; null where the number says it all.</summary>
    /// <param name="pid">The PID.</param>
    /// <param name="name">The quantity in it.</param>
    /// <param name="raw">Its raw value.</param>
    /// <param name="second">The second data byte, which says in PIDs 01 and 41 which monitors an engine has.</param>
    public static string? Of(int pid, string name, int raw, int second)
    {
        return pid switch
        {
            0x01 or 0x41 when name.EndsWith(".Monitors", StringComparison.Ordinal) => Monitors(raw, (second & 0x08) != 0),
            0x01 or 0x41 when name.EndsWith(".IgnitionType", StringComparison.Ordinal) => raw == 0 ? "spark" : "compression",
            0x03 => raw switch
            {
                0 => null,
                1 => "open loop, not yet warm",
                2 => "closed loop",
                4 => "open loop by driving conditions",
                8 => "open loop by a fault",
                16 => "closed loop with a fault",
                _ => "reserved",
            },
            0x12 => raw switch { 1 => "upstream of the catalyst", 2 => "downstream of the catalyst", 4 => "off or from outside", 8 => "on for diagnosis", _ => null },
            0x51 => raw < s_fuels.Length ? s_fuels[raw] : "reserved",
            _ => null,
        };
    }

    /// <summary>A negative response code.</summary>
    public static string NegativeResponse(int code)
    {
        return code switch
        {
            0x10 => "general reject",
            0x11 => "service not supported",
            0x12 => "subfunction not supported",
            0x13 => "incorrect length or format",
            0x14 => "response too long",
            0x21 => "busy, repeat the request",
            0x22 => "conditions not correct",
            0x24 => "request out of sequence",
            0x25 => "no response from a component behind the gateway",
            0x31 => "request out of range",
            0x33 => "security access denied",
            0x78 => "response pending",
            0x7E => "subfunction not supported in this session",
            0x7F => "service not supported in this session",
            _ => "a code that is not known here",
        };
    }

    private static string Monitors(int raw, bool isCompression)
    {
        int continuous = raw >> 16;
        int supported = (raw >> 8) & 0xFF;
        int incomplete = raw & 0xFF;
        List<string> words = [];
        for (int bit = 0; bit < 3; bit++)
        {
            Add(s_continuousMonitors[bit], (continuous >> bit & 1) != 0, (continuous >> (bit + 4) & 1) != 0);
        }

        string[] others = isCompression ? s_compressionMonitors : s_sparkMonitors;
        for (int bit = 0; bit < 8; bit++)
        {
            Add(others[bit], (supported >> bit & 1) != 0 && others[bit].Length > 0, (incomplete >> bit & 1) != 0);
        }

        return words.Count > 0 ? string.Join(", ", words) : "none";

        void Add(string name, bool isSupported, bool isIncomplete)
        {
            if (isSupported)
            {
                words.Add($"{name} {(isIncomplete ? "incomplete" : "complete")}");
            }
        }
    }
}
