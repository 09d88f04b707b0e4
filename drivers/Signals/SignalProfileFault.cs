namespace Telltale.Signals;

/// <summary>Why a profile was refused.</summary>
public enum SignalProfileFault
{
    /// <summary>It was not.</summary>
    None = 0,

    /// <summary>The bytes do not begin with the mark of a profile.</summary>
    NotAProfile = 1,

    /// <summary>A version that this firmware does not know.</summary>
    UnknownVersion = 2,

    /// <summary>Fewer or more bytes than the header, or a record, says.</summary>
    WrongLength = 3,

    /// <summary>The checksum differs: the bytes were damaged.</summary>
    WrongChecksum = 4,

    /// <summary>More signals than <see cref="SignalTable.MaximumSignals"/>, or none.</summary>
    WrongSignalCount = 5,

    /// <summary>A definition without a name, with a factor or a denominator of 0, or that is never fresh.</summary>
    WrongDefinition = 6,

    /// <summary>A record for a signal that is not defined.</summary>
    UnknownSignal = 7,

    /// <summary>A bit field that does not lie in its data.</summary>
    WrongBitField = 8,

    /// <summary>Broadcast records that are not in ascending order of their messages.</summary>
    WrongOrder = 9,

    /// <summary>A flag, an identifier, a service, a data length or a period out of its range.</summary>
    WrongValue = 10,
}
