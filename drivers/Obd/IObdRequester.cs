namespace Telltale.Obd;

/// <summary>Who asks through an <see cref="ObdFlow"/>, and is told what became of it.</summary>
public interface IObdRequester
{
    /// <summary>Takes a positive response to the request under way.</summary>
    /// <param name="ecu">The ECU that sent it, as in <see cref="ObdAddressing"/>.</param>
    /// <param name="message">The response, from index 0, service identifier first; valid until this returns.</param>
    /// <param name="length">How many bytes.</param>
    /// <param name="uptimeMilliseconds">Now.</param>
    /// <returns>False when it has not the form of an answer to the request: the right one may still come.</returns>
    bool TakeResponse(int ecu, byte[] message, int length, long uptimeMilliseconds);

    /// <summary>The request has ended, and the next one may be handed over in a later turn of the loop.</summary>
    void Finish(ObdOutcome outcome, long uptimeMilliseconds);
}
