namespace Telltale.Flashing;

/// <summary>Every exit code of nanoff 2.5.162 (nanoFirmwareFlasher.Library/ExitCodes.cs).</summary>
public static class NanoffExitCodes
{
    private const string OtherFamily =
        "Flashing never asks nanoff for that family of chips. Check --board and that the nanoff in use is a 2.5; with both right, this is a defect to report.";

    private const string Loader =
        "Hold BOOT (GPIO0) while you press RESET, let go, and run the same command again. A slower --baud 115200 and a short USB cable help too.";

    private const string Port =
        "Close whatever else has the port open (Visual Studio's device explorer, a terminal), check that your user may open it (group dialout on Linux), and run the same command again.";

    private const string Interpreter =
        "Press RESET, wait five seconds and run the same command again. A board without an interpreter does not answer here.";

    private const string Download =
        "Check the way to the internet, and with 'nanoff --listtargets --platform esp32' that this target and version are published.";

    private static readonly NanoffExit[] s_all =
    [
        new(0, "nanoff is done.", "Nothing.", MayPass: false),

        Other(1000, "nanoff looked for a board in DFU mode and found none."),
        Other(1002, "nanoff was given a DFU file that is not there."),
        Other(1003, "nanoff failed to flash a board in DFU mode."),
        Other(1004, "The firmware package has nothing for DFU."),
        Other(1005, "nanoff could not connect to the DFU device that it was told to."),
        Other(1006, "The DFU device did not start what was flashed."),

        new(2000, "The interpreter on the board does not answer.", Interpreter, MayPass: true),
        new(2001, "nanoff could not list or reach the interpreter on the board.", Interpreter, MayPass: true),
        new(2002, "The interpreter on the board did not do what it was asked to.", Interpreter, MayPass: true),
        new(2003, "Files or network settings could not be put on the board.", Interpreter, MayPass: true),

        Other(3000, "nanoff failed to flash a Raspberry Pi Pico."),
        Other(3001, "nanoff looked for the drive of a Raspberry Pi Pico and found none."),
        Other(3002, "nanoff could not copy to the drive of a Raspberry Pi Pico."),
        Other(3003, "nanoff was given a UF2 file that is damaged."),
        Other(3004, "What is connected is no Raspberry Pi Pico."),
        Other(3005, "nanoff waited for the drive of a Raspberry Pi Pico in vain."),
        Other(3006, "nanoff found several Raspberry Pi Picos."),

        new(4000, "The chip's loader does not answer as it should.", Loader, MayPass: true),
        new(4001, "There is no interpreter for a flash of this size.", "Take a board with 4, 8 or 16 MB of flash.", MayPass: false),
        new(4002, "The board's flash could not be erased.", Loader, MayPass: true),
        new(4003, "The board's flash could not be written.", Loader, MayPass: true),
        new(4004, "The board's flash could not be read.", Loader, MayPass: true),
        new(4005, "The serial port cannot be opened.", Port, MayPass: true),

        Other(5000, "nanoff failed to run the STM32 programmer."),
        Other(5001, "nanoff looked for a JTAG probe and found none."),
        Other(5002, "nanoff could not connect to the JTAG probe that it was told to."),
        Other(5003, "nanoff was given a HEX file that is not there."),
        Other(5004, "nanoff was given a BIN file that is not there."),
        Other(5005, "An STM32 could not be erased."),
        Other(5006, "An STM32 could not be written."),
        Other(5007, "nanoff was given a BIN file for an STM32 without an address."),
        Other(5008, "nanoff was given an address for an STM32 that is none."),
        Other(5009, "nanoff was given more or fewer addresses than BIN files."),
        Other(5010, "An STM32 could not be reset."),
        Other(5022, "What was read back from an STM32 is not what was written."),
        Other(5030, "nanoff was asked for USB DFU where the system has none."),
        Other(5031, "The USB DFU transfer broke off."),
        Other(5040, "nanoff was asked for an SWD probe where the system has none."),
        Other(5041, "The SWD transfer broke off."),

        new(6000, "The serial port cannot be opened: it does not exist, or something else has it.", Port, MayPass: true),
        new(6001, "nanoff was given no serial port.", "Name it with --port.", MayPass: false),
        new(6002, "Another program of nanoFramework has the serial port.", Port, MayPass: true),

        new(7000, "nanoff does not know this chip.", "Take a board from the table in hardware/esp32/README.md.", MayPass: false),

        Other(8000, "nanoff failed to run the J-Link tool."),
        Other(8001, "nanoff looked for a J-Link probe and found none."),
        Other(8002, "nanoff failed to run the silink tool."),
        Other(8003, "nanoff was given a BIN file whose path it cannot hand on."),

        new(
            9000,
            "nanoff does not understand its arguments.",
            "nanoff 2.5 is the version this was written for; 3.0 has another command line: dotnet tool install --global nanoff --version 2.5.162.",
            MayPass: false),
        new(9002, "nanoff cannot use the folder for backups.", "Nothing is backed up while flashing. Report it as a defect.", MayPass: false),
        new(9003, "nanoff cannot delete an old backup.", "Nothing is backed up while flashing. Report it as a defect.", MayPass: false),
        new(9004, "nanoff was given a file for a backup without a folder.", "Nothing is backed up while flashing. Report it as a defect.", MayPass: false),
        new(9005, "The interpreter is not published for this target and version.", Download, MayPass: false),
        new(9006, "nanoff cannot make a folder to download the interpreter to.", "Make room on the disk, and check that the home folder can be written.", MayPass: false),
        new(9007, "The interpreter could not be downloaded.", Download, MayPass: true),
        new(9008, "The application's image is not there.", "Build nfproj.sln, and name Telltale.Esp32.bin with --image.", MayPass: false),
        new(9009, "nanoff does not accept the application's address.", "Report it as a defect, with the output of --dry-run.", MayPass: false),
        new(9010, "nanoff finds no board.", Loader, MayPass: true),
        new(9011, "The interpreter's image is not there.", "Report it as a defect: flashing names none.", MayPass: false),
        new(9012, "The interpreter's image is none.", "Report it as a defect: flashing names none.", MayPass: false),
        new(9013, "nanoff does not know the platform.", "nanoff 2.5 is the version this was written for: nanoff --version.", MayPass: false),
        new(9014, "nanoff cannot clear its folder of interpreters.", "Delete the folder .nanoFramework in your home folder.", MayPass: false),
        new(9015, "The archive has no interpreter for this target and version.", Download, MayPass: false),
    ];

    /// <summary>All of them, 0 included.</summary>
    public static IReadOnlyList<NanoffExit> All => s_all;

    /// <summary>The entry of a code, or null.</summary>
    public static NanoffExit? Find(int code) => Array.Find(s_all, exit => exit.Code == code);

    private static NanoffExit Other(int code, string meaning) => new(code, meaning, OtherFamily, MayPass: false);
}
