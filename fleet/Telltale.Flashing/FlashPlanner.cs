using System.Globalization;

namespace Telltale.Flashing;

/// <summary>
/// Turns a board and what is to be put on it into calls of nanoff 2.5. The application comes last: whatever goes wrong before leaves a board that
/// has no application and waits. README.md says of each option why it is there.
/// </summary>
public static class FlashPlanner
{
    /// <summary>Tries of a step that talks to the interpreter: after a reset it needs a while until it answers.</summary>
    public const int InterpreterAttempts = 4;

    private const string Verbose = "n";

    // At "n" nanoff moves the cursor while it writes to flash, and dies of it where its output is no console.
    private const string Terse = "m";

    /// <summary>The steps for a board, in order.</summary>
    public static IReadOnlyList<FlashStep> Plan(FlashPlanOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var steps = new List<FlashStep>
        {
            new(FlashStepKind.Identify, $"What is connected to {options.Port}?", Identify(options), 2),
            new(
                FlashStepKind.Interpreter,
                options.KeepVolume
                    ? $"Interpreter {options.InterpreterVersion}; the volume stays as it is."
                    : $"Erase the board, then interpreter {options.InterpreterVersion}.",
                Interpreter(options),
                2),
            new(
                FlashStepKind.NativeAssemblies,
                "Do the interpreter's native halves fit the application?",
                Command(options, Verbose, "--nanodevice", "--serialport", options.Port, "--devicedetails"),
                InterpreterAttempts),
        };
        if (options.FileDeployment is { } files)
        {
            // Without --nanodevice and --platform: with either of them nanoff does something else, or nothing, and exits with 0.
            steps.Add(new FlashStep(
                FlashStepKind.Files,
                "Identity, settings, profile and certificate authority.",
                Command(options, Verbose, "--serialport", options.Port, "--filedeployment", files),
                InterpreterAttempts));
        }

        if (options.NetworkDeployment is { } network)
        {
            steps.Add(new FlashStep(
                FlashStepKind.Network,
                "The Wi-Fi network.",
                Command(options, Verbose, "--serialport", options.Port, "--networkdeployment", network),
                InterpreterAttempts));
        }

        steps.Add(new FlashStep(
            FlashStepKind.Application, $"The application, at {Address(options.Board.DeployAddress)}; the board starts it.", Application(options), 2));
        steps.Add(new FlashStep(FlashStepKind.Report, "What does the unit say of itself?", Command: null, 1));
        return steps;
    }

    /// <summary>Which serial ports are there.</summary>
    public static NanoffCommand ListPorts() => new(["--listports", "--suppressnanoffversioncheck"]);

    /// <summary>An address as nanoff takes it.</summary>
    public static string Address(int address) => "0x" + address.ToString("X", CultureInfo.InvariantCulture);

    private static NanoffCommand Identify(FlashPlanOptions options)
    {
        // Never --checkpsram: it writes a test program and another partition table to the board.
        return Command(options, Verbose, [.. Platform(options), "--serialport", options.Port, "--devicedetails", .. Speed(options)]);
    }

    private static NanoffCommand Interpreter(FlashPlanOptions options)
    {
        // Where the volume stays it is left alone: nanoff's own backup would copy it, keys and all, to a file in the common temporary folder.
        string volume = options.KeepVolume ? "--nobackupconfig" : "--masserase";
        return Command(
            options,
            Terse,
            [.. Target(options), "--serialport", options.Port, "--update", "--fwversion", options.InterpreterVersion, volume, .. Speed(options)]);
    }

    private static NanoffCommand Application(FlashPlanOptions options)
    {
        // nanoff's own address is 0x1B0000 for every chip, which is inside the interpreter of an ESP32.
        return Command(
            options,
            Terse,
            [
                .. Target(options), "--serialport", options.Port, "--deploy", "--image", options.Image,
                "--address", Address(options.Board.DeployAddress), .. Speed(options),
            ]);
    }

    private static NanoffCommand Command(FlashPlanOptions options, string verbosity, params string[] arguments)
    {
        return new NanoffCommand([.. arguments, "--suppressnanoffversioncheck", "-v", verbosity]);
    }

    private static string[] Platform(FlashPlanOptions options) => ["--platform", "esp32"];

    private static string[] Target(FlashPlanOptions options) => [.. Platform(options), "--target", options.Board.TargetName];

    private static string[] Speed(FlashPlanOptions options)
    {
        return options.BitsPerSecond is { } speed ? ["--baud", speed.ToString(CultureInfo.InvariantCulture)] : [];
    }
}
