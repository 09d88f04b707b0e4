namespace Telltale.Profiles;

/// <summary>A file that cannot be used, with the place in it.</summary>
public sealed class SourceException : Exception
{
    /// <summary>Names the file, the line (from 1) and what is wrong there.</summary>
    public SourceException(string file, int line, string problem)
        : base($"{file}:{line}: {problem}")
    {
        File = file;
        Line = line;
    }

    /// <summary>Makes an exception without a place.</summary>
    public SourceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes an exception without a place.</summary>
    public SourceException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception without a place.</summary>
    public SourceException()
    {
    }

    /// <summary>The file as it was named.</summary>
    public string File { get; } = "";

    /// <summary>The line, from 1.</summary>
    public int Line { get; }
}
