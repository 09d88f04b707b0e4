namespace Telltale.Flashing;

/// <summary>What a step came to.</summary>
/// <param name="Passed">True when it did what it should.</param>
/// <param name="Sentence">What happened.</param>
/// <param name="Action">What to do about it; empty where nothing is to do.</param>
/// <param name="MayPass">True when the same may well succeed a moment later.</param>
public sealed record StepVerdict(bool Passed, string Sentence, string Action, bool MayPass)
{
    /// <summary>A step that did what it should.</summary>
    public static StepVerdict Pass(string sentence) => new(Passed: true, sentence, "", MayPass: false);

    /// <summary>A step that did not.</summary>
    public static StepVerdict Fail(string sentence, string action, bool mayPass = false) => new(Passed: false, sentence, action, mayPass);
}
