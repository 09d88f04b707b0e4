namespace Telltale.Fleet;

/// <summary>A command of the store that is not ended.</summary>
internal sealed record CommandRow(
    long Id, long Unit, long Code, byte[] Arguments, long MadeMilliseconds, long ExpiresMilliseconds, bool Follows, long? Stream, long? Number, long Sent, long? LastSentMilliseconds);
