namespace Telltale.Configuration;

/// <content>Sampling, ignition, trips, events.</content>
public sealed partial class ConfigurationTable
{
    private void AddTrips()
    {
        AddNumber(ConfigurationKey.EngineRunning, "ignition.engineRunningRpm", 400, 1, 5000, "rpm", "At or above this engine speed the engine runs.");
        AddNumberOrOff(ConfigurationKey.SupplyOn, "ignition.supplyOnMillivolts", 13200, 5000, 60000, "mV", "Without a wire, at or above this supply voltage ignition counts as on; about twice as much for a 24 V system.");
        AddNumber(ConfigurationKey.SupplyHysteresis, "ignition.supplyHysteresisMillivolts", 300, 0, 5000, "mV", "So far below it ignition counts as off.");
        AddNumber(ConfigurationKey.SupplyAmbiguous, "ignition.supplyAmbiguousMillivolts", 12700, 0, 60000, "mV", "From this voltage on to that one the voltage tells nothing by itself, and motion decides.");
        AddNumber(ConfigurationKey.IdlingAfter, "ignition.idlingAfterMilliseconds", 120000, 0, 3600000, "ms", "Ignition on and standing for so long is idling.");
        AddNumber(ConfigurationKey.TripEndByWire, "trip.endByWireMilliseconds", 0, 0, 3600000, "ms", "A trip ends when the ignition wire has told ignition off for so long.");
        AddNumber(ConfigurationKey.TripEndByEngineSpeed, "trip.endByEngineSpeedMilliseconds", 180000, 0, 3600000, "ms", "A trip ends when the engine speed has told ignition off for so long.");
        AddNumber(ConfigurationKey.TripEndBySupply, "trip.endBySupplyMilliseconds", 180000, 0, 3600000, "ms", "A trip ends when the supply voltage has told ignition off for so long.");
        AddNumber(ConfigurationKey.TripEndByMotion, "trip.endByMotionMilliseconds", 240000, 0, 3600000, "ms", "A trip ends when motion has told ignition off for so long.");
        AddNumber(ConfigurationKey.RestartGap, "trip.restartGapMilliseconds", 600000, 0, 86400000, "ms", "A restart within a trip goes on with it, unless the unit was without power for longer.");
        AddNumberOrOff(ConfigurationKey.TowDistance, "towing.distanceMetres", 100, 20, 10000, "m", "Ignition off and so far from where the vehicle was parked is towing; 0 switches towing by speed off as well.");
        AddNumber(ConfigurationKey.TowSpeed, "towing.speedMillimetresPerSecond", 3000, 500, 50000, "mm/s", "Ignition off and at least this fast is towing.");
    }

    private void AddEvents()
    {
        AddSwitch(ConfigurationKey.TripEvents, "events.trips", true, "Whether the begin and the end of a trip are reported.");
        AddSwitch(ConfigurationKey.TowingEvents, "events.towing", true, "Whether towing is reported.");
        AddSwitch(ConfigurationKey.SupplyLowEvents, "events.supplyLow", true, "Whether a low supply is reported.");
        AddSwitch(ConfigurationKey.PrivateModeEvents, "events.privateMode", false, "Whether private mode is reported.");
        AddNumberOrOff(ConfigurationKey.ExcessiveIdling, "events.excessiveIdlingSeconds", 300, 1, 86400, "s", "The engine has run so long with the vehicle standing.");
        AddNumberOrOff(ConfigurationKey.Overspeed, "events.overspeedMillimetresPerSecond", 0, 1000, 100000, "mm/s", "Speeding: above this speed.");
        AddNumber(ConfigurationKey.OverspeedHold, "events.overspeedHoldMilliseconds", 5000, 0, 600000, "ms", "Speeding: for so long.");
        AddNumber(ConfigurationKey.OverspeedHysteresis, "events.overspeedHysteresisMillimetresPerSecond", 1389, 0, 50000, "mm/s", "Speeding: reported again after the speed was so far below the limit.");
        AddNumberOrOff(ConfigurationKey.HarshAcceleration, "events.harshAccelerationMillimetresPerSecondSquared", 0, 500, 15000, "mm/s²", "Harsh driving: above this acceleration forwards.");
        AddNumberOrOff(ConfigurationKey.HarshBraking, "events.harshBrakingMillimetresPerSecondSquared", 0, 500, 15000, "mm/s²", "Harsh driving: above this acceleration backwards.");
        AddNumberOrOff(ConfigurationKey.HarshCornering, "events.harshCorneringMillimetresPerSecondSquared", 0, 500, 15000, "mm/s²", "Harsh driving: above this acceleration sideways.");
        AddNumber(ConfigurationKey.HarshMinimumSpeed, "events.harshMinimumSpeedMillimetresPerSecond", 2778, 0, 100000, "mm/s", "Nothing is harsh below this speed.");
    }

    // The same for each activity: keys follow one another in this order.
    private void AddSamplingSet(ConfigurationKey first, string activity, int intervalMilliseconds)
    {
        string path = "sampling." + activity + ".";
        string prefix = "While " + activity + ": ";
        AddNumber(first + 0, path + "intervalMilliseconds", intervalMilliseconds, 100, 3600000, "ms", prefix + "one sample is taken in each slot of this length.");
        AddNumberOrOff(first + 1, path + "distanceMetres", 0, 10, 100000, "m", prefix + "a sample is taken this far from the one before.");
        AddNumberOrOff(first + 2, path + "courseDegrees", 0, 1, 180, "°", prefix + "a sample is taken when the course differs by so much from that of the one before.");
        AddNumber(first + 3, path + "courseMinimumSpeedMillimetresPerSecond", 2778, 0, 100000, "mm/s", prefix + "below this speed a course is not looked at.");
        AddNumberOrOff(first + 4, path + "shapeErrorMillimetres", 0, 1000, 1000000, "mm", prefix + "an epoch is left out while the way drawn without it errs by less than this.");
        AddNumberOrOff(first + 5, path + "shapeSpeedErrorMillimetresPerSecond", 2778, 100, 100000, "mm/s", prefix + "with the shape filter, the same for the speed; 0 lets the speed err.");
        AddNumber(first + 6, path + "longestGapMilliseconds", 60000, 1000, 60000, "ms", prefix + "with the shape filter, samples are never further apart.");
    }

    private void AddSampling()
    {
        AddSamplingSet(ConfigurationKey.DrivingInterval, "driving", 1000);
        AddSamplingSet(ConfigurationKey.IdlingInterval, "idling", 10000);
        AddSamplingSet(ConfigurationKey.ParkedInterval, "parked", 300000);
        AddSamplingSet(ConfigurationKey.TowedInterval, "towed", 5000);
        AddSamplingSet(ConfigurationKey.ChargingInterval, "charging", 60000);
        AddNumber(ConfigurationKey.EventWait, "sampling.eventWaitMilliseconds", 1500, 0, 10000, "ms", "How long an event waits for the next epoch, so that its sample has a position of the same moment.");
        AddNumber(ConfigurationKey.PrivateInterval, "sampling.privateIntervalMilliseconds", 60000, 100, 3600000, "ms", "In private mode samples are at least this far apart.");
    }
}
