namespace Telltale.Gnss;

/// <summary>How a <see cref="GnssReceiver"/> is brought up.</summary>
public sealed class GnssReceiverSettings
{
    /// <summary>Where the search for the baud rate begins, bits a second.</summary>
    public int BaudRate = 9600;

    /// <summary>Navigation epochs are this many milliseconds apart, where the receiver can be told; 100 to 1,000.</summary>
    public int IntervalMilliseconds = 1000;

    /// <summary>False where nothing may be sent to the receiver: then it is used as it comes, and one whose output is off is not found.</summary>
    public bool MaySend = true;

    /// <summary>How long a baud rate is tried before it is given up, in milliseconds: longer than a receiver pauses between two epochs.</summary>
    public int RateMilliseconds = 2500;

    /// <summary>The longest pause between two rounds of the search, in milliseconds; the first is 1 s, and each is twice as long as the one before.</summary>
    public int MaximumPauseMilliseconds = 30000;

    /// <summary>How long an answer is waited for, in milliseconds: at 9600 bit/s it can queue behind a whole epoch.</summary>
    public int AnswerMilliseconds = 1500;

    /// <summary>With nothing valid for this long, in milliseconds, the receiver is looked for again.</summary>
    public int SilenceMilliseconds = 5000;
}
