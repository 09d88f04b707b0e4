namespace Telltale.Fleet;

/// <summary>Something about the owner's home or store that a person has to put right; the message says what.</summary>
public sealed class FleetException : Exception
{
    /// <summary>Makes an exception with what a person should read.</summary>
    public FleetException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with what a person should read and the cause.</summary>
    public FleetException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes an exception without a message.</summary>
    public FleetException()
    {
    }
}
