namespace Telltale.Flashing;

/// <summary>One step of flashing a board.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Why">A sentence for the person who flashes.</param>
/// <param name="Command">The call of nanoff; null for <see cref="FlashStepKind.Report"/>, which needs none.</param>
/// <param name="Attempts">How often it may be tried in all.</param>
public sealed record FlashStep(FlashStepKind Kind, string Why, NanoffCommand? Command, int Attempts);
