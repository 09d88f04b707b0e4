namespace Telltale.Virtual.Gnss;

/// <summary>What kind of receiver is simulated. The defaults are a u-blox of generation 8 as it comes from the factory, with mild errors.</summary>
public sealed record SimulatedReceiverOptions
{
    /// <summary>Bits a second, 9600 to 115200.</summary>
    public int BaudRate { get; init; } = 9600;

    /// <summary>Navigation epochs a second, 1 to 10.</summary>
    public int NavigationRateHertz { get; init; } = 1;

    /// <summary>The sentences of an epoch, in the order sent.</summary>
    public IReadOnlyList<NmeaSentence> Sentences { get; init; } =
        [NmeaSentence.Rmc, NmeaSentence.Vtg, NmeaSentence.Gga, NmeaSentence.Gsa, NmeaSentence.Gsv, NmeaSentence.Gll];

    /// <summary>Two constellations (talker GN, two GSA) or GPS alone (talker GP, one GSA).</summary>
    public bool SeveralConstellations { get; init; } = true;

    /// <summary>From the epoch to the first start bit.</summary>
    public TimeSpan OutputLatency { get; init; } = TimeSpan.FromMilliseconds(60);

    /// <summary>From power-on to the first fix; until then sentences are void, and without a time for the first half.</summary>
    public TimeSpan TimeToFirstFix { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Says at which microsecond of the simulation the sky is hidden (a tunnel): the receiver then knows the time and no position.</summary>
    public Func<long, bool>? IsSkyHidden { get; init; }

    /// <summary>Standard deviation of the slow error in each horizontal axis, metres; a first-order Gauss-Markov process.</summary>
    public double DriftMetres { get; init; } = 1.0;

    /// <summary>Correlation time of the slow error.</summary>
    public TimeSpan DriftCorrelation { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Standard deviation of the white error in each horizontal axis, metres.</summary>
    public double WhiteNoiseMetres { get; init; } = 0.05;

    /// <summary>Standard deviation of the white error of the speed, metres a second.</summary>
    public double SpeedNoiseMetresPerSecond { get; init; } = 0.05;

    /// <summary>Below this speed no course is given, metres a second.</summary>
    public double CourseFromMetresPerSecond { get; init; } = 0.5;

    /// <summary>Decimals of the minutes, 4 to 8.</summary>
    public int MinuteDecimals { get; init; } = 5;

    /// <summary>Decimals of the seconds, 2 or 3.</summary>
    public int SecondDecimals { get; init; } = 2;

    /// <summary>Size of the unit's receive buffer, bytes.</summary>
    public int ReceiveBufferBytes { get; init; } = 4096;

    /// <summary>Decides every random number.</summary>
    public int Seed { get; init; } = 1;
}
