using Telltale.Esp32;
using Telltale.Flashing;
using Telltale.HostTests.Cli;

namespace Telltale.HostTests.Flashing;

internal sealed class FlashPlannerTests
{
    // nf-interpreter, targets/ESP32/_IDF/{esp32,esp32s3}/partitions_nanoclr_{4,8,16}mb.csv: chip, megabytes, deploy offset and size, config offset and size.
    private static readonly (string Chip, int Megabytes, int Deploy, int DeploySize, int Config, int ConfigSize)[] s_tables =
    [
        ("ESP32", 4, 0x1E0000, 0x1C0000, 0x3C0000, 0x40000),
        ("ESP32", 8, 0x1E0000, 0x2B0000, 0x490000, 0x200000),
        ("ESP32", 16, 0x1E0000, 0x2B0000, 0x490000, 0x300000),
        ("ESP32-S3", 4, 0x1B0000, 0x1F0000, 0x3C0000, 0x40000),
        ("ESP32-S3", 8, 0x1B0000, 0x2E0000, 0x490000, 0x200000),
        ("ESP32-S3", 16, 0x1B0000, 0x2E0000, 0x490000, 0x300000),
    ];

    private static string[] Names => Boards.Names();

    [Test]
    public void The_partition_tables_are_the_interpreters()
    {
        foreach ((string chip, int megabytes, int deploy, int deploySize, int config, int configSize) in s_tables)
        {
            Assert.That(PartitionTable.Find(chip, megabytes), Is.EqualTo(new PartitionTable(deploy, deploySize, config, configSize)), $"{chip} {megabytes} MB");
        }

        Assert.That(PartitionTable.Find("ESP32", 2), Is.Null);
        Assert.That(PartitionTable.Find("ESP32-C3", 4), Is.Null);
    }

    [TestCaseSource(nameof(Names))]
    public async Task A_dry_run_prints_a_boards_commands_with_its_own_target_and_address(string name)
    {
        Telltale.Esp32.Board board = Boards.Find(name);
        int address = s_tables.First(table => table.Chip == board.Chip && table.Megabytes == board.FlashMegabytes).Deploy;
        string target = board.Chip == "ESP32" ? "ESP32_PSRAM_REV3" : "ESP32_S3_OCTAL";
        using var bench = new FlashBench();

        CommandRun run = await CommandRun.RunAsync(["flash", "--dry-run", "--board", name, "--port", "COM7", "--home", bench.Home.Folder]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Output.ReplaceLineEndings("\n"), Is.EqualTo($"""
            # {name} at COM7: {target}, application at 0x{address:X}
            # 1. What is connected to COM7?
            nanoff --platform esp32 --serialport COM7 --devicedetails --suppressnanoffversioncheck -v n
            # 2. Erase the board, then interpreter 1.17.0.30.
            nanoff --platform esp32 --target {target} --serialport COM7 --update --fwversion 1.17.0.30 --masserase --suppressnanoffversioncheck -v m
            # 3. Do the interpreter's native halves fit the application?
            nanoff --nanodevice --serialport COM7 --devicedetails --suppressnanoffversioncheck -v n
            # 4. Identity, settings, profile and certificate authority.
            nanoff --serialport COM7 --filedeployment PRIVATE/files.json --suppressnanoffversioncheck -v n
            # 5. The Wi-Fi network.
            nanoff --serialport COM7 --networkdeployment PRIVATE/network.json --suppressnanoffversioncheck -v n
            # 6. The application, at 0x{address:X}; the board starts it.
            nanoff --platform esp32 --target {target} --serialport COM7 --deploy --image Telltale.Esp32.bin --address 0x{address:X} --suppressnanoffversioncheck -v m
            # 7. What does the unit say of itself?

            """.ReplaceLineEndings("\n")));
        Assert.That(Directory.Exists(bench.Home.Folder), Is.False, "a dry run leaves nothing behind");
    }

    [Test]
    public void What_is_kept_on_the_volume_is_neither_erased_nor_copied_to_a_file()
    {
        IReadOnlyList<FlashStep> plan = Plan(keepVolume: true);
        Assert.That(plan.Select(step => step.Kind), Is.EqualTo(new[] { FlashStepKind.Identify, FlashStepKind.Interpreter, FlashStepKind.NativeAssemblies, FlashStepKind.Application, FlashStepKind.Report }));
        Assert.That(plan[1].Command!.Arguments, Does.Contain("--nobackupconfig"));
        Assert.That(plan.SelectMany(step => step.Command?.Arguments ?? []), Does.Not.Contain("--masserase"));
    }

    [Test]
    public void Nothing_but_the_report_comes_after_the_application()
    {
        FlashStepKind[] kinds = Plan(keepVolume: false).Select(step => step.Kind).ToArray();
        Assert.That(kinds, Is.EqualTo(Enum.GetValues<FlashStepKind>()));
    }

    [Test]
    public void Nanoff_is_never_told_to_test_the_psram_which_would_overwrite_the_board()
    {
        Assert.That(Plan(keepVolume: false).SelectMany(step => step.Command?.Arguments ?? []), Does.Not.Contain("--checkpsram"));
    }

    [Test]
    public void A_path_with_blanks_stays_one_argument()
    {
        IReadOnlyList<FlashStep> plan = Plan(keepVolume: true, image: "C:\\my files\\app.bin");
        Assert.That(plan[3].Command!.Arguments, Does.Contain("C:\\my files\\app.bin"));
        Assert.That(plan[3].Command!.ToString(), Does.Contain("--image \"C:\\my files\\app.bin\" --address 0x1E0000"));
    }

    private static IReadOnlyList<FlashStep> Plan(bool keepVolume, string image = "app.bin")
    {
        return FlashPlanner.Plan(new FlashPlanOptions
        {
            Board = Boards.Find("wrover-devkit"),
            Port = "COM7",
            InterpreterVersion = "1.17.0.30",
            Image = image,
            FileDeployment = keepVolume ? null : "files.json",
            NetworkDeployment = keepVolume ? null : "network.json",
            KeepVolume = keepVolume,
        });
    }
}
