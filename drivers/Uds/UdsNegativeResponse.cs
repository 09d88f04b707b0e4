namespace Telltale.Uds;

/// <summary>Negative response codes (ISO 14229-1:2020, table A.1) and their names.</summary>
public static class UdsNegativeResponse
{
    /// <summary>generalReject.</summary>
    public const int GeneralReject = 0x10;

    /// <summary>serviceNotSupported.</summary>
    public const int ServiceNotSupported = 0x11;

    /// <summary>subFunctionNotSupported.</summary>
    public const int SubFunctionNotSupported = 0x12;

    /// <summary>incorrectMessageLengthOrInvalidFormat.</summary>
    public const int IncorrectMessageLengthOrInvalidFormat = 0x13;

    /// <summary>responseTooLong.</summary>
    public const int ResponseTooLong = 0x14;

    /// <summary>busyRepeatRequest.</summary>
    public const int BusyRepeatRequest = 0x21;

    /// <summary>conditionsNotCorrect.</summary>
    public const int ConditionsNotCorrect = 0x22;

    /// <summary>requestSequenceError.</summary>
    public const int RequestSequenceError = 0x24;

    /// <summary>noResponseFromSubnetComponent.</summary>
    public const int NoResponseFromSubnetComponent = 0x25;

    /// <summary>failurePreventsExecutionOfRequestedAction.</summary>
    public const int FailurePreventsExecutionOfRequestedAction = 0x26;

    /// <summary>requestOutOfRange.</summary>
    public const int RequestOutOfRange = 0x31;

    /// <summary>securityAccessDenied.</summary>
    public const int SecurityAccessDenied = 0x33;

    /// <summary>authenticationRequired.</summary>
    public const int AuthenticationRequired = 0x34;

    /// <summary>invalidKey.</summary>
    public const int InvalidKey = 0x35;

    /// <summary>exceedNumberOfAttempts.</summary>
    public const int ExceedNumberOfAttempts = 0x36;

    /// <summary>requiredTimeDelayNotExpired.</summary>
    public const int RequiredTimeDelayNotExpired = 0x37;

    /// <summary>secureDataTransmissionRequired.</summary>
    public const int SecureDataTransmissionRequired = 0x38;

    /// <summary>secureDataTransmissionNotAllowed.</summary>
    public const int SecureDataTransmissionNotAllowed = 0x39;

    /// <summary>secureDataVerificationFailed.</summary>
    public const int SecureDataVerificationFailed = 0x3A;

    /// <summary>certificateVerificationFailedInvalidTimePeriod.</summary>
    public const int CertificateVerificationFailedInvalidTimePeriod = 0x50;

    /// <summary>certificateVerificationFailedInvalidSignature.</summary>
    public const int CertificateVerificationFailedInvalidSignature = 0x51;

    /// <summary>certificateVerificationFailedInvalidChainOfTrust.</summary>
    public const int CertificateVerificationFailedInvalidChainOfTrust = 0x52;

    /// <summary>certificateVerificationFailedInvalidType.</summary>
    public const int CertificateVerificationFailedInvalidType = 0x53;

    /// <summary>certificateVerificationFailedInvalidFormat.</summary>
    public const int CertificateVerificationFailedInvalidFormat = 0x54;

    /// <summary>certificateVerificationFailedInvalidContent.</summary>
    public const int CertificateVerificationFailedInvalidContent = 0x55;

    /// <summary>certificateVerificationFailedInvalidScope.</summary>
    public const int CertificateVerificationFailedInvalidScope = 0x56;

    /// <summary>certificateVerificationFailedInvalidCertificate.</summary>
    public const int CertificateVerificationFailedInvalidCertificate = 0x57;

    /// <summary>ownershipVerificationFailed.</summary>
    public const int OwnershipVerificationFailed = 0x58;

    /// <summary>challengeCalculationFailed.</summary>
    public const int ChallengeCalculationFailed = 0x59;

    /// <summary>settingAccessRightsFailed.</summary>
    public const int SettingAccessRightsFailed = 0x5A;

    /// <summary>sessionKeyCreationDerivationFailed.</summary>
    public const int SessionKeyCreationDerivationFailed = 0x5B;

    /// <summary>configurationDataUsageFailed.</summary>
    public const int ConfigurationDataUsageFailed = 0x5C;

    /// <summary>deAuthenticationFailed.</summary>
    public const int DeAuthenticationFailed = 0x5D;

    /// <summary>uploadDownloadNotAccepted.</summary>
    public const int UploadDownloadNotAccepted = 0x70;

    /// <summary>transferDataSuspended.</summary>
    public const int TransferDataSuspended = 0x71;

    /// <summary>generalProgrammingFailure.</summary>
    public const int GeneralProgrammingFailure = 0x72;

    /// <summary>wrongBlockSequenceCounter.</summary>
    public const int WrongBlockSequenceCounter = 0x73;

    /// <summary>requestCorrectlyReceivedResponsePending.</summary>
    public const int RequestCorrectlyReceivedResponsePending = 0x78;

    /// <summary>subFunctionNotSupportedInActiveSession.</summary>
    public const int SubFunctionNotSupportedInActiveSession = 0x7E;

    /// <summary>serviceNotSupportedInActiveSession.</summary>
    public const int ServiceNotSupportedInActiveSession = 0x7F;

    /// <summary>rpmTooHigh.</summary>
    public const int RpmTooHigh = 0x81;

    /// <summary>rpmTooLow.</summary>
    public const int RpmTooLow = 0x82;

    /// <summary>engineIsRunning.</summary>
    public const int EngineIsRunning = 0x83;

    /// <summary>engineIsNotRunning.</summary>
    public const int EngineIsNotRunning = 0x84;

    /// <summary>engineRunTimeTooLow.</summary>
    public const int EngineRunTimeTooLow = 0x85;

    /// <summary>temperatureTooHigh.</summary>
    public const int TemperatureTooHigh = 0x86;

    /// <summary>temperatureTooLow.</summary>
    public const int TemperatureTooLow = 0x87;

    /// <summary>vehicleSpeedTooHigh.</summary>
    public const int VehicleSpeedTooHigh = 0x88;

    /// <summary>vehicleSpeedTooLow.</summary>
    public const int VehicleSpeedTooLow = 0x89;

    /// <summary>throttlePedalTooHigh.</summary>
    public const int ThrottlePedalTooHigh = 0x8A;

    /// <summary>throttlePedalTooLow.</summary>
    public const int ThrottlePedalTooLow = 0x8B;

    /// <summary>transmissionRangeNotInNeutral.</summary>
    public const int TransmissionRangeNotInNeutral = 0x8C;

    /// <summary>transmissionRangeNotInGear.</summary>
    public const int TransmissionRangeNotInGear = 0x8D;

    /// <summary>brakeSwitchNotClosed.</summary>
    public const int BrakeSwitchNotClosed = 0x8F;

    /// <summary>shifterLeverNotInPark.</summary>
    public const int ShifterLeverNotInPark = 0x90;

    /// <summary>torqueConverterClutchLocked.</summary>
    public const int TorqueConverterClutchLocked = 0x91;

    /// <summary>voltageTooHigh.</summary>
    public const int VoltageTooHigh = 0x92;

    /// <summary>voltageTooLow.</summary>
    public const int VoltageTooLow = 0x93;

    /// <summary>resourceTemporarilyNotAvailable.</summary>
    public const int ResourceTemporarilyNotAvailable = 0x94;

    /// <summary>Gives a code's name as the standard has it, without hyphens and brackets. For displays, not for a hot path.</summary>
    /// <param name="code">0x00 to 0xFF.</param>
    public static string NameOf(int code)
    {
        switch (code)
        {
            case GeneralReject: return "generalReject";
            case ServiceNotSupported: return "serviceNotSupported";
            case SubFunctionNotSupported: return "subFunctionNotSupported";
            case IncorrectMessageLengthOrInvalidFormat: return "incorrectMessageLengthOrInvalidFormat";
            case ResponseTooLong: return "responseTooLong";
            case BusyRepeatRequest: return "busyRepeatRequest";
            case ConditionsNotCorrect: return "conditionsNotCorrect";
            case RequestSequenceError: return "requestSequenceError";
            case NoResponseFromSubnetComponent: return "noResponseFromSubnetComponent";
            case FailurePreventsExecutionOfRequestedAction: return "failurePreventsExecutionOfRequestedAction";
            case RequestOutOfRange: return "requestOutOfRange";
            case SecurityAccessDenied: return "securityAccessDenied";
            case AuthenticationRequired: return "authenticationRequired";
            case InvalidKey: return "invalidKey";
            case ExceedNumberOfAttempts: return "exceedNumberOfAttempts";
            case RequiredTimeDelayNotExpired: return "requiredTimeDelayNotExpired";
            case SecureDataTransmissionRequired: return "secureDataTransmissionRequired";
            case SecureDataTransmissionNotAllowed: return "secureDataTransmissionNotAllowed";
            case SecureDataVerificationFailed: return "secureDataVerificationFailed";
            case CertificateVerificationFailedInvalidTimePeriod: return "certificateVerificationFailedInvalidTimePeriod";
            case CertificateVerificationFailedInvalidSignature: return "certificateVerificationFailedInvalidSignature";
            case CertificateVerificationFailedInvalidChainOfTrust: return "certificateVerificationFailedInvalidChainOfTrust";
            case CertificateVerificationFailedInvalidType: return "certificateVerificationFailedInvalidType";
            case CertificateVerificationFailedInvalidFormat: return "certificateVerificationFailedInvalidFormat";
            case CertificateVerificationFailedInvalidContent: return "certificateVerificationFailedInvalidContent";
            case CertificateVerificationFailedInvalidScope: return "certificateVerificationFailedInvalidScope";
            case CertificateVerificationFailedInvalidCertificate: return "certificateVerificationFailedInvalidCertificate";
            case OwnershipVerificationFailed: return "ownershipVerificationFailed";
            case ChallengeCalculationFailed: return "challengeCalculationFailed";
            case SettingAccessRightsFailed: return "settingAccessRightsFailed";
            case SessionKeyCreationDerivationFailed: return "sessionKeyCreationDerivationFailed";
            case ConfigurationDataUsageFailed: return "configurationDataUsageFailed";
            case DeAuthenticationFailed: return "deAuthenticationFailed";
            case UploadDownloadNotAccepted: return "uploadDownloadNotAccepted";
            case TransferDataSuspended: return "transferDataSuspended";
            case GeneralProgrammingFailure: return "generalProgrammingFailure";
            case WrongBlockSequenceCounter: return "wrongBlockSequenceCounter";
            case RequestCorrectlyReceivedResponsePending: return "requestCorrectlyReceivedResponsePending";
            case SubFunctionNotSupportedInActiveSession: return "subFunctionNotSupportedInActiveSession";
            case ServiceNotSupportedInActiveSession: return "serviceNotSupportedInActiveSession";
            case RpmTooHigh: return "rpmTooHigh";
            case RpmTooLow: return "rpmTooLow";
            case EngineIsRunning: return "engineIsRunning";
            case EngineIsNotRunning: return "engineIsNotRunning";
            case EngineRunTimeTooLow: return "engineRunTimeTooLow";
            case TemperatureTooHigh: return "temperatureTooHigh";
            case TemperatureTooLow: return "temperatureTooLow";
            case VehicleSpeedTooHigh: return "vehicleSpeedTooHigh";
            case VehicleSpeedTooLow: return "vehicleSpeedTooLow";
            case ThrottlePedalTooHigh: return "throttlePedalTooHigh";
            case ThrottlePedalTooLow: return "throttlePedalTooLow";
            case TransmissionRangeNotInNeutral: return "transmissionRangeNotInNeutral";
            case TransmissionRangeNotInGear: return "transmissionRangeNotInGear";
            case BrakeSwitchNotClosed: return "brakeSwitchNotClosed";
            case ShifterLeverNotInPark: return "shifterLeverNotInPark";
            case TorqueConverterClutchLocked: return "torqueConverterClutchLocked";
            case VoltageTooHigh: return "voltageTooHigh";
            case VoltageTooLow: return "voltageTooLow";
            case ResourceTemporarilyNotAvailable: return "resourceTemporarilyNotAvailable";
            default: return NameOfRange(code);
        }
    }

    private static string NameOfRange(int code)
    {
        if (code == 0)
        {
            return "positiveResponse";
        }

        if (code >= 0x3B && code <= 0x4F)
        {
            return "reservedByExtendedDataLinkSecurityDocument";
        }

        if (code >= 0xF0 && code <= 0xFE)
        {
            return "vehicleManufacturerSpecificConditionsNotCorrect";
        }

        return code >= 0x80 ? "reservedForSpecificConditionsNotCorrect" : "ISOSAEReserved";
    }
}
