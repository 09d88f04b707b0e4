namespace Telltale.Virtual.Can;

/// <summary>What a simulated ECU does when one request asks for several PIDs.</summary>
public enum SeveralPids
{
    /// <summary>Answers them all, as SAE J1979 wants.</summary>
    AnswersAll,

    /// <summary>Answers the first one only.</summary>
    AnswersFirst,

    /// <summary>Does not answer.</summary>
    AnswersNone,
}
