namespace Telltale.Virtual;

/// <summary>A recording that cannot be replayed: the message names file and line.</summary>
public sealed class RecordingException : Exception
{
    /// <summary>Refuses a recording.</summary>
    /// <param name="file">The file, as the user named it.</param>
    /// <param name="line">Its line, from 1; 0 for the file as a whole.</param>
    /// <param name="reason">What is wrong there.</param>
    public RecordingException(string file, int line, string reason)
        : base(line > 0 ? $"{file}:{line}: {reason}" : $"{file}: {reason}")
    {
        File = file;
        Line = line;
    }

    /// <summary>The file, as the user named it.</summary>
    public string File { get; }

    /// <summary>Its line, from 1; 0 for the file as a whole.</summary>
    public int Line { get; }
}
