namespace Telltale.Uplink;

/// <summary>
/// What the counters of a status count, since start-up unless said otherwise. The numbers are part of the format and are never used again for anything
/// else; 218 to 255 are kept for network and budgets.
/// </summary>
public enum StatusCounter
{
    /// <summary>Start-ups since the unit's enrolment.</summary>
    PowerOns = 1,

    /// <summary>Turns of the unit's loop that came later than a second after they were due.</summary>
    StepsLate = 2,

    /// <summary>The longest time between two turns of the loop since start-up, in milliseconds.</summary>
    LongestStepMilliseconds = 3,

    /// <summary>Samples taken.</summary>
    SamplesTaken = 4,

    /// <summary>Samples journalled in batches.</summary>
    SamplesJournalled = 5,

    /// <summary>Samples lost because the open batch was full and could not be journalled.</summary>
    SamplesLost = 6,

    /// <summary>Batches journalled.</summary>
    BatchesJournalled = 7,

    /// <summary>Alerts journalled.</summary>
    AlertsJournalled = 8,

    /// <summary>Dictionaries journalled.</summary>
    DictionariesJournalled = 9,

    /// <summary>Frames that could not be sealed.</summary>
    SealFailures = 10,

    /// <summary>Frames that could not be journalled.</summary>
    JournalFailures = 11,

    /// <summary>Key epochs that could not be begun.</summary>
    EpochFailures = 12,

    /// <summary>Trips that ended.</summary>
    TripsEnded = 13,

    /// <summary>Batches closed because the supply fell low.</summary>
    LowSupplyCloses = 14,

    /// <summary>Times that the clock was set anew because fixes agreed on another time.</summary>
    ClockSteps = 15,

    /// <summary>Fixes whose time was not believed.</summary>
    ClockOutliers = 16,

    /// <summary>Key files found damaged or empty at start-up.</summary>
    KeyFilesDamaged = 17,

    /// <summary>Attempts to write a key file that failed.</summary>
    KeyWriteFailures = 18,

    /// <summary>Alerts that could not be journalled.</summary>
    AlertsLost = 19,

    /// <summary>Start-ups of the board since its volume was made, those without keys included.</summary>
    Boots = 20,

    /// <summary>Lives before this one, in a row, that ended within a minute without being asked to; from 4 on the unit runs in safe mode.</summary>
    EarlyEnds = 21,

    /// <summary>Why the life before ended: 0 not known (power, crash, reset), 1 command, 2 configuration, 3 loop stood still, 4 loop failed, 5 start failed, 6 safe mode over, 7 wiped.</summary>
    PreviousEnd = 22,

    /// <summary>Rules and extreme signals of the settings that name a signal which the unit does not have, or a threshold that the signal cannot reach.</summary>
    SignalSettingsWithoutEffect = 28,

    /// <summary>Which outputs of the settings are on, as bits: 1 for the first, 2 for the second.</summary>
    OutputsOn = 29,

    /// <summary>Outputs of the settings whose pin the board did not give.</summary>
    OutputsRefused = 30,

    /// <summary>Frames journalled.</summary>
    FramesAppended = 32,

    /// <summary>Frames that the volume did not take.</summary>
    AppendFailures = 33,

    /// <summary>Frames refused for their length.</summary>
    FramesRefusedForLength = 34,

    /// <summary>Segments dropped because the journal was full.</summary>
    SegmentsDropped = 35,

    /// <summary>Frames dropped because the journal was full.</summary>
    FramesDropped = 36,

    /// <summary>Frames above ordinary priority that were put together in kept segments.</summary>
    FramesKept = 37,

    /// <summary>Segments deleted because every frame in them was released.</summary>
    SegmentsReleased = 38,

    /// <summary>Segments whose rest could not be read.</summary>
    SegmentsDamaged = 39,

    /// <summary>Files found empty: a power cut met the very first write to them.</summary>
    SegmentsEmpty = 40,

    /// <summary>Files that could not be deleted at once.</summary>
    DeleteFailures = 41,

    /// <summary>Released ranges forgotten for want of memory.</summary>
    ReleasesForgotten = 42,

    /// <summary>Times that two dropped ranges became one for want of memory.</summary>
    DroppedRangesMerged = 43,

    /// <summary>Dropped ranges that could not be made durable.</summary>
    DropLogFailures = 44,

    /// <summary>Attempts to put frames together that the volume refused.</summary>
    MergeFailures = 45,

    /// <summary>Files of one frame found empty: a power cut met their creation.</summary>
    SinglesEmpty = 46,

    /// <summary>Files of one frame that could not be read.</summary>
    SinglesDamaged = 47,

    /// <summary>Frames that are too long to be sent; they stay until they are dropped.</summary>
    FramesTooLong = 48,

    /// <summary>Reads that the volume refused.</summary>
    ReadFailures = 49,

    /// <summary>Frames sent again because it was forgotten, for want of memory, that they had been sent.</summary>
    MarksForgotten = 50,

    /// <summary>Attempts to connect.</summary>
    ConnectionAttempts = 64,

    /// <summary>Attempts that ended in an open connection.</summary>
    Connections = 65,

    /// <summary>Attempts that failed or were given up.</summary>
    ConnectionsFailed = 66,

    /// <summary>Open connections that ended.</summary>
    ConnectionsLost = 67,

    /// <summary>Connections given up because acknowledgements stayed away.</summary>
    ConnectionsSilent = 68,

    /// <summary>Frames handed to the link, repetitions included.</summary>
    FramesPublished = 69,

    /// <summary>Bytes of these frames.</summary>
    BytesPublished = 70,

    /// <summary>Frames that the broker acknowledged.</summary>
    FramesAcknowledged = 71,

    /// <summary>Acknowledgements that named no frame in flight.</summary>
    AcknowledgementsStray = 72,

    /// <summary>Times that frames were sent again for want of a receipt.</summary>
    ReceiptTimeouts = 73,

    /// <summary>Receipts taken.</summary>
    Receipts = 74,

    /// <summary>Frames that receipts named as stored.</summary>
    FramesReleased = 75,

    /// <summary>Frames that receipts named as damaged.</summary>
    FramesRefused = 76,

    /// <summary>Ranges of receipts that the journal does not know.</summary>
    RangesUnknown = 77,

    /// <summary>Downlink messages that were not authentic, not of this stream, or malformed.</summary>
    MessagesRefused = 78,

    /// <summary>Authentic downlink messages of a kind that the firmware does not serve.</summary>
    MessagesUnserved = 79,

    /// <summary>Dictionaries that receipts asked for.</summary>
    DictionariesWanted = 80,

    /// <summary>Navigation epochs.</summary>
    GnssEpochs = 96,

    /// <summary>Runs of bytes that belonged to no sentence: what the receiver sent was cut or disturbed.</summary>
    GnssResynchronisations = 97,

    /// <summary>Sentences and messages with a wrong checksum.</summary>
    GnssBadChecksums = 98,

    /// <summary>Sentences that could not be read.</summary>
    GnssMalformed = 99,

    /// <summary>Lines that outgrew the line buffer.</summary>
    GnssOverruns = 100,

    /// <summary>Times that the receiver fell silent.</summary>
    GnssSilences = 101,

    /// <summary>Times that the receiver had restarted by itself.</summary>
    GnssRestarts = 102,

    /// <summary>Rounds through all baud rates in which no receiver was found.</summary>
    GnssSearchRounds = 103,

    /// <summary>Times that the port could not be opened.</summary>
    GnssOpenFailures = 104,

    /// <summary>Commands that the receiver did not answer.</summary>
    GnssUnanswered = 105,

    /// <summary>Epochs whose date had lost multiples of 1,024 weeks.</summary>
    GnssRolledOverDates = 106,

    /// <summary>Frames received.</summary>
    CanFramesReceived = 128,

    /// <summary>Frames sent and acknowledged.</summary>
    CanFramesSent = 129,

    /// <summary>Times that wanted frames were lost because the receive buffers were full.</summary>
    CanOverflows = 130,

    /// <summary>Times that the controller became error-passive.</summary>
    CanErrorPassives = 131,

    /// <summary>Times that the controller went bus-off.</summary>
    CanBusOffs = 132,

    /// <summary>Times that an error was found in a frame.</summary>
    CanMessageErrors = 133,

    /// <summary>Frames given up before any node acknowledged them.</summary>
    CanTransmissionsAborted = 134,

    /// <summary>Times that the controller did not answer or did not enter a mode.</summary>
    CanControllerFaults = 135,

    /// <summary>Requests sent.</summary>
    ObdRequestsSent = 160,

    /// <summary>Responses that answered a request.</summary>
    ObdResponses = 161,

    /// <summary>Requests without a response in time.</summary>
    ObdTimeouts = 162,

    /// <summary>Requests that were refused.</summary>
    ObdNegativeResponses = 163,

    /// <summary>Responses that did not have the form of an answer.</summary>
    ObdResponsesMalformed = 164,

    /// <summary>Times that the unit gave way to another tester.</summary>
    ObdGivenWay = 165,

    /// <summary>Requests of another tester that were seen.</summary>
    ObdRequestsOfOthers = 166,

    /// <summary>Authentic commands received, repetitions included.</summary>
    CommandsReceived = 176,

    /// <summary>Commands acted upon.</summary>
    CommandsExecuted = 177,

    /// <summary>Commands that had come before.</summary>
    CommandsRepeated = 178,

    /// <summary>Commands whose number lay below the window.</summary>
    CommandsTooOld = 179,

    /// <summary>Commands with the number of another one.</summary>
    CommandNumbersUsed = 180,

    /// <summary>Commands that came after their expiry.</summary>
    CommandsExpired = 181,

    /// <summary>Commands from the future, or that were to last for too long.</summary>
    CommandsFromTheFuture = 182,

    /// <summary>Commands that came while the clock was not set.</summary>
    CommandsWithoutClock = 183,

    /// <summary>Commands that are unknown, not allowed, not fitted, not possible then, or have bad arguments.</summary>
    CommandsRefused = 184,

    /// <summary>Commands whose number could not be made durable.</summary>
    CommandsNotStored = 185,

    /// <summary>Commands that came while another one or a reply had to be finished first.</summary>
    CommandsBusy = 186,

    /// <summary>Commands that could not be decoded.</summary>
    CommandsMalformed = 187,

    /// <summary>Commands that a restart interrupted.</summary>
    CommandsInterrupted = 188,

    /// <summary>Replies to repetitions that were left out because there were too many in a minute.</summary>
    CommandRepliesWithheld = 189,

    /// <summary>Attempts to journal a reply that failed.</summary>
    CommandReplyFailures = 190,

    /// <summary>Copies of the log of commands found damaged at start-up.</summary>
    CommandLogCopiesDamaged = 191,

    /// <summary>Attempts that ended because the network, the name or the host could not be reached.</summary>
    FailuresUnreachable = 192,

    /// <summary>Attempts that ended in the TLS handshake for a reason that the adapter cannot tell.</summary>
    FailuresTls = 193,

    /// <summary>Attempts that ended because the broker refused the credentials or the subscription.</summary>
    FailuresRefused = 194,

    /// <summary>Connections that the broker or the network ended.</summary>
    FailuresLost = 195,

    /// <summary>Attempts and connections that ended for want of an answer.</summary>
    FailuresTimeout = 196,

    /// <summary>Attempts that ended because the broker's certificate had expired by the clock.</summary>
    FailuresCertificateExpired = 197,

    /// <summary>Attempts that ended because the broker's certificate was not yet valid by the clock.</summary>
    FailuresCertificateNotYetValid = 198,

    /// <summary>Attempts that ended because the broker's certificate leads to no trust anchor.</summary>
    FailuresCertificateUntrusted = 199,

    /// <summary>Attempts that ended because the broker's certificate names another host.</summary>
    FailuresCertificateWrongHost = 200,

    /// <summary>Connections that the broker ended within 20 s of accepting them.</summary>
    ShortConnections = 201,

    /// <summary>Times that the unit backed off because another client uses its identity.</summary>
    IdentityConflicts = 202,

    /// <summary>Acknowledgements of the broker that took longer than 0.9 s.</summary>
    AcknowledgementsLate = 203,

    /// <summary>Times that ordinary frames were held back because the day's bytes were used up.</summary>
    BudgetHolds = 204,

    /// <summary>Bytes charged today for the owner's own network.</summary>
    BudgetHomeBytes = 205,

    /// <summary>Bytes charged today for metered networks.</summary>
    BudgetMeteredBytes = 206,

    /// <summary>Bytes charged today while roaming.</summary>
    BudgetRoamingBytes = 207,

    /// <summary>Attempts to connect that were charged.</summary>
    BudgetHandshakes = 208,

    /// <summary>Writes of the byte budget that the volume refused.</summary>
    BudgetWriteFailures = 209,

    /// <summary>What the clock that TLS goes by was set by: 1 GNSS, 2 SNTP, 3 the floor, 4 a receipt.</summary>
    ClockOrigin = 210,

    /// <summary>Times that a source of time was distrusted because a certificate was refused with it.</summary>
    ClockDistrusted = 211,

    /// <summary>Times offered that lay before the floor.</summary>
    ClockBelowFloor = 212,

    /// <summary>Days until the first trust anchor ends, and one; absent where that is not known.</summary>
    AnchorDaysLeft = 213,

    /// <summary>Trust anchors on the volume.</summary>
    Anchors = 214,

    /// <summary>Proposed trust anchors that a connection confirmed.</summary>
    AnchorsConfirmed = 215,

    /// <summary>Attempts with a proposed trust anchor in which the broker's certificate was refused.</summary>
    AnchorProposalsRefused = 216,

    /// <summary>Writes of trust anchors that the volume refused.</summary>
    AnchorVolumeFailures = 217,
}
