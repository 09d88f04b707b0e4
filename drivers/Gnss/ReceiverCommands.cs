namespace Telltale.Gnss;

/// <summary>
/// What a kind of receiver is told, step by step. A step leaves its command in <see cref="Buffer"/> and what answers it in <see cref="Answer"/>. Nothing here makes a
/// receiver store its settings: after a power cut it is as it was.
/// </summary>
internal abstract class ReceiverCommands
{
    /// <summary><see cref="Answer"/> of a command that is not answered.</summary>
    public const int NoAnswer = -1;

    /// <summary>Where the command is.</summary>
    public byte[] Buffer;

    /// <summary>Its length; 0 where there is nothing to be sent in this step.</summary>
    public int Length;

    /// <summary>What an answer to it names: class and id of UBX in bits 0 to 7 and 8 to 15, or the number of a sentence.</summary>
    public int Answer;

    /// <summary>Steps of the configuration.</summary>
    public abstract int Steps { get; }

    /// <summary>Builds the command of a step.</summary>
    /// <param name="step">0 to <see cref="Steps"/> - 1.</param>
    /// <param name="baudRate">Bits a second at which the receiver is connected.</param>
    public abstract void Build(int step, int baudRate);

    /// <summary>Builds what gives the receiver a place to start with; nothing where it takes none.</summary>
    /// <param name="aid">What is known.</param>
    /// <param name="uptimeMilliseconds">The unit's uptime.</param>
    public abstract void BuildPosition(ReceiverAid aid, long uptimeMilliseconds);

    /// <summary>Builds what gives the receiver a time to start with; nothing where it takes none.</summary>
    /// <param name="aid">What is known.</param>
    /// <param name="uptimeMilliseconds">The unit's uptime.</param>
    public abstract void BuildTime(ReceiverAid aid, long uptimeMilliseconds);

    /// <summary>Takes the command over from a writer.</summary>
    protected void Take(UbxWriter writer)
    {
        writer.End();
        Buffer = writer.Buffer;
        Length = writer.Length;
    }

    /// <summary>Takes the command over from a writer.</summary>
    protected void Take(SentenceWriter writer)
    {
        writer.End();
        Buffer = writer.Buffer;
        Length = writer.Length;
    }
}
