namespace Telltale.Batching;

/// <summary>What encoder and decoder agree on (FORMAT.md).</summary>
internal static class BatchFormat
{
    public const int Version = 1;
    public const int FlagDated = 1;

    public const int MaximumSamples = 1024;

    // The columns that every batch has, in this order; the signals follow.
    public const int Time = 0;
    public const int Mode = 1;
    public const int Latitude = 2;
    public const int Longitude = 3;
    public const int Height = 4;
    public const int Speed = 5;
    public const int Course = 6;
    public const int Satellites = 7;
    public const int FirstSignal = 8;

    public const int PredictorConstant = 0;
    public const int PredictorDelta = 1;
    public const int PredictorLinear = 2;
    public const int PredictorSparseDelta = 3;
    public const int PredictorSparseLinear = 4;

    /// <summary>The largest Rice parameter.</summary>
    public const int MaximumParameter = 22;

    /// <summary>So many zeros in front of a Rice code announce 32 plain bits.</summary>
    public const int EscapeZeros = 20;

    /// <summary>The bits below the exponential part of a run's length.</summary>
    public const int RunOrder = 3;

    public const int TimeQuantumMilliseconds = 10;
    public const int LatitudeQuantum = 13;
    public const int HeightQuantumMillimetres = 1000;
    public const int SpeedQuantumMillimetresPerSecond = 50;
    public const int CourseQuantumHundredthsDegree = 50;
    public const int CourseQuantaPerTurn = 720;

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
}
