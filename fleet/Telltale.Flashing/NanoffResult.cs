namespace Telltale.Flashing;

/// <summary>What a call of nanoff ended with.</summary>
/// <param name="ExitStatus">The process's exit status as the operating system gives it; on Unix only the low 8 bits of nanoff's code.</param>
/// <param name="Output">Standard output and standard error.</param>
public sealed record NanoffResult(int ExitStatus, string Output);
