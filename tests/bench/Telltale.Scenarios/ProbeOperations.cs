using Telltale.Metering;
using Telltale.Probes;

namespace Telltale.Scenarios;

/// <summary>The single operations measured in the interpreter, on top of an empty loop turn.</summary>
internal static class ProbeOperations
{
    private const int Turns = 500;

    public static IEnumerable<Operation> All()
    {
        SingleOperations probe = new();
        yield return new Operation("XOR of two 512-byte arrays", 1, () => { }, probe.XorOf512Bytes) { Measured = 504_000, IsProbe = true };
        yield return Loop("empty loop turn", probe.EmptyLoop, 294);
        yield return Loop("int add and mask", probe.AddAndMask, 294 + 183);
        yield return Loop("int multiply and divide", probe.MultiplyAndDivide, 294 + 274);
        yield return Loop("long add", probe.LongAdd, 294 + 213);
        yield return Loop("compare and branch", probe.CompareAndBranch, 294 + 230);
        yield return Loop("byte array read", probe.ByteArrayRead, 294 + 253);
        yield return Loop("byte array write", probe.ByteArrayWrite, 294 + 349);
        yield return Loop("int array read", probe.IntArrayRead, 294 + 229);
        yield return Loop("field read", probe.FieldRead, 294 + 196);
        yield return Loop("field write", probe.FieldWrite, 294 + 197);
        yield return Loop("static call", probe.StaticCall, 294 + 606);
        yield return Loop("instance call", probe.InstanceCall, 294 + 538);
        yield return Loop("virtual call", probe.VirtualCall, 294 + 623);
        yield return Loop("interface call", probe.InterfaceCall, 294 + 774);
        yield return Loop("auto property read", probe.PropertyRead, 294 + 640);
        yield return Loop("Array.Copy of 512 bytes", probe.ArrayCopyOf512Bytes, 294 + 1628);
        yield return Loop("BitConverter.ToInt32", probe.BitConverterToInt32, 294 + 1160);
        yield return Loop("new byte[16]", probe.NewArrayOf16Bytes, 294 + 520);
        yield return Loop("new object, two fields", probe.NewObject, 294 + 1814);
        yield return Loop("try/finally", probe.TryFinally, 294 + 787);
    }

    private static Operation Loop(string name, Action<int> loop, long measured)
    {
        return new Operation(name, Turns, () => { }, () => loop(Turns)) { Measured = measured, IsProbe = true };
    }
}
