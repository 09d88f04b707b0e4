namespace Telltale.SimulationTests;

/// <summary>A simulation that no fault turns red shows nothing: each of these has to.</summary>
[Parallelizable(ParallelScope.Children)]
public sealed class PlantedFaultTests
{
    private static readonly Lazy<FaultyProgram> s_unchanged = new(Unchanged);

    public static IEnumerable<TestCaseData> Faults => PlantedFaults.All.Select(fault => new TestCaseData(fault.Name).SetArgDisplayNames(fault.Name));

    public static IEnumerable<string> Simulations => PlantedFaults.All.Select(fault => fault.Arguments).Distinct(StringComparer.Ordinal);

    [TestCaseSource(nameof(Faults))]
    public void A_planted_fault_turns_the_simulation_red(string name)
    {
        PlantedFault fault = Array.Find(PlantedFaults.All, fault => fault.Name == name)!;
        using FaultyProgram program = new();
        program.Replace(fault.Project, fault.File, fault.Original, fault.Fault);
        Assert.That(program.Simulate(fault.Arguments).Intersect(fault.Findings, StringComparer.Ordinal), Is.Not.Empty, $"one of {string.Join(", ", fault.Findings)} had to be found");
    }

    [TestCaseSource(nameof(Simulations))]
    public void Without_a_planted_fault_the_same_simulation_is_green(string arguments) => Assert.That(s_unchanged.Value.Simulate(arguments), Is.Empty);

    [OneTimeTearDown]
    public void Clean()
    {
        if (s_unchanged.IsValueCreated)
        {
            s_unchanged.Value.Dispose();
        }
    }

    // Compiled as the faulty ones are: what turns those red is the fault, and not the compiling.
    private static FaultyProgram Unchanged()
    {
        FaultyProgram program = new();
        foreach (string project in PlantedFaults.Projects)
        {
            program.Replace(project);
        }

        return program;
    }
}
