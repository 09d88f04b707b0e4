namespace Telltale.Flashing;

/// <summary>Runs nanoff.</summary>
public interface INanoff
{
    /// <summary>Runs it to its end, or ends it when cancelled.</summary>
    /// <exception cref="FlashException">It cannot be started.</exception>
    Task<NanoffResult> RunAsync(NanoffCommand command, CancellationToken cancellation);
}
