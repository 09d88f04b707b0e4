using System.Text;
using Telltale.HostTests.Can;
using Telltale.Obd;
using Telltale.Virtual.Can;

namespace Telltale.HostTests.Obd;

internal sealed class ObdScanTests
{
    [Test]
    public void A_scan_finds_everything_that_every_ECU_keeps([Values] bool isExtended, [Values(0, 2)] int pendingResponses)
    {
        CanBench bench = Scanned(ObdScan.Everything, isExtended, ObdDialect.J1979, pendingResponses, seconds: 180);
        ObdScan scan = bench.VehicleBus.Obd.Scan;

        Assert.That(scan.IsRunning, Is.False);
        Assert.That(Codes(scan), Is.EqualTo(new[]
        {
            "engine 3 P0420", "engine 3 P0301", "engine 3 P0171", "transmission 3 P0741", "transmission 3 U0100", "engine 7 P0128", "engine 10 P0420",
        }));
        Assert.That(Tests(scan), Is.EqualTo(SimulatedVehicles.Engine.MonitorTests.OrderBy(test => test.Monitor).Select(test =>
            $"{test.Monitor:X2} {test.Test:X2} {Signed(test.Scaling, test.Value)} {Signed(test.Scaling, test.Minimum)} {Signed(test.Scaling, test.Maximum)}")));
        Assert.That(scan.Tests.Take(scan.TestCount).Select(test => test.HasPassed), Has.All.True);
        Assert.That(Text(scan, 0x09, 0x02), Is.EqualTo(new[] { "1TTSMLTD0VRTL0001" }));
        Assert.That(Text(scan, 0x09, 0x04), Is.EqualTo(new[] { "TTL-CAL-0001A\0\0\0TTL-CAL-0002\0\0\0\0", "TTL-TCM-0100\0\0\0\0", "TTL-HPC-0007\0\0\0\0" }));
        Assert.That(Text(scan, 0x09, 0x0A).Select(text => text.TrimEnd('\0')), Is.EqualTo(new[] { "ECM-EngineControl", "TCM-TransmisCtrl", "HPCM-HybridPtCtrl" }));
        Assert.That(Data(scan, 0x09, 0x06)[0], Is.EqualTo(new byte[] { 0x17, 0x91, 0xBC, 0x82, 0x00, 0x51, 0xA4, 0xD3 }));
        Assert.That(Data(scan, 0x09, 0x08)[0], Has.Length.EqualTo(40));
        Assert.That(Data(scan, 0x02, 0x0C)[0], Is.EqualTo(new byte[] { 0x1A, 0xF9 }), "engine speed of the freeze frame");
        Assert.That(scan.Unanswered + scan.Refused + scan.Dropped, Is.Zero);
        Assert.That(bench.ValueOf("OBD.EngineSpeed"), Is.Not.Null, "polling goes on");
        Assert.That(Services(bench), Does.Not.Contain(0x04));
    }

    [Test]
    public void OBD_on_UDS_tells_trouble_codes_with_failure_type_and_status()
    {
        CanBench bench = Scanned(ObdScan.Everything, isExtended: false, ObdDialect.J1979Uds, pendingResponses: 0, seconds: 60);
        ObdScan scan = bench.VehicleBus.Obd.Scan;

        Assert.That(Codes(scan), Is.EqualTo(new[]
        {
            "engine 3 P0420-00", "engine 3 P0301-00", "engine 3 P0171-00", "transmission 3 P0741-00", "transmission 3 U0100-00", "engine 7 P0128-00", "engine 10 P0420-00",
        }));
        Assert.That(scan.TroubleCodes[0].Status, Is.EqualTo(0x0F));
        Assert.That(Text(scan, 0x09, 0x02), Is.EqualTo(new[] { "1TTSMLTD0VRTL0001" }));
        Assert.That(Services(bench), Is.EquivalentTo(new[] { 0x01, 0x19, 0x22 }));
    }

    [Test]
    public void Clearing_needs_a_setting_of_its_own_and_is_asked_of_each_ECU_once([Values] bool isAllowed)
    {
        VehicleBusSettings settings = new() { MayPoll = true };
        settings.Obd.MayClearTroubleCodes = isAllowed;
        CanBench bench = new(settings: settings, ecu: SimulatedVehicles.Engine);
        bench.Bus.Attach(new SimulatedEcu(bench.Vehicle, 500_000, SimulatedVehicles.Transmission));
        bench.Run(5);

        Assert.That(bench.VehicleBus.Obd.Scan.TryClearTroubleCodes(), Is.EqualTo(isAllowed));
        bench.Run(5);
        Assert.That(bench.SentByUnit.Count(sent => sent.Frame[0] == 1 && sent.Frame[1] == 0x04), Is.EqualTo(isAllowed ? 2 : 0));
        Assert.That(bench.VehicleBus.Obd.Scan.EcusCleared, Is.EqualTo(isAllowed ? 2 : 0));
        Assert.That(bench.VehicleBus.Obd.Scan.TryBegin(ObdScan.StoredTroubleCodes), Is.True);
        bench.Run(3);
        Assert.That(bench.VehicleBus.Obd.Scan.TroubleCodeCount, Is.EqualTo(isAllowed ? 0 : 5));
    }

    [Test]
    public void A_scan_of_a_passive_unit_sends_nothing_and_waits()
    {
        CanBench bench = new(settings: new VehicleBusSettings(), ecu: SimulatedVehicles.Engine);
        Assert.That(bench.VehicleBus.Obd.Scan.TryBegin(ObdScan.Everything), Is.True);
        bench.Run(30);

        Assert.That(bench.Model.TransmissionsBegun, Is.Zero);
        Assert.That(bench.VehicleBus.Obd.Scan.IsRunning, Is.True);
    }

    [Test]
    public void An_ECU_that_stays_silent_is_asked_twice_and_counted()
    {
        CanBench bench = new(ecu: SimulatedVehicles.Engine);
        SimulatedEcu deaf = new(bench.Vehicle, 500_000, SimulatedVehicles.Transmission with { Gateway = new SimulatedGateway { PassesOnlyFunctional = true } });
        bench.Bus.Attach(deaf);
        bench.Run(8);
        Assert.That(bench.VehicleBus.Obd.Scan.TryBegin(ObdScan.StoredTroubleCodes), Is.True);
        bench.Run(5);

        Assert.That(bench.VehicleBus.Obd.Scan.IsRunning, Is.False);
        Assert.That(bench.VehicleBus.Obd.Scan.Unanswered, Is.EqualTo(1));
        Assert.That(bench.SentByUnit.Count(sent => sent.Frame.Key == 0x7E1 && sent.Frame[1] == 0x03), Is.EqualTo(2));
    }

    private static CanBench Scanned(int what, bool isExtended, ObdDialect dialect, int pendingResponses, double seconds)
    {
        CanBench bench = new(ecu: SimulatedVehicles.Engine with { IsExtended = isExtended, Dialect = dialect, PendingResponses = pendingResponses });
        foreach (SimulatedEcuSettings other in new[] { SimulatedVehicles.Transmission, SimulatedVehicles.Hybrid })
        {
            bench.Bus.Attach(new SimulatedEcu(bench.Vehicle, 500_000, other with { IsExtended = isExtended, Dialect = dialect }));
        }

        Assert.That(bench.VehicleBus.Obd.Scan.TryBegin(what), Is.True);
        Assert.That(bench.VehicleBus.Obd.Scan.TryBegin(what), Is.False, "one at a time");
        bench.Run(seconds);
        return bench;
    }

    private static IEnumerable<string> Codes(ObdScan scan)
    {
        byte[] letters = new byte[ObdTroubleCode.LettersWithFailureType];
        return [.. scan.TroubleCodes.Take(scan.TroubleCodeCount).Select(code =>
            $"{Ecu(code.EcuAddress)} {code.Service} {Encoding.ASCII.GetString(letters, 0, ObdTroubleCode.Write(code.Code, code.FailureType, letters, 0))}")];
    }

    private static IEnumerable<string> Tests(ObdScan scan)
    {
        return scan.Tests.Take(scan.TestCount).Select(test => $"{test.Monitor:X2} {test.Test:X2} {test.Value} {test.Minimum} {test.Maximum}");
    }

    private static int Signed(byte scaling, ushort value) => scaling >= 0x80 ? (short)value : value;

    private static string Ecu(int address) => address switch
    {
        0xE8 or 0x10 => "engine",
        0xE9 or 0x18 => "transmission",
        0xEB or 0x28 => "hybrid",
        _ => "unknown",
    };

    private static byte[][] Data(ObdScan scan, int service, int identifier)
    {
        return [.. scan.Records.Take(scan.RecordCount).Where(record => record.Service == service && record.Identifier == identifier)
            .OrderBy(record => record.EcuAddress).Select(record => scan.Data.AsSpan(record.Offset, record.Length).ToArray())];
    }

    private static IEnumerable<string> Text(ObdScan scan, int service, int identifier) => Data(scan, service, identifier).Select(Encoding.ASCII.GetString);

    private static IEnumerable<int> Services(CanBench bench)
    {
        return bench.SentByUnit.Select(sent => sent.Frame).Where(frame => frame[0] >> 4 == 0).Select(frame => (int)frame[1]).Distinct();
    }
}
