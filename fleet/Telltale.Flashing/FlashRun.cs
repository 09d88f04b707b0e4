using Telltale.Esp32;
using Telltale.Fleet;

namespace Telltale.Flashing;

/// <summary>
/// Flashes one board: asks what it is, erases it and puts the interpreter on it, compares the native halves, puts the unit's files and network on it, the
/// application last, and reads what the unit says until it is ready.
/// </summary>
public sealed class FlashRun
{
    private readonly FlashTools _tools;
    private readonly BoardLedger _ledger;
    private readonly SecretScrubber _scrubber = new();

    /// <summary>Makes a run with tools that may serve many boards.</summary>
    public FlashRun(FlashTools tools)
    {
        ArgumentNullException.ThrowIfNull(tools);
        _tools = tools;
        _ledger = new BoardLedger(tools.Home);
    }

    /// <summary>The serial port of the only board that is connected.</summary>
    /// <exception cref="FlashException">There is none, or there are several.</exception>
    public static async Task<string> FindPortAsync(INanoff nanoff, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(nanoff);
        NanoffResult result = await nanoff.RunAsync(FlashPlanner.ListPorts(), cancellation);
        if (StepJudge.CheckExit(FlashStepKind.Identify, result) is { } failure)
        {
            throw new FlashException($"{failure.Sentence} {failure.Action}");
        }

        // A PC's own serial ports are listed on Linux whether they exist or not; macOS lists each twice, and the one that waits for a carrier is of no use.
        string[] ports = NanoffOutput.ReadPorts(result.Output)
            .Where(port => !port.StartsWith("/dev/ttyS", StringComparison.Ordinal) && !port.StartsWith("/dev/tty.", StringComparison.Ordinal)
                && !port.Contains("Bluetooth", StringComparison.OrdinalIgnoreCase))
            .ToArray();
        return ports.Length switch
        {
            1 => ports[0],
            0 => throw new FlashException("No board is connected: there is no serial port. Use a USB cable that carries data, and install the driver of the board's serial chip (CP210x, CH340)."),
            _ => throw new FlashException($"There are several serial ports: {string.Join(", ", ports)}. Name the board's with --port."),
        };
    }

    /// <summary>Flashes a board. What goes wrong with it is in the result; it is thrown only when cancelled.</summary>
    public async Task<FlashResult> RunAsync(FlashJob job, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(job);
        var state = new RunState(job);
        try
        {
            CheckImage();
            state.Port = job.Port ?? await FindPortAsync(_tools.Nanoff, cancellation);
            return await FlashAsync(state, cancellation);
        }
        catch (Exception exception) when (exception is FlashException or FleetException or IOException or UnauthorizedAccessException)
        {
            return state.Failed(_scrubber.Scrub(exception.Message), "");
        }
    }

    private async Task<FlashResult> FlashAsync(RunState state, CancellationToken cancellation)
    {
        FlashJob job = state.Job;
        if (!job.KeepVolume && _tools.Settings is null)
        {
            throw new FlashException("A board that is made a unit needs settings: --settings.");
        }

        IReadOnlyList<FlashStep> plan = FlashPlanner.Plan(Options(state, files: null));
        state.StepCount = plan.Count + (job.KeepVolume ? 0 : 1) + (job.KeepVolume || _tools.Settings!.ReadWifi(job.Overrides.Wifi) is null ? 0 : 1);
        ChipDetails? chip = null;
        StepVerdict verdict = await StepAsync(
            state, plan[0], output => StepJudge.CheckChip(chip = NanoffOutput.ReadChip(output), job.Board), cancellation);
        if (!verdict.Passed)
        {
            return state.Failed(plan[0].Kind, verdict);
        }

        state.MacAddress = chip!.MacAddress;
        PartitionTable table = PartitionTable.Find(chip.ChipType, chip.FlashMegabytes)!;
        CheckFit(job.Board, table);
        EnrolledUnit unit = new UnitChooser(_tools.Home, _ledger).Choose(job, chip.MacAddress);
        state.Unit = unit;
        _tools.Tell($"The board {chip.MacAddress} {(job.KeepVolume ? "is" : "becomes")} unit {unit.UnitId} ({unit.Label}).");
        if (job.KeepVolume)
        {
            return await FinishAsync(state, plan, files: null, cancellation);
        }

        using var folder = new PrivateFolder();
        UnitFiles files = UnitFiles.Write(folder, unit, job.Board, table, _tools.Settings!, job.Overrides);
        _scrubber.Add(files.Secrets);
        Note(state, isReady: false);
        return await FinishAsync(state, FlashPlanner.Plan(Options(state, files)), files, cancellation);
    }

    private async Task<FlashResult> FinishAsync(RunState state, IReadOnlyList<FlashStep> plan, UnitFiles? files, CancellationToken cancellation)
    {
        foreach (FlashStep step in plan.Skip(1))
        {
            StepVerdict verdict = step.Command is null
                ? await ReportAsync(state, cancellation)
                : await StepAsync(state, step, output => Judge(step.Kind, output, state, files), cancellation);
            if (!verdict.Passed)
            {
                return state.Failed(step.Kind, verdict);
            }
        }

        Note(state, isReady: true);
        return state.Passed();
    }

    private StepVerdict Judge(FlashStepKind kind, string output, RunState state, UnitFiles? files)
    {
        return kind switch
        {
            FlashStepKind.NativeAssemblies => StepJudge.CheckInterpreter(
                NanoffOutput.ReadInterpreter(output), state.Job.Board, _tools.InterpreterVersion, _tools.Image.NativeAssemblies),
            FlashStepKind.Files => StepJudge.CheckFiles(output, files!.Destinations),
            FlashStepKind.Network => StepJudge.CheckNetwork(output),
            _ => StepVerdict.Pass("Done."),
        };
    }

    private async Task<StepVerdict> StepAsync(RunState state, FlashStep step, Func<string, StepVerdict> judge, CancellationToken cancellation)
    {
        Announce(state, step.Why);
        for (int attempt = 1; ; attempt++)
        {
            NanoffResult result = await _tools.Nanoff.RunAsync(step.Command!, cancellation);
            _tools.TellOutput($"{step.Command}\n{_scrubber.Scrub(result.Output)}");
            StepVerdict verdict = StepJudge.CheckExit(step.Kind, result) ?? judge(result.Output);
            if (verdict.Passed || !verdict.MayPass || attempt >= step.Attempts)
            {
                _tools.Tell(_scrubber.Scrub($"      {verdict.Sentence}"));
                return verdict;
            }

            _tools.Tell(_scrubber.Scrub($"      {verdict.Sentence} Trying again ({attempt + 1} of {step.Attempts})."));
            await Task.Delay(_tools.RetryDelay, cancellation);
        }
    }

    private async Task<StepVerdict> ReportAsync(RunState state, CancellationToken cancellation)
    {
        Announce(state, "What does the unit say of itself?");
        var watch = new StartupWatch(_tools.Console, sentence => _tools.Tell($"      {sentence}"));
        string? problem;
        try
        {
            problem = await watch.WaitAsync(
                state.Port!, state.Unit!.UnitId, _tools.MustBeOnline, _tools.ApplicationVersion, _tools.Patience, cancellation);
        }
        catch (Exception exception) when (exception is FlashException or IOException)
        {
            // A board that is unplugged, or a port that something else has.
            return StepVerdict.Fail($"{exception.Message} The application is on the board; whether its unit is ready was not seen.", NanoffExitCodes.Find(6000)!.Action);
        }

        if (problem is null)
        {
            return StepVerdict.Pass("It is ready.");
        }

        problem = _scrubber.Scrub(problem);
        _tools.Tell($"      {problem}");
        return StepVerdict.Fail(problem, "Look at the wiring (hardware/esp32/README.md) and whether the network is in reach; then press RESET and run the same command again.");
    }

    private void Announce(RunState state, string why)
    {
        state.StepNumber++;
        _tools.Tell($"[{state.StepNumber}/{state.StepCount}] {why}");
    }

    private FlashPlanOptions Options(RunState state, UnitFiles? files)
    {
        return new FlashPlanOptions
        {
            Board = state.Job.Board,
            Port = state.Port!,
            InterpreterVersion = _tools.InterpreterVersion,
            Image = Path.GetFullPath(_tools.Image.Path),
            FileDeployment = files?.FileDeployment,
            NetworkDeployment = files?.NetworkDeployment,
            KeepVolume = state.Job.KeepVolume,
            BitsPerSecond = _tools.BitsPerSecond,
        };
    }

    // Before the board is touched: the pinned interpreter is known to bring what the pinned packages want, and nothing else.
    private void CheckImage()
    {
        PinnedAssemblies pinned = PinnedAssemblies.Current;
        if (!string.Equals(_tools.InterpreterVersion, pinned.InterpreterVersion, StringComparison.Ordinal))
        {
            return;
        }

        NativeAssembly[] wanted = _tools.Image.NativeAssemblies.Where(assembly => assembly.Name is not null).ToArray();
        IReadOnlyList<string> differences = NativeAssemblyComparison.Compare(wanted, pinned.NativeAssemblies);
        if (differences.Count > 0)
        {
            throw new FlashException(
                $"The application was built with other packages than interpreter {pinned.InterpreterVersion} fits, and nothing was flashed. {string.Join(' ', differences)} "
                + "Build it with the packages of hardware/esp32/packages.config.");
        }
    }

    private void CheckFit(Board board, PartitionTable table)
    {
        if (board.DeployAddress != table.DeployAddress)
        {
            throw new FlashException($"The board table says {FlashPlanner.Address(board.DeployAddress)} for a {board.Name}, the partition table {FlashPlanner.Address(table.DeployAddress)}.");
        }

        if (_tools.Image.Length > table.DeployBytes)
        {
            throw new FlashException($"The application has {_tools.Image.Length} bytes, and the board has room for {table.DeployBytes}.");
        }
    }

    private void Note(RunState state, bool isReady)
    {
        _ledger.Write(new FlashedBoard(
            state.MacAddress!, state.Job.Board.Name, state.Unit!.UnitId, isReady, DateTimeOffset.UtcNow, _tools.InterpreterVersion, _tools.Image.Sha256));
    }

    private sealed class RunState(FlashJob job)
    {
        public FlashJob Job { get; } = job;

        public string? Port { get; set; }

        public string? MacAddress { get; set; }

        public EnrolledUnit? Unit { get; set; }

        public int StepNumber { get; set; }

        public int StepCount { get; set; }

        public FlashResult Passed() => Result(passed: true, step: null, "The unit is ready.", "");

        public FlashResult Failed(string sentence, string action) => Result(passed: false, step: null, sentence, action);

        public FlashResult Failed(FlashStepKind step, StepVerdict verdict)
        {
            // From erasing to the application's first byte the board has none.
            string state = !Job.KeepVolume && step is > FlashStepKind.Interpreter and < FlashStepKind.Application
                ? " The board has no application and waits; it does not start half configured."
                : "";
            return Result(passed: false, step, verdict.Sentence + state, verdict.Action);
        }

        private FlashResult Result(bool passed, FlashStepKind? step, string sentence, string action)
        {
            return new FlashResult(passed, Port, MacAddress, Unit?.UnitId, Unit?.Label, step, sentence, action);
        }
    }
}
