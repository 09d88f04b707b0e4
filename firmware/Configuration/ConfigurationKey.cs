namespace Telltale.Configuration;

/// <summary>The entries of a configuration, in the order of <see cref="ConfigurationTable"/>; README.md in this folder has the table.</summary>
public enum ConfigurationKey
{
    /// <summary>board.name</summary>
    BoardName = 0,

    /// <summary>unit.id</summary>
    UnitId = 1,

    /// <summary>uplink.broker.host</summary>
    BrokerHost = 2,

    /// <summary>uplink.broker.port</summary>
    BrokerPort = 3,

    /// <summary>uplink.broker.user</summary>
    BrokerUser = 4,

    /// <summary>uplink.broker.password</summary>
    BrokerPassword = 5,

    /// <summary>uplink.broker.keepAliveSeconds</summary>
    KeepAliveSeconds = 6,

    /// <summary>uplink.tls.enabled</summary>
    UsesTls = 7,

    /// <summary>uplink.tls.trustAnchorFile</summary>
    TrustAnchorFile = 8,

    /// <summary>uplink.tls.secondTrustAnchorFile</summary>
    SecondTrustAnchorFile = 9,

    /// <summary>uplink.tls.clientCertificateFile</summary>
    ClientCertificateFile = 10,

    /// <summary>uplink.tls.clientKeyFile</summary>
    ClientKeyFile = 11,

    /// <summary>uplink.release</summary>
    Release = 12,

    /// <summary>uplink.inFlightFrames</summary>
    InFlightFrames = 13,

    /// <summary>uplink.receiptWindowFrames</summary>
    ReceiptWindowFrames = 14,

    /// <summary>uplink.reconnectMinimumMilliseconds</summary>
    ReconnectMinimum = 15,

    /// <summary>uplink.reconnectMaximumMilliseconds</summary>
    ReconnectMaximum = 16,

    /// <summary>uplink.connectTimeoutMilliseconds</summary>
    ConnectTimeout = 17,

    /// <summary>uplink.acknowledgementTimeoutMilliseconds</summary>
    AcknowledgementTimeout = 18,

    /// <summary>uplink.receiptMinimumMilliseconds</summary>
    ReceiptMinimum = 19,

    /// <summary>uplink.receiptMaximumMilliseconds</summary>
    ReceiptMaximum = 20,

    /// <summary>uplink.budget.homeKilobytesPerDay</summary>
    HomeBudget = 21,

    /// <summary>uplink.budget.meteredKilobytesPerDay</summary>
    MeteredBudget = 22,

    /// <summary>uplink.budget.roamingKilobytesPerDay</summary>
    RoamingBudget = 23,

    /// <summary>bus.bitsPerSecond</summary>
    BusBitsPerSecond = 24,

    /// <summary>bus.mayPoll</summary>
    MayPoll = 25,

    /// <summary>bus.maximumRequestsPerSecond</summary>
    RequestsPerSecond = 26,

    /// <summary>bus.requestGapMilliseconds</summary>
    RequestGap = 27,

    /// <summary>bus.maximumPidsInRequest</summary>
    PidsInRequest = 28,

    /// <summary>bus.giveWayMilliseconds</summary>
    GiveWay = 29,

    /// <summary>bus.asksForVin</summary>
    AsksForVin = 30,

    /// <summary>bus.triesExtendedIdentifiers</summary>
    TriesExtendedIdentifiers = 31,

    /// <summary>bus.triesUds</summary>
    TriesUds = 32,

    /// <summary>journal.budgetKilobytes</summary>
    JournalBudget = 33,

    /// <summary>journal.drainOrder</summary>
    DrainOrder = 34,

    /// <summary>batch.intervalMilliseconds</summary>
    BatchInterval = 35,

    /// <summary>batch.maximumSamples</summary>
    BatchSamples = 36,

    /// <summary>batch.liveMilliseconds</summary>
    BatchLive = 37,

    /// <summary>batch.lowSupplyMilliseconds</summary>
    BatchLowSupply = 38,

    /// <summary>status.intervalMilliseconds</summary>
    StatusInterval = 39,

    /// <summary>status.onOpenMilliseconds</summary>
    StatusOnOpen = 40,

    /// <summary>status.onDropMilliseconds</summary>
    StatusOnDrop = 41,

    /// <summary>supply.lowMillivolts</summary>
    LowSupply = 42,

    /// <summary>gnss.baudRate</summary>
    GnssBaudRate = 43,

    /// <summary>gnss.intervalMilliseconds</summary>
    GnssInterval = 44,

    /// <summary>gnss.maySend</summary>
    GnssMaySend = 45,

    /// <summary>sampling.driving.intervalMilliseconds</summary>
    DrivingInterval = 46,

    /// <summary>sampling.driving.distanceMetres</summary>
    DrivingDistance = 47,

    /// <summary>sampling.driving.courseDegrees</summary>
    DrivingCourse = 48,

    /// <summary>sampling.driving.courseMinimumSpeedMillimetresPerSecond</summary>
    DrivingCourseSpeed = 49,

    /// <summary>sampling.driving.shapeErrorMillimetres</summary>
    DrivingShapeError = 50,

    /// <summary>sampling.driving.shapeSpeedErrorMillimetresPerSecond</summary>
    DrivingShapeSpeedError = 51,

    /// <summary>sampling.driving.longestGapMilliseconds</summary>
    DrivingLongestGap = 52,

    /// <summary>sampling.idling.intervalMilliseconds</summary>
    IdlingInterval = 53,

    /// <summary>sampling.idling.distanceMetres</summary>
    IdlingDistance = 54,

    /// <summary>sampling.idling.courseDegrees</summary>
    IdlingCourse = 55,

    /// <summary>sampling.idling.courseMinimumSpeedMillimetresPerSecond</summary>
    IdlingCourseSpeed = 56,

    /// <summary>sampling.idling.shapeErrorMillimetres</summary>
    IdlingShapeError = 57,

    /// <summary>sampling.idling.shapeSpeedErrorMillimetresPerSecond</summary>
    IdlingShapeSpeedError = 58,

    /// <summary>sampling.idling.longestGapMilliseconds</summary>
    IdlingLongestGap = 59,

    /// <summary>sampling.parked.intervalMilliseconds</summary>
    ParkedInterval = 60,

    /// <summary>sampling.parked.distanceMetres</summary>
    ParkedDistance = 61,

    /// <summary>sampling.parked.courseDegrees</summary>
    ParkedCourse = 62,

    /// <summary>sampling.parked.courseMinimumSpeedMillimetresPerSecond</summary>
    ParkedCourseSpeed = 63,

    /// <summary>sampling.parked.shapeErrorMillimetres</summary>
    ParkedShapeError = 64,

    /// <summary>sampling.parked.shapeSpeedErrorMillimetresPerSecond</summary>
    ParkedShapeSpeedError = 65,

    /// <summary>sampling.parked.longestGapMilliseconds</summary>
    ParkedLongestGap = 66,

    /// <summary>sampling.towed.intervalMilliseconds</summary>
    TowedInterval = 67,

    /// <summary>sampling.towed.distanceMetres</summary>
    TowedDistance = 68,

    /// <summary>sampling.towed.courseDegrees</summary>
    TowedCourse = 69,

    /// <summary>sampling.towed.courseMinimumSpeedMillimetresPerSecond</summary>
    TowedCourseSpeed = 70,

    /// <summary>sampling.towed.shapeErrorMillimetres</summary>
    TowedShapeError = 71,

    /// <summary>sampling.towed.shapeSpeedErrorMillimetresPerSecond</summary>
    TowedShapeSpeedError = 72,

    /// <summary>sampling.towed.longestGapMilliseconds</summary>
    TowedLongestGap = 73,

    /// <summary>sampling.charging.intervalMilliseconds</summary>
    ChargingInterval = 74,

    /// <summary>sampling.charging.distanceMetres</summary>
    ChargingDistance = 75,

    /// <summary>sampling.charging.courseDegrees</summary>
    ChargingCourse = 76,

    /// <summary>sampling.charging.courseMinimumSpeedMillimetresPerSecond</summary>
    ChargingCourseSpeed = 77,

    /// <summary>sampling.charging.shapeErrorMillimetres</summary>
    ChargingShapeError = 78,

    /// <summary>sampling.charging.shapeSpeedErrorMillimetresPerSecond</summary>
    ChargingShapeSpeedError = 79,

    /// <summary>sampling.charging.longestGapMilliseconds</summary>
    ChargingLongestGap = 80,

    /// <summary>sampling.eventWaitMilliseconds</summary>
    EventWait = 81,

    /// <summary>sampling.privateIntervalMilliseconds</summary>
    PrivateInterval = 82,

    /// <summary>ignition.engineRunningRpm</summary>
    EngineRunning = 83,

    /// <summary>ignition.supplyOnMillivolts</summary>
    SupplyOn = 84,

    /// <summary>ignition.supplyHysteresisMillivolts</summary>
    SupplyHysteresis = 85,

    /// <summary>ignition.supplyAmbiguousMillivolts</summary>
    SupplyAmbiguous = 86,

    /// <summary>ignition.idlingAfterMilliseconds</summary>
    IdlingAfter = 87,

    /// <summary>trip.endByWireMilliseconds</summary>
    TripEndByWire = 88,

    /// <summary>trip.endByEngineSpeedMilliseconds</summary>
    TripEndByEngineSpeed = 89,

    /// <summary>trip.endBySupplyMilliseconds</summary>
    TripEndBySupply = 90,

    /// <summary>trip.endByMotionMilliseconds</summary>
    TripEndByMotion = 91,

    /// <summary>trip.restartGapMilliseconds</summary>
    RestartGap = 92,

    /// <summary>towing.distanceMetres</summary>
    TowDistance = 93,

    /// <summary>towing.speedMillimetresPerSecond</summary>
    TowSpeed = 94,

    /// <summary>events.trips</summary>
    TripEvents = 95,

    /// <summary>events.towing</summary>
    TowingEvents = 96,

    /// <summary>events.supplyLow</summary>
    SupplyLowEvents = 97,

    /// <summary>events.privateMode</summary>
    PrivateModeEvents = 98,

    /// <summary>events.excessiveIdlingSeconds</summary>
    ExcessiveIdling = 99,

    /// <summary>events.overspeedMillimetresPerSecond</summary>
    Overspeed = 100,

    /// <summary>events.overspeedHoldMilliseconds</summary>
    OverspeedHold = 101,

    /// <summary>events.overspeedHysteresisMillimetresPerSecond</summary>
    OverspeedHysteresis = 102,

    /// <summary>events.harshAccelerationMillimetresPerSecondSquared</summary>
    HarshAcceleration = 103,

    /// <summary>events.harshBrakingMillimetresPerSecondSquared</summary>
    HarshBraking = 104,

    /// <summary>events.harshCorneringMillimetresPerSecondSquared</summary>
    HarshCornering = 105,

    /// <summary>events.harshMinimumSpeedMillimetresPerSecond</summary>
    HarshMinimumSpeed = 106,

    /// <summary>commands.clearTroubleCodes</summary>
    AllowsClearTroubleCodes = 107,

    /// <summary>commands.wipe</summary>
    AllowsWipe = 108,

    /// <summary>commands.live</summary>
    AllowsLive = 109,

    /// <summary>commands.outputs</summary>
    Outputs = 110,

    /// <summary>signals</summary>
    SignalRules = 111,

    /// <summary>extremes</summary>
    Extremes = 112,

    /// <summary>network.class</summary>
    NetworkClass = 113,

    /// <summary>sleep.enabled</summary>
    SleepEnabled = 114,

    /// <summary>sleep.afterMilliseconds</summary>
    SleepAfter = 115,

    /// <summary>sleep.wakeMilliseconds</summary>
    SleepWake = 116,

    /// <summary>sleep.awakeMilliseconds</summary>
    SleepAwake = 117,

    /// <summary>sleep.peekMilliseconds</summary>
    SleepPeek = 118,

    /// <summary>sleep.guardMillivolts</summary>
    SleepGuard = 119,

    /// <summary>How many there are.</summary>
    Count = 120,
}
