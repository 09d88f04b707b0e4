using Telltale.Can;

namespace Telltale.Obd;

/// <summary>
/// The CAN identifiers of legislated OBD (ISO 15765-4:2021, 10.5), 11 bit or 29 bit, never both. ECUs are known by a number: with 11 bits 0 to 7 for
/// 0x7E8 to 0x7EF; with 29 bits in the order in which they were first heard, as their addresses are not known beforehand.
/// </summary>
public sealed class ObdAddressing
{
    /// <summary>The most ECUs that answer (ISO 15765-4).</summary>
    public const int MaximumEcus = 8;

    /// <summary>The functional request with 11 bits.</summary>
    public const uint FunctionalRequest = 0x7DF;

    /// <summary>The request to ECU 0 with 11 bits; the others follow.</summary>
    public const uint FirstPhysicalRequest = 0x7E0;

    /// <summary>The response of ECU 0 with 11 bits; the others follow.</summary>
    public const uint FirstResponse = 0x7E8;

    /// <summary>The functional request with 29 bits: target 0x33, external test equipment 0xF1.</summary>
    public const uint ExtendedFunctionalRequest = 0x18DB33F1;

    /// <summary>The physical request with 29 bits to address 0; the target address stands in bits 8 to 15.</summary>
    public const uint ExtendedPhysicalRequest = 0x18DA00F1;

    /// <summary>The response with 29 bits of address 0; the source address stands in bits 0 to 7.</summary>
    public const uint ExtendedResponse = 0x18DAF100;

    /// <summary><see cref="EcuOf"/>: no response of an ECU.</summary>
    public const int NoResponse = -1;

    /// <summary><see cref="EcuOf"/>: the response of an ECU that has no number yet.</summary>
    public const int UnknownEcu = -2;

    /// <summary>True for 29 bits. Set by <see cref="Use"/> alone; a field, because a loop looks at it in every turn.</summary>
    public bool IsExtended;

    // The parameter group of 0x18DA, as SAE J1939-21 would call it.
    private const int PhysicalGroup = 0xDA00;

    private readonly byte[] _addresses = new byte[MaximumEcus];
    private int _known;

    /// <summary>The key of the functional request, as in <see cref="CanFrame.Key"/>.</summary>
    public uint FunctionalKey => IsExtended ? ExtendedFunctionalRequest | CanFrame.ExtendedKey : FunctionalRequest;

    /// <summary>Chooses the length of the identifiers; ECUs with 29 bits get numbers anew.</summary>
    public void Use(bool isExtended)
    {
        IsExtended = isExtended;
        _known = 0;
    }

    /// <summary>The key of the physical request to an ECU.</summary>
    public uint RequestKey(int ecu)
    {
        return IsExtended ? ExtendedPhysicalRequest | CanFrame.ExtendedKey | (uint)(_addresses[ecu] << 8) : FirstPhysicalRequest + (uint)ecu;
    }

    /// <summary>The key of the responses of an ECU.</summary>
    public uint ResponseKey(int ecu)
    {
        return IsExtended ? ExtendedResponse | CanFrame.ExtendedKey | _addresses[ecu] : FirstResponse + (uint)ecu;
    }

    /// <summary>What tells an ECU from the others in a report: the low byte of its response identifier with 11 bits, its address with 29.</summary>
    public int AddressOf(int ecu)
    {
        return IsExtended ? _addresses[ecu] : (int)((FirstResponse + (uint)ecu) & 0xFF);
    }

    /// <summary>The ECU whose response a frame is, or <see cref="NoResponse"/> or <see cref="UnknownEcu"/>.</summary>
    public int EcuOf(CanFrame frame)
    {
        if (frame.IsExtended != IsExtended)
        {
            return NoResponse;
        }

        uint identifier = frame.Identifier;
        if (!IsExtended)
        {
            uint ecu = identifier - FirstResponse;
            return ecu < MaximumEcus ? (int)ecu : NoResponse;
        }

        if ((identifier & ~0xFFu) != ExtendedResponse)
        {
            return NoResponse;
        }

        for (int ecu = 0; ecu < _known; ecu++)
        {
            if (_addresses[ecu] == (byte)identifier)
            {
                return ecu;
            }
        }

        return UnknownEcu;
    }

    /// <summary>Gives the sender of a response with 29 bits a number.</summary>
    /// <returns><see cref="UnknownEcu"/> when there are <see cref="MaximumEcus"/> already.</returns>
    public int Learn(CanFrame frame)
    {
        if (_known == MaximumEcus)
        {
            return UnknownEcu;
        }

        _addresses[_known] = (byte)frame.Identifier;
        _known++;
        return _known - 1;
    }

    /// <summary>Whether a frame is the request of a tester: this unit never receives its own.</summary>
    public bool IsRequest(CanFrame frame)
    {
        uint identifier = frame.Identifier;
        return frame.IsExtended
            ? identifier == ExtendedFunctionalRequest || (identifier & 0xFFFF00FF) == ExtendedPhysicalRequest
            : identifier == FunctionalRequest || identifier - FirstPhysicalRequest < MaximumEcus;
    }

    /// <summary>Lists what a controller should let through, the responses first.</summary>
    /// <param name="keys">Where they are put; room for 17.</param>
    /// <param name="hasRoom">Whether filters are left for the functional requests of other testers.</param>
    /// <param name="count">How many were put.</param>
    /// <returns>How many of them, from the first, are responses or lie among them.</returns>
    public int Accept(uint[] keys, bool hasRoom, out int count)
    {
        int responses;
        if (IsExtended)
        {
            // Whatever addresses the ECUs have: all of 0x18DA, requests of other testers with them.
            keys[0] = ParameterGroupKey.Of(PhysicalGroup);
            responses = 1;
        }
        else
        {
            // With the physical requests of other testers: a mask with a bit less costs no filter.
            for (int index = 0; index < 2 * MaximumEcus; index++)
            {
                keys[index] = FirstPhysicalRequest + (uint)index;
            }

            responses = 2 * MaximumEcus;
        }

        count = responses;
        if (hasRoom)
        {
            keys[count] = FunctionalKey;
            count++;
        }

        return responses;
    }
}
