using Telltale.Metering;

namespace Telltale.HostTests.Metering;

[NonParallelizable]
public class MeterTests
{
    private static readonly Dictionary<string, (Operation Operation, Reading Reading)> Readings = new(StringComparer.Ordinal);

    [OneTimeSetUp]
    public void Measure()
    {
        string chip = Path.Combine(Repository.Root, "artifacts", "chip", "bin");
        Assert.That(Directory.Exists(chip), $"{chip} is missing: dotnet build hardware/nano-reference/Chip.proj -c Release");
        foreach ((Operation Operation, Reading Reading) pair in Bench.Run(chip, AppContext.BaseDirectory, "Telltale.Scenarios", operation => operation.IsProbe))
        {
            Readings[pair.Operation.Name] = pair;
        }
    }

    [Test]
    public void The_XOR_of_two_512_byte_arrays_is_estimated_within_a_tenth_of_what_the_interpreter_took()
    {
        Assert.That(Readings["XOR of two 512-byte arrays"].Reading.MachineInstructions, Is.EqualTo(504_000).Within(10).Percent);
    }

    [Test]
    public void Every_single_operation_is_reproduced_within_a_tenth()
    {
        Assert.Multiple(() =>
        {
            foreach ((Operation operation, Reading reading) in Readings.Values)
            {
                Assert.That((double)reading.MachineInstructions / operation.Times, Is.EqualTo(operation.Measured!.Value).Within(10).Percent, operation.Name);
            }
        });
    }

    [Test]
    public void Counts_are_exact()
    {
        // 512 turns of 17 instructions, the comparison that ends the loop, and what stands before and after it.
        long instructions = Readings["XOR of two 512-byte arrays"].Reading.IntermediateInstructions;
        Assert.That(instructions, Is.InRange(512 * 18, (512 * 18) + 20));
        Assert.That(Readings["new byte[16]"].Reading.Allocations, Is.EqualTo(Readings["new byte[16]"].Operation.Times));
        Assert.That(Readings["byte array write"].Reading.Allocations, Is.Zero);
    }
}
