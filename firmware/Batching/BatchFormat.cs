namespace Telltale.Batching;

/// <summary>What encoder and decoder agree on (FORMAT.md).</summary>
internal static class BatchFormat
{
    public const int Version = 2;
    public const int FlagDated = 1;
    public const int FlagWholeSecond = 2;
    public const int FlagTimesInSeconds = 4;
    public const int KnownFlags = FlagDated | FlagWholeSecond | FlagTimesInSeconds;

    public const int MaximumSamples = 1024;

    // The columns of the rows in which samples are kept until they are encoded and after they are decoded; the signals follow.
    public const int Time = 0;
    public const int Latitude = 1;
    public const int Longitude = 2;
    public const int Height = 3;
    public const int Speed = 4;
    public const int Course = 5;
    public const int Distance = 6;
    public const int FirstSignal = 7;

    // In front of a column's first value: a 0 for a column that never changes, else a 1, the predictor and the parameter.
    public const int Constant = 0;
    public const int ConstantBits = 1;
    public const int PredictorDelta = 0;
    public const int PredictorLinear = 1;
    public const int PredictorSparse = 2;
    public const int PredictorMean = 3;
    public const int PredictorBits = 7;
    public const int PredictorShift = 4;
    public const int Changing = 1 << (PredictorBits - 1);

    /// <summary>In the place of a parameter: the column is a straight line, whose step follows.</summary>
    public const int Straight = 15;

    /// <summary>The mean of a <see cref="PredictorMean"/> follows a value by a quarter of its distance.</summary>
    public const int MeanShift = 2;

    /// <summary>The largest parameter of a code that the encoder uses: with larger ones a short code would not fit into what its loops carry.</summary>
    public const int MaximumParameter = 13;

    /// <summary>The largest parameter of a code.</summary>
    public const int LargestParameter = 14;

    /// <summary>The bits below the exponential part of a run's length.</summary>
    public const int RunOrder = 3;

    /// <summary>A length of <c>first</c> from which on a bit more says which it is.</summary>
    public const int LongFirst = 31;

    public const int ReferenceDifference = 2;
    public const int ReferenceProportion = 3;

    public const int TimeQuantumMilliseconds = 10;
    public const int TicksPerSecond = 100;
    public const int LatitudeQuantum = 13;
    public const int HeightQuantumMillimetres = 1000;
    public const int SpeedQuantumMillimetresPerSecond = 50;
    public const int CourseQuantumHundredthsDegree = 50;
    public const int CourseQuantaPerTurn = 720;

    // The state of a sample in one number: mode, activity, ignition, its source, private mode.
    public const int StateModeMask = 7;
    public const int StateActivityShift = 3;
    public const int StateActivityMask = 15;
    public const int StateIgnitionShift = 7;
    public const int StateIgnitionMask = 3;
    public const int StateSourceShift = 9;
    public const int StateSourceMask = 15;
    public const int StatePrivateShift = 13;
    public const int StateBits = 14;
    public const int TriggerMask = 0xFFFF;
    public const int ExtremesMask = 7;

    /// <summary>Speeds below this, in quanta, are a standing vehicle's and add no distance to the prediction.</summary>
    public const int StandingSpeed = 10;

    /// <summary>The fraction of a metre that a prediction of distance carries on, in bits.</summary>
    public const int MetreBits = 16;

    /// <summary>How far inside its metre a prediction of distance is put where it was wrong.</summary>
    public const int MetreMargin = 2048;

    /// <summary>Longest step, in ticks, over which the encoder predicts positions.</summary>
    public const int LongestPredictedStep = 1000;

    /// <summary>
    /// Longitude's quantum in 1e-7 degree by whole degrees of latitude: 0.15 m / (cos(latitude) x 40,075,016.686 m / 3.6e9), rounded down.
    /// </summary>
    public static int[] LongitudeQuanta()
    {
        return new int[]
        {
            13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13,
            13, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 15, 15, 15,
            15, 15, 15, 16, 16, 16, 16, 16, 17, 17, 17, 17, 18, 18, 18,
            19, 19, 19, 20, 20, 20, 21, 21, 22, 22, 23, 24, 24, 25, 26,
            26, 27, 28, 29, 30, 31, 33, 34, 35, 37, 39, 41, 43, 46, 48,
            52, 55, 59, 64, 70, 77, 86, 96, 110, 128, 154, 193, 257, 386, 772,
        };
    }

    /// <summary>Metres of distance, in <see cref="MetreBits"/>, that two speeds added drive in so many ticks, per quantum of speed.</summary>
    public static int DistanceMultiplier(int ticks)
    {
        return ((ticks * 16384) + 500) / 1000;
    }
}
