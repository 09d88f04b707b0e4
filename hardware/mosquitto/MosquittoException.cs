namespace Telltale.Mosquitto;

/// <summary>A call of libmosquitto failed; the message is a sentence for a person.</summary>
public sealed class MosquittoException : Exception
{
    /// <summary>Makes the exception.</summary>
    public MosquittoException(string message, MosquittoResult result)
        : base(message)
    {
        Result = result;
    }

    /// <summary>Makes the exception.</summary>
    public MosquittoException()
        : this("libmosquitto failed.", MosquittoResult.Unknown)
    {
    }

    /// <summary>Makes the exception.</summary>
    public MosquittoException(string message)
        : this(message, MosquittoResult.Unknown)
    {
    }

    /// <summary>Makes the exception.</summary>
    public MosquittoException(string message, Exception innerException)
        : base(message, innerException)
    {
        Result = MosquittoResult.Unknown;
    }

    /// <summary>What the library answered.</summary>
    public MosquittoResult Result { get; }
}
