namespace Telltale.Commands;

/// <summary>
/// The board's digital outputs. The unit calls it with the pins that <see cref="OutputSettings"/> names and no others; it switches each of them off when it starts and when a
/// duration is over.
/// </summary>
public interface IOutputs
{
    /// <summary>Switches an output.</summary>
    /// <param name="pin">The board's number of the pin.</param>
    /// <param name="isHigh">The level.</param>
    /// <returns>False when the board has no such output, or needs that pin for something else. Told at the start, that keeps the output from being used at all.</returns>
    bool Set(int pin, bool isHigh);
}
