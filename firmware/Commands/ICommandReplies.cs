namespace Telltale.Commands;

/// <summary>Where replies go: into the journal, as sealed frames of the kind reply.</summary>
public interface ICommandReplies
{
    /// <summary>Seals and journals a reply.</summary>
    /// <param name="payload">The reply, at the array's start.</param>
    /// <param name="count">Its length.</param>
    /// <returns>False when it is not in the journal and is to be tried again.</returns>
    bool TryWriteReply(byte[] payload, int count);
}
