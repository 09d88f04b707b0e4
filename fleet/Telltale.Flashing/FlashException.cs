namespace Telltale.Flashing;

/// <summary>Something that a person has to put right before a board can be flashed; the message says what.</summary>
public sealed class FlashException : Exception
{
    /// <summary>Makes an exception with what a person should read.</summary>
    public FlashException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with what a person should read and the cause.</summary>
    public FlashException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes an exception without a message.</summary>
    public FlashException()
    {
    }
}
