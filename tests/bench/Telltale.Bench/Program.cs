using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Telltale.Bench;
using Telltale.Metering;

Option<bool> json = new("--json") { Description = "One JSON object a line instead of tables.", Recursive = true };
Option<string?> only = new("--operation") { Description = "Only operations whose name contains this." };
Option<bool> detail = new("--detail") { Description = "For each operation: instructions by kind and by method, each for one operation." };
Option<int> methods = new("--methods") { Description = "How many methods --detail shows, the dearest first.", DefaultValueFactory = _ => 20 };
Option<string> chip = new("--chip") { Description = "Folder of the assemblies compiled for the chip.", DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "../../../../chip/bin") };
RootCommand command = new("Estimates what device code costs in nanoFramework's interpreter: machine instructions and allocations by operation.") { json, only, detail, methods, chip };
command.Subcommands.Add(SizeCommand.Create(json));
command.SetAction(parsed =>
{
    bool asJson = parsed.GetValue(json);
    string wanted = parsed.GetValue(only) ?? "";
    List<(Operation Operation, Reading Reading)> readings = [];
    foreach ((Operation operation, Reading reading) in Telltale.Metering.Bench.Run(Path.GetFullPath(parsed.GetValue(chip)!), AppContext.BaseDirectory, "Telltale.Scenarios", operation => operation.Name.Contains(wanted, StringComparison.OrdinalIgnoreCase)))
    {
        readings.Add((operation, reading));
        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                operation = operation.Name,
                machine_instructions = reading.MachineInstructions / operation.Times,
                il_instructions = reading.IntermediateInstructions / operation.Times,
                nanoseconds_on_dotnet = Math.Round(reading.Nanoseconds / operation.Times),
                allocations = Math.Round((double)reading.Allocations / operation.Times, 3),
                measured = operation.Measured,
                limit = operation.Limit,
                unpriced = reading.UnpricedMembers,
            }));
        }
    }

    if (asJson)
    {
        return 0;
    }

    AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 130);
    Show("Single operations measured in the interpreter, and what the meter makes of them", readings.Where(reading => reading.Operation.IsProbe));
    Show("The unit's operations", readings.Where(reading => !reading.Operation.IsProbe));
    if (parsed.GetValue(detail))
    {
        foreach ((Operation operation, Reading reading) in readings)
        {
            Detail(operation, reading, parsed.GetValue(methods));
        }
    }

    return 0;
});
command.Subcommands.Add(FlashCommand.Create());
command.Subcommands.Add(DrainCommand.Create());
return command.Parse(args).Invoke();

static void Show(string title, IEnumerable<(Operation Operation, Reading Reading)> readings)
{
    Table table = new Table().Title(title).AddColumn("operation")
        .AddColumn(new TableColumn("machine instructions").RightAligned()).AddColumn(new TableColumn("IL").RightAligned())
        .AddColumn(new TableColumn("allocations").RightAligned()).AddColumn(new TableColumn("ns on .NET").RightAligned()).AddColumn(new TableColumn("measured").RightAligned())
        .AddColumn(new TableColumn("difference").RightAligned()).AddColumn(new TableColumn("limit").RightAligned());
    bool any = false;
    foreach ((Operation operation, Reading reading) in readings)
    {
        any = true;
        long each = reading.MachineInstructions / operation.Times;
        table.AddRow(
            Markup.Escape(operation.Name),
            $"{each:N0}",
            $"{reading.IntermediateInstructions / operation.Times:N0}",
            $"{(double)reading.Allocations / operation.Times:0.##}",
            $"{reading.Nanoseconds / operation.Times:N0}",
            operation.Measured is long measured ? $"{measured:N0}" : "",
            operation.Measured is long known ? $"{((double)each / known) - 1:+0.0 %;-0.0 %;0 %}" : "",
            operation.Limit is long limit ? $"{limit:N0}{(each > limit ? " [red]over[/]" : "")}" : "");
    }

    if (any)
    {
        AnsiConsole.Write(table);
    }

    foreach (string member in readings.SelectMany(reading => reading.Reading.UnpricedMembers).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
    {
        AnsiConsole.MarkupLineInterpolated($"no measured price, taken as 1,160: {member}");
    }
}

static void Detail(Operation operation, Reading reading, int methods)
{
    AnsiConsole.WriteLine();
    AnsiConsole.MarkupLineInterpolated($"[bold]{operation.Name}[/], {operation.Times} times");
    foreach ((string kind, (long count, double machineInstructions)) in reading.ByKind.OrderByDescending(pair => pair.Value.MachineInstructions).Take(14))
    {
        AnsiConsole.WriteLine($"  {machineInstructions / operation.Times,12:N0}  {(double)count / operation.Times,8:0.00}  {kind}");
    }

    foreach ((string method, (long calls, double machineInstructions)) in reading.ByMethod.OrderByDescending(pair => pair.Value.MachineInstructions).Take(methods))
    {
        AnsiConsole.WriteLine($"  {machineInstructions / operation.Times,12:N0}  {(double)calls / operation.Times,8:0.00} calls  {method}");
    }
}
