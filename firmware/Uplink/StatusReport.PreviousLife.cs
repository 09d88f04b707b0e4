namespace Telltale.Uplink;

/// <content>How the life of the unit before this start-up ended.</content>
public sealed partial class StatusReport
{
    /// <summary>The most characters of <see cref="PreviousLifeWords"/>.</summary>
    public const int MaximumWordsLength = 96;

    /// <summary>The longest section of the life before in bytes.</summary>
    public const int MaximumPreviousLifeLength = SectionHeaderLength + 1 + 1 + (2 * NumberLength32) + 1 + MaximumWordsLength;

    /// <summary>True when it says how the life before ended: the fields below. Only the first status of a start-up does.</summary>
    public bool HasPreviousLife;

    /// <summary>Why it ended: the numbers of FORMAT.md, 0 where it could not say.</summary>
    public int PreviousLifeReason;

    /// <summary>How long it lasted, in seconds; where <see cref="PreviousLifeReason"/> is 0, at least so long.</summary>
    public int PreviousLifeSeconds;

    /// <summary>Lives in a row, up to that one, that ended within a minute without being asked to.</summary>
    public int EarlyEnds;

    /// <summary>This start-up runs in safe mode: with neither receiver nor bus.</summary>
    public bool IsSafeMode;

    /// <summary>The last words of that life; empty for none.</summary>
    public string PreviousLifeWords = "";

    private const int FlagSafeMode = 1;

    /// <summary>Says how the life before ended.</summary>
    /// <param name="reason">See <see cref="PreviousLifeReason"/>, 0 to 255.</param>
    /// <param name="seconds">See <see cref="PreviousLifeSeconds"/>.</param>
    /// <param name="words">See <see cref="PreviousLifeWords"/>; cut off at <see cref="MaximumWordsLength"/>, and what is not printable ASCII becomes '?'.</param>
    /// <param name="earlyEnds">See <see cref="EarlyEnds"/>.</param>
    /// <param name="isSafeMode">See <see cref="IsSafeMode"/>.</param>
    public void SetPreviousLife(int reason, int seconds, string words, int earlyEnds, bool isSafeMode)
    {
        HasPreviousLife = true;
        PreviousLifeReason = reason;
        PreviousLifeSeconds = seconds;
        PreviousLifeWords = words;
        EarlyEnds = earlyEnds;
        IsSafeMode = isSafeMode;
    }

    private void ClearPreviousLife()
    {
        HasPreviousLife = false;
        PreviousLifeReason = 0;
        PreviousLifeSeconds = 0;
        PreviousLifeWords = "";
        EarlyEnds = 0;
        IsSafeMode = false;
    }

    private void EncodePreviousLife()
    {
        if (!HasPreviousLife)
        {
            return;
        }

        int start = BeginSection(PreviousLifeSection);
        _output[_position++] = (byte)(IsSafeMode ? FlagSafeMode : 0);
        _output[_position++] = (byte)PreviousLifeReason;
        PutNumber(PreviousLifeSeconds);
        PutNumber(EarlyEnds);
        PutText(PreviousLifeWords, MaximumWordsLength);
        EndSection(start);
    }

    private bool TryDecodePreviousLife()
    {
        if (HasPreviousLife)
        {
            return false;
        }

        HasPreviousLife = true;
        IsSafeMode = (TakeByte() & FlagSafeMode) != 0;
        PreviousLifeReason = TakeByte();
        PreviousLifeSeconds = TakeInt32();
        EarlyEnds = TakeInt32();
        PreviousLifeWords = TakeText(MaximumWordsLength);
        return true;
    }
}
