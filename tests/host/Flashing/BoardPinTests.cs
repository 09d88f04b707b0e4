using Telltale.Esp32;
using TargetBoard = Telltale.Esp32.Board;

namespace Telltale.HostTests.Flashing;

/// <summary>What may be wired where; Espressif's datasheets of ESP32, ESP32-WROVER-E, ESP32-S3 and ESP32-S3-WROOM-1.</summary>
internal sealed class BoardPinTests
{
    private const int SupplyPinOfEsp32Channel0 = 36;

    private static string[] Names => Boards.Names();

    [TestCaseSource(nameof(Names))]
    public void A_board_is_complete(string name)
    {
        TargetBoard board = Boards.Find(name);
        Assert.That(board.Name, Is.EqualTo(name));
        Assert.That(board.Chip, Is.EqualTo("ESP32").Or.EqualTo("ESP32-S3"));
        Assert.That(board.PsramMegabytes, Is.GreaterThanOrEqualTo(4), "FACTS.md, section 5: without PSRAM the buffers do not fit");
        Assert.That(board.FlashMegabytes, Is.AnyOf(4, 8, 16));
        Assert.That(board.CanSelectPin >= 0 ^ board.AdapterPort is not null, Is.True, "an MCP2515 or an adapter");
        Assert.That(board.CanCrystalHertz, Is.EqualTo(8000000).Or.EqualTo(16000000));
        Assert.That(board.GnssPort, Is.EqualTo("COM2").Or.EqualTo("COM3"), "COM1 is the interpreter's");
        Assert.That(board.LampPin, Is.GreaterThanOrEqualTo(0));
        Assert.That(board.WatchdogPin, Is.GreaterThanOrEqualTo(0));
        Assert.That(board.SupplyChannel < 0 || board.SupplyFullScaleMillivolts >= 33000, Is.True, "24 V vehicles reach 32 V");
    }

    [TestCaseSource(nameof(Names))]
    public void A_pin_has_one_use(string name)
    {
        TargetBoard board = Boards.Find(name);
        List<(string Use, int Pin, bool IsOutput)> pins = Pins(board);
        if (board.ModemPort == board.GnssPort)
        {
            pins.RemoveAll(pin => pin.Use.StartsWith("GNSS", StringComparison.Ordinal));
        }

        Assert.That(pins.Select(pin => pin.Pin), Is.Unique, string.Join(", ", pins));
    }

    [TestCaseSource(nameof(Names))]
    public void Memory_console_and_USB_keep_their_pins(string name)
    {
        TargetBoard board = Boards.Find(name);

        // WROVER: flash 6 to 11, PSRAM 16 and 17, console 1 and 3; 20, 24 and 28 to 31 do not exist. S3 with octal PSRAM: flash 26 to 32, PSRAM 33 to 37,
        // USB 19 and 20, console 43 and 44; 22 to 25 do not exist.
        int[] taken = board.Chip == "ESP32" ? [1, 3, 6, 7, 8, 9, 10, 11, 16, 17, 20, 24, 28, 29, 30, 31] : [19, 20, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 43, 44];
        int last = board.Chip == "ESP32" ? 39 : 48;
        foreach ((string use, int pin, bool _) in Pins(board))
        {
            Assert.That(taken, Does.Not.Contain(pin), use);
            Assert.That(pin, Is.InRange(0, last), use);
        }
    }

    [TestCaseSource(nameof(Names))]
    public void Pins_that_decide_how_the_chip_starts_are_left_alone_but_for_those_that_the_maker_wired(string name)
    {
        TargetBoard board = Boards.Find(name);
        int[] strapping = board.Chip == "ESP32" ? [0, 2, 5, 12, 15] : [0, 3, 45, 46];
        string[] wiredByTheMaker = board.ModemPort is null ? [] : ["modem supply", "modem key", "modem reset"];
        foreach ((string use, int pin, bool _) in Pins(board).Where(pin => !wiredByTheMaker.Contains(pin.Use, StringComparer.Ordinal)))
        {
            Assert.That(strapping, Does.Not.Contain(pin), use);
        }
    }

    [TestCaseSource(nameof(Names))]
    public void Pins_that_can_only_read_are_not_written(string name)
    {
        TargetBoard board = Boards.Find(name);
        if (board.Chip == "ESP32")
        {
            Assert.That(Pins(board).Where(pin => pin.IsOutput && pin.Pin >= 34), Is.Empty);
        }
    }

    [TestCaseSource(nameof(Names))]
    public void The_ignition_wire_is_on_a_pin_that_wakes_the_chip_from_deep_sleep(string name)
    {
        TargetBoard board = Boards.Find(name);
        int[] waking = board.Chip == "ESP32" ? [0, 2, 4, 12, 13, 14, 15, 25, 26, 27, 32, 33, 34, 35, 36, 37, 38, 39] : [.. Enumerable.Range(0, 22)];
        if (board.IgnitionPin >= 0)
        {
            Assert.That(waking, Does.Contain(board.IgnitionPin));
        }
    }

    [TestCaseSource(nameof(Names))]
    public void A_pin_that_the_board_uses_is_no_output_for_commands(string name)
    {
        TargetBoard board = Boards.Find(name);
        foreach ((string use, int pin, bool _) in Pins(board))
        {
            Assert.That(BoardPins.WhyNoOutput(board, pin), Is.Not.Null, use);
        }

        int[] console = board.ConsolePort is null ? [] : [board.ConsoleReceivePin, board.ConsoleTransmitPin];
        Assert.That(console.Select(pin => BoardPins.WhyNoOutput(board, pin)), Is.All.EqualTo("is the serial console's"));
    }

    [TestCase("wrover-devkit", new[] { 4, 13, 14 })]
    [TestCase("wrover-devkit-vehicle", new[] { 4, 13, 14 })]
    [TestCase("wrover-devkit-elm327", new[] { 4, 13, 14, 18, 19, 23, 25 })]
    [TestCase("lilygo-t-a7670", new[] { 13, 14 })]
    [TestCase("esp32s3-devkit", new[] { 1, 2, 8, 14, 21, 38, 39, 40, 41, 42, 47, 48 })]
    public void These_pins_are_free_for_outputs_and_no_others(string name, int[] free)
    {
        TargetBoard board = Boards.Find(name);
        Assert.That(Enumerable.Range(-1, 60).Where(pin => BoardPins.WhyNoOutput(board, pin) is null), Is.EqualTo(free));
    }

    [Test]
    public void Why_a_pin_is_no_output_is_said()
    {
        TargetBoard board = Boards.Find("wrover-devkit-vehicle");
        Assert.That(BoardPins.WhyNoOutput(board, 22), Is.EqualTo("feeds the watchdog"));
        Assert.That(BoardPins.WhyNoOutput(board, 34), Is.EqualTo("can only be read"));
        Assert.That(BoardPins.WhyNoOutput(board, 16), Is.EqualTo("is the PSRAM's"));
        Assert.That(BoardPins.WhyNoOutput(Boards.Find("esp32s3-devkit"), 5), Is.EqualTo("measures ignition or supply"));
    }

    private static List<(string Use, int Pin, bool IsOutput)> Pins(TargetBoard board)
    {
        (string, int, bool)[] all =
        [
            ("GNSS receive", board.GnssReceivePin, false),
            ("GNSS transmit", board.GnssTransmitPin, true),
            ("MOSI", board.CanSelectPin < 0 ? -1 : board.SpiMosiPin, true),
            ("MISO", board.CanSelectPin < 0 ? -1 : board.SpiMisoPin, false),
            ("CLOCK", board.CanSelectPin < 0 ? -1 : board.SpiClockPin, true),
            ("CS", board.CanSelectPin, true),
            ("INT", board.CanInterruptPin, false),
            ("adapter receive", board.AdapterPort is null ? -1 : board.AdapterReceivePin, false),
            ("adapter transmit", board.AdapterPort is null ? -1 : board.AdapterTransmitPin, true),
            ("modem receive", board.ModemReceivePin, false),
            ("modem transmit", board.ModemTransmitPin, true),
            ("modem supply", board.ModemSupplyPin, true),
            ("modem key", board.ModemKeyPin, true),
            ("modem reset", board.ModemResetPin, true),
            ("modem DTR", board.ModemReadyPin, false),
            ("modem RING", board.ModemRingPin, false),
            ("console receive", board.ConsolePort is null ? -1 : board.ConsoleReceivePin, false),
            ("console transmit", board.ConsolePort is null ? -1 : board.ConsoleTransmitPin, true),
            ("ignition", board.IgnitionPin, false),
            ("supply", SupplyPin(board), false),
            ("lamp", board.LampPin, true),
            ("watchdog", board.WatchdogPin, true),
        ];
        return all.Where(pin => pin.Item2 >= 0).ToList();
    }

    // ESP32: ADC 1 has channels 0 to 7 at GPIO 36, 37, 38, 39, 32, 33, 34, 35. ESP32-S3: channels 0 to 9 at GPIO 1 to 10.
    private static int SupplyPin(TargetBoard board)
    {
        return board.SupplyChannel < 0 ? -1
            : board.Chip == "ESP32-S3" ? board.SupplyChannel + 1
            : board.SupplyChannel < 4 ? SupplyPinOfEsp32Channel0 + board.SupplyChannel
            : 28 + board.SupplyChannel;
    }
}
