namespace Telltale.Obd;

/// <summary>What discovery found out about a vehicle.</summary>
public sealed class ObdVehicle
{
    /// <summary>The vehicle identification number, 17 characters of ISO 3779; meaningful when <see cref="HasVin"/>.</summary>
    public readonly byte[] Vin = new byte[17];

    /// <summary>Whether the vehicle has told its identification number since it was last looked for.</summary>
    public bool HasVin;

    /// <summary>How often a number was read since start-up: who works something out of it need not do so again before this changes.</summary>
    public int VinsRead;

    /// <summary>True when it speaks SAE J1979-2 (OBD on UDS) only: PIDs are data identifiers 0xF400 to 0xF4FF.</summary>
    public bool IsUds;

    /// <summary>True once it is known which ECU supports what.</summary>
    public bool IsKnown;

    /// <summary>A bit for every ECU that answered.</summary>
    public int EcusPresent;

    private const int RangesPerEcu = 8;

    private int _countedPresent;
    private int _ecuCount;
    private readonly int[] _support = new int[ObdAddressing.MaximumEcus * RangesPerEcu];

    /// <summary>How many ECUs answered.</summary>
    public int EcuCount
    {
        get
        {
            // Counted when they have changed.
            if (EcusPresent != _countedPresent)
            {
                _countedPresent = EcusPresent;
                _ecuCount = 0;
                for (int ecu = 0; ecu < ObdAddressing.MaximumEcus; ecu++)
                {
                    _ecuCount += (EcusPresent >> ecu) & 1;
                }
            }

            return _ecuCount;
        }
    }

    /// <summary>Whether an ECU answered.</summary>
    public bool IsPresent(int ecu)
    {
        return ((EcusPresent >> ecu) & 1) != 0;
    }

    /// <summary>Whether an ECU says that it supports a PID of service 01.</summary>
    public bool IsSupported(int ecu, int pid)
    {
        int range = (pid - 1) >> 5;
        return ((_support[ecu * RangesPerEcu + range] >> (31 - ((pid - 1) & 31))) & 1) != 0;
    }

    /// <summary>Forgets everything: it may be another vehicle.</summary>
    public void Forget()
    {
        HasVin = false;
        IsUds = false;
        IsKnown = false;
        EcusPresent = 0;
        for (int index = 0; index < _support.Length; index++)
        {
            _support[index] = 0;
        }
    }

    /// <summary>Takes four bytes that say which PIDs of a range of 32 are supported, the first one in the highest bit.</summary>
    internal void SetSupport(int ecu, int range, byte[] message, int offset)
    {
        _support[ecu * RangesPerEcu + range] = (message[offset] << 24) | (message[offset + 1] << 16) | (message[offset + 2] << 8) | message[offset + 3];
    }

    internal void ClearSupport(int ecu, int range)
    {
        _support[ecu * RangesPerEcu + range] = 0;
    }
}
