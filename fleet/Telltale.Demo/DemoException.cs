namespace Telltale.Demo;

/// <summary>The demo cannot run; the message says in a sentence what to do.</summary>
public sealed class DemoException : Exception
{
    /// <summary>Makes an exception with a sentence for a person.</summary>
    public DemoException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a sentence for a person and its cause.</summary>
    public DemoException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes an exception without a message.</summary>
    public DemoException()
    {
    }
}
