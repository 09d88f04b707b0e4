namespace Telltale.Configuration;

/// <content>Board, uplink, bus, journal, batches, receiver, commands, network.</content>
public sealed partial class ConfigurationTable
{
    private void AddBoard()
    {
        AddText(ConfigurationKey.BoardName, "board.name", "wrover-devkit", 40, TextCharacters.Word, "The board's name in the table of boards, hardware/esp32/README.md.");
        AddText(ConfigurationKey.UnitId, "unit.id", "", 8, TextCharacters.UnitId, "The unit id that the configuration is meant for; a unit with another one reports it. Empty: not compared.");
    }

    private void AddUplink()
    {
        AddText(ConfigurationKey.BrokerHost, "uplink.broker.host", "", 100, TextCharacters.Host, "The broker's name, as in its certificate, or its address. Empty: the unit samples and keeps, and sends nothing.");
        AddNumber(ConfigurationKey.BrokerPort, "uplink.broker.port", 8883, 1, 65535, "", "The broker's port.");
        AddText(ConfigurationKey.BrokerUser, "uplink.broker.user", "", 64, TextCharacters.Printable, "The user at the broker. Empty: the unit id.");
        AddSecret(ConfigurationKey.BrokerPassword, "uplink.broker.password", 128, TextCharacters.Printable, "The password at the broker.");
        AddNumber(ConfigurationKey.KeepAliveSeconds, "uplink.broker.keepAliveSeconds", 60, 10, 3600, "s", "The longest silence before the unit pings the broker (MQTT 3.1.1 section 3.1.2.10).");
        AddSwitch(ConfigurationKey.UsesTls, "uplink.tls.enabled", true, "TLS 1.2. Off exposes the password at the broker; the data stay sealed.");
        AddText(ConfigurationKey.TrustAnchorFile, "uplink.tls.trustAnchorFile", "ca.pem", 31, TextCharacters.FileName, "The file with the certificate authority of the broker, PEM. Empty, or no such file: the bundle that was flashed with the board counts.");
        AddText(ConfigurationKey.SecondTrustAnchorFile, "uplink.tls.secondTrustAnchorFile", "", 31, TextCharacters.FileName, "Another certificate authority that is trusted as well, for a change from one to the other.");
        AddText(ConfigurationKey.ClientCertificateFile, "uplink.tls.clientCertificateFile", "", 31, TextCharacters.FileName, "The file with the unit's own certificate, PEM. Empty: none.");
        AddText(ConfigurationKey.ClientKeyFile, "uplink.tls.clientKeyFile", "", 31, TextCharacters.FileName, "The file with the private key of that certificate, PEM.");
        AddChoice(ConfigurationKey.Release, "uplink.release", ["owner", "broker"], "Who releases a frame from the journal: the owner's receipt, or the broker's acknowledgement where nobody runs a receiver.");
        AddNumber(ConfigurationKey.InFlightFrames, "uplink.inFlightFrames", 8, 1, 64, "", "Frames that may wait for the acknowledgement of the broker: what the link drains in half a second.");
        AddNumber(ConfigurationKey.ReceiptWindowFrames, "uplink.receiptWindowFrames", 128, 1, 4096, "", "Frames that may wait for the owner's receipt before no more is sent.");
        AddNumber(ConfigurationKey.ReconnectMinimum, "uplink.reconnectMinimumMilliseconds", 1000, 100, 600000, "ms", "The wait before the second attempt to connect; it doubles with every failure.");
        AddNumber(ConfigurationKey.ReconnectMaximum, "uplink.reconnectMaximumMilliseconds", 300000, 100, 86400000, "ms", "The longest wait between attempts to connect.");
        AddNumber(ConfigurationKey.ConnectTimeout, "uplink.connectTimeoutMilliseconds", 90000, 5000, 600000, "ms", "An attempt to connect is given up after this long.");
        AddNumber(ConfigurationKey.AcknowledgementTimeout, "uplink.acknowledgementTimeoutMilliseconds", 30000, 2000, 600000, "ms", "A connection on which no acknowledgement comes for this long is given up.");
        AddNumber(ConfigurationKey.ReceiptMinimum, "uplink.receiptMinimumMilliseconds", 30000, 1000, 3600000, "ms", "A frame without a receipt for this long is sent again; the wait doubles with every repetition that brings nothing.");
        AddNumber(ConfigurationKey.ReceiptMaximum, "uplink.receiptMaximumMilliseconds", 3600000, 1000, 86400000, "ms", "The longest wait for a receipt.");
        AddNumber(ConfigurationKey.HomeBudget, "uplink.budget.homeKilobytesPerDay", 0, 0, 2000000, "KB", "What may be sent and received a day over a home network; beyond it alerts only. 0: unlimited.");
        AddNumber(ConfigurationKey.MeteredBudget, "uplink.budget.meteredKilobytesPerDay", 10000, 0, 2000000, "KB", "What may be sent and received a day over a metered network; beyond it alerts only. 0: unlimited.");
        AddNumber(ConfigurationKey.RoamingBudget, "uplink.budget.roamingKilobytesPerDay", 1000, 0, 2000000, "KB", "What may be sent and received a day over a roaming network; beyond it alerts only. 0: unlimited.");
    }

    private void AddBus()
    {
        AddNumber(ConfigurationKey.BusBitsPerSecond, "bus.bitsPerSecond", 500000, 10000, 1000000, "bit/s", "Bit rate of the vehicle's bus.");
        AddSwitch(ConfigurationKey.MayPoll, "bus.mayPoll", false, "Whether requests may be sent on the vehicle's bus. Off: the unit only listens.");
        AddNumber(ConfigurationKey.RequestsPerSecond, "bus.maximumRequestsPerSecond", 15, 1, 1000, "1/s", "Never more requests than this in a second.");
        AddNumber(ConfigurationKey.RequestGap, "bus.requestGapMilliseconds", 50, 0, 10000, "ms", "The shortest time between the end of a request and the next one.");
        AddNumber(ConfigurationKey.PidsInRequest, "bus.maximumPidsInRequest", 6, 1, 6, "", "The most PIDs in a request.");
        AddNumber(ConfigurationKey.GiveWay, "bus.giveWayMilliseconds", 2000, 0, 600000, "ms", "How long nothing is asked after another tester was noticed.");
        AddSwitch(ConfigurationKey.AsksForVin, "bus.asksForVin", true, "Whether the vehicle identification number is asked for.");
        AddSwitch(ConfigurationKey.TriesExtendedIdentifiers, "bus.triesExtendedIdentifiers", true, "Whether 29-bit identifiers are tried where nobody answers with 11 bits.");
        AddSwitch(ConfigurationKey.TriesUds, "bus.triesUds", true, "Whether SAE J1979-2 (OBD on UDS) is tried where nobody answers service 01.");
    }

    private void AddJournal()
    {
        AddNumberOrWord(ConfigurationKey.JournalBudget, "journal.budgetKilobytes", 0, 16, 7168, "KB", "auto", 0, "The most flash that waiting frames take; \"auto\" is what suits the volume of the board.");
        AddChoice(ConfigurationKey.DrainOrder, "journal.drainOrder", ["oldestFirst", "newestFirst"], "In which order ordinary frames are sent.");
    }

    private void AddBatches()
    {
        AddNumber(ConfigurationKey.BatchInterval, "batch.intervalMilliseconds", 60000, 1000, 3600000, "ms", "A batch is closed this long after its first sample: the most that a power cut can take.");
        AddNumber(ConfigurationKey.BatchSamples, "batch.maximumSamples", 96, 1, 1024, "", "The most samples in a batch.");
        AddNumber(ConfigurationKey.BatchLive, "batch.liveMilliseconds", 2000, 500, 60000, "ms", "The same while somebody watches live.");
        AddNumber(ConfigurationKey.BatchLowSupply, "batch.lowSupplyMilliseconds", 10000, 500, 3600000, "ms", "The same while the supply is low.");
        AddNumber(ConfigurationKey.StatusInterval, "status.intervalMilliseconds", 3600000, 60000, 86400000, "ms", "How long a status stays the newest one while the link is open.");
        AddNumber(ConfigurationKey.StatusOnOpen, "status.onOpenMilliseconds", 300000, 0, 86400000, "ms", "A connection that opens brings a status, but not sooner after the one before.");
        AddNumber(ConfigurationKey.StatusOnDrop, "status.onDropMilliseconds", 60000, 0, 86400000, "ms", "Frames that were dropped bring a status, but not sooner after the one before.");
        AddNumberOrOff(ConfigurationKey.LowSupply, "supply.lowMillivolts", 9500, 5000, 60000, "mV", "At or below this supply voltage the open batch is closed, and batches stay short.");
    }

    private void AddGnss()
    {
        AddNumberOrWord(ConfigurationKey.GnssBaudRate, "gnss.baudRate", 0, 4800, 921600, "bit/s", "auto", 0, "Where the search for the speed of the receiver begins; \"auto\" is what the table of boards says.");
        AddNumber(ConfigurationKey.GnssInterval, "gnss.intervalMilliseconds", 1000, 100, 1000, "ms", "Navigation epochs are this far apart, where the receiver can be told.");
        AddSwitch(ConfigurationKey.GnssMaySend, "gnss.maySend", true, "Whether anything may be sent to the receiver. Off: it is used as it comes.");
    }

    private void AddCommands()
    {
        AddSwitch(ConfigurationKey.AllowsClearTroubleCodes, "commands.clearTroubleCodes", false, "Whether the command to clear the vehicle's trouble codes is obeyed.");
        AddSwitch(ConfigurationKey.AllowsWipe, "commands.wipe", true, "Whether the command to wipe keys and journal is obeyed.");
        AddSwitch(ConfigurationKey.AllowsLive, "commands.live", true, "Whether the command to watch live is obeyed.");
    }

    private void AddNetwork() =>
        AddChoice(ConfigurationKey.NetworkClass, "network.class", ["home", "metered", "roaming"], "What the board's own network costs, by which uplink.budget goes: a hotspot in the vehicle is metered. A modem tells it by itself.");

    private void AddSleep()
    {
        AddSwitch(ConfigurationKey.SleepEnabled, "sleep.enabled", true, "Whether the unit sleeps while the vehicle is parked, on a board that sees the ignition in its sleep.");
        AddNumber(ConfigurationKey.SleepAfter, "sleep.afterMilliseconds", 1800000, 60000, 86400000, "ms", "Parked for so long, it goes to sleep.");
        AddNumber(ConfigurationKey.SleepWake, "sleep.wakeMilliseconds", 3600000, 300000, 86400000, "ms", "Asleep for so long, it wakes for a moment: to say where it is, to send what waits, and for commands.");
        AddNumber(ConfigurationKey.SleepAwake, "sleep.awakeMilliseconds", 120000, 30000, 1800000, "ms", "The longest that sending may keep it awake for.");
        AddNumber(ConfigurationKey.SleepPeek, "sleep.peekMilliseconds", 60000, 5000, 3000000, "ms", "Without an ignition wire: how often the sleeping board looks at its supply voltage.");
        AddNumberOrOff(ConfigurationKey.SleepGuard, "sleep.guardMillivolts", 12200, 5000, 60000, "mV", "At or below this supply voltage a parked unit sleeps after four minutes and wakes once a day; about twice as much for a 24 V vehicle.");
    }
}
