namespace Telltale.Commands;

/// <summary>The unit's configuration, as far as commands have to do with it.</summary>
public interface ICommandConfiguration
{
    /// <summary>The length in bytes of the configuration in use, as it is reported.</summary>
    int ReportedLength { get; }

    /// <summary>Copies a part of the configuration in use.</summary>
    /// <param name="position">The first byte wanted, not beyond <see cref="ReportedLength"/>.</param>
    /// <param name="destination">Where it goes.</param>
    /// <param name="offset">From here.</param>
    /// <param name="count">How many bytes are wanted at most.</param>
    /// <returns>How many were copied.</returns>
    int CopyReported(int position, byte[] destination, int offset, int count);

    /// <summary>
    /// Takes another configuration, kept durable when the call returns. It is refused as a whole where any part of it is wrong, and taken back by the unit when it cannot connect with it.
    /// </summary>
    /// <param name="bytes">The array that it is in; not kept.</param>
    /// <param name="offset">Where it starts.</param>
    /// <param name="count">Its length.</param>
    /// <returns>Null when it was taken; else a sentence that says what is wrong and where.</returns>
    string Propose(byte[] bytes, int offset, int count);
}
