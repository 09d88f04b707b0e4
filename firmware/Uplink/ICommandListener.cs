namespace Telltale.Uplink;

/// <summary>Takes the commands of the owner.</summary>
public interface ICommandListener
{
    /// <summary>An authentic frame of the kind command, sealed for the unit's current stream, has come. It may be a repetition: the broker and others can play frames back.</summary>
    /// <param name="payload">What it carries, at the array's start; to be read during the call only.</param>
    /// <param name="count">Its length.</param>
    /// <param name="uptimeMilliseconds">The unit's uptime.</param>
    void OnCommand(byte[] payload, int count, long uptimeMilliseconds);
}
