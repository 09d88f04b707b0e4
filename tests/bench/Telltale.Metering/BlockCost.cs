namespace Telltale.Metering;

/// <summary>What one pass through a basic block costs.</summary>
internal sealed class BlockCost(string method, bool isEntry)
{
    /// <summary>Whether a method begins here: where no loop goes back to it, it is entered as often as the method is called.</summary>
    public bool IsEntry { get; } = isEntry;

    public string Method { get; } = method;

    public double MachineInstructions { get; private set; }

    public int IntermediateInstructions { get; private set; }

    public int Allocations { get; private set; }

    public Dictionary<string, (int Count, double MachineInstructions)> ByKind { get; } = new(StringComparer.Ordinal);

    public List<string> UnpricedMembers { get; } = [];

    public void Add(Price price)
    {
        MachineInstructions += price.MachineInstructions;
        IntermediateInstructions++;
        Allocations += price.Allocations;
        (int Count, double MachineInstructions) sum = ByKind.GetValueOrDefault(price.Kind);
        ByKind[price.Kind] = (sum.Count + 1, sum.MachineInstructions + price.MachineInstructions);
        if (price.IsUnknown)
        {
            UnpricedMembers.Add(price.Kind);
        }
    }
}
