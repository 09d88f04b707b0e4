namespace Telltale.Obd;

/// <summary>How a request ended.</summary>
public enum ObdOutcome
{
    /// <summary>With the answer that was asked for; a functional request with at least one.</summary>
    Answered = 0,

    /// <summary>Without any answer in time.</summary>
    Unanswered = 1,

    /// <summary>With a negative response other than response pending.</summary>
    Refused = 2,
}
