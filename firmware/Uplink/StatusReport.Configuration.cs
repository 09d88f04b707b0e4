namespace Telltale.Uplink;

/// <content>The configuration in force, what became of the last one on trial, and why a file with one was refused.</content>
public sealed partial class StatusReport
{
    /// <summary>The most characters of <see cref="ConfigurationFaultPath"/>.</summary>
    public const int MaximumPathLength = 80;

    /// <summary>True when it says something of the configuration: the fields below.</summary>
    public bool HasConfiguration;

    /// <summary>The owner's number of the configuration in force; 0 for the defaults, or for a file that stated none.</summary>
    public int ConfigurationRevision;

    /// <summary>CRC-32 of the bytes of the file in force; 0 for the defaults.</summary>
    public int ConfigurationChecksum;

    /// <summary>The configuration in force is on trial.</summary>
    public bool IsConfigurationOnTrial;

    /// <summary>The owner's number of the configuration that was last on trial; 0 where none was.</summary>
    public int TrialRevision;

    /// <summary>What became of it, a number of FORMAT.md; 0 where none was.</summary>
    public int TrialResult;

    /// <summary>Why a file on the volume was not taken in, a number of FORMAT.md; 0 where nothing was refused.</summary>
    public int ConfigurationFaultCode;

    /// <summary>Which setting that was about; empty for the file as a whole.</summary>
    public string ConfigurationFaultPath = "";

    /// <summary>The longest section of the configuration in bytes.</summary>
    public const int MaximumConfigurationLength = SectionHeaderLength + 1 + NumberLength32 + 4 + NumberLength32 + 1 + NumberLength32 + 1 + MaximumPathLength;

    private const int FlagOnTrial = 1;
    private const int FlagLastTrial = 2;
    private const int FlagRefused = 4;

    /// <summary>Says which configuration is in force, and what became of the last one on trial.</summary>
    /// <param name="revision">See <see cref="ConfigurationRevision"/>.</param>
    /// <param name="checksum">See <see cref="ConfigurationChecksum"/>.</param>
    /// <param name="isOnTrial">See <see cref="IsConfigurationOnTrial"/>.</param>
    /// <param name="trialRevision">See <see cref="TrialRevision"/>.</param>
    /// <param name="trialResult">See <see cref="TrialResult"/>, 0 to 255.</param>
    public void SetConfiguration(int revision, int checksum, bool isOnTrial, int trialRevision, int trialResult)
    {
        HasConfiguration = true;
        ConfigurationRevision = revision;
        ConfigurationChecksum = checksum;
        IsConfigurationOnTrial = isOnTrial;
        TrialRevision = trialRevision;
        TrialResult = trialResult;
    }

    /// <summary>Says why a file with a configuration was not taken in; after <see cref="SetConfiguration"/>.</summary>
    /// <param name="code">See <see cref="ConfigurationFaultCode"/>.</param>
    /// <param name="path">See <see cref="ConfigurationFaultPath"/>; cut off at <see cref="MaximumPathLength"/>, and what is not printable ASCII becomes '?'.</param>
    public void SetConfigurationFault(int code, string path)
    {
        ConfigurationFaultCode = code;
        ConfigurationFaultPath = path;
    }

    private void ClearConfiguration()
    {
        HasConfiguration = false;
        ConfigurationRevision = 0;
        ConfigurationChecksum = 0;
        IsConfigurationOnTrial = false;
        TrialRevision = 0;
        TrialResult = 0;
        ConfigurationFaultCode = 0;
        ConfigurationFaultPath = "";
    }

    private void EncodeConfiguration()
    {
        if (!HasConfiguration)
        {
            return;
        }

        int start = BeginSection(ConfigurationSection);
        int flags = IsConfigurationOnTrial ? FlagOnTrial : 0;
        flags |= TrialResult != 0 ? FlagLastTrial : 0;
        flags |= ConfigurationFaultCode != 0 ? FlagRefused : 0;
        _output[_position++] = (byte)flags;
        PutNumber(ConfigurationRevision);
        for (int shift = 24; shift >= 0; shift -= 8)
        {
            _output[_position++] = (byte)(ConfigurationChecksum >> shift);
        }

        if (TrialResult != 0)
        {
            PutNumber(TrialRevision);
            _output[_position++] = (byte)TrialResult;
        }

        if (ConfigurationFaultCode != 0)
        {
            PutNumber(ConfigurationFaultCode);
            PutText(ConfigurationFaultPath, MaximumPathLength);
        }

        EndSection(start);
    }

    private bool TryDecodeConfiguration()
    {
        if (HasConfiguration)
        {
            return false;
        }

        HasConfiguration = true;
        int flags = TakeByte();
        IsConfigurationOnTrial = (flags & FlagOnTrial) != 0;
        ConfigurationRevision = TakeInt32();
        for (int index = 0; index < 4; index++)
        {
            ConfigurationChecksum = (ConfigurationChecksum << 8) | TakeByte();
        }

        if ((flags & FlagLastTrial) != 0)
        {
            TrialRevision = TakeInt32();
            TrialResult = TakeByte();
        }

        if ((flags & FlagRefused) != 0)
        {
            ConfigurationFaultCode = TakeInt32();
            ConfigurationFaultPath = TakeText(MaximumPathLength);
        }

        return true;
    }
}
