namespace Telltale.Mosquitto;

/// <summary>Why an attempt failed or a connection ended.</summary>
/// <param name="Result">What the library answered.</param>
/// <param name="Message">A sentence for a person.</param>
/// <param name="Exception">The exception of an event handler, where that was the cause.</param>
public sealed record MosquittoFailure(MosquittoResult Result, string Message, Exception? Exception);
