using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Telltale.Metering;

/// <summary>
/// Machine instructions by IL instruction and native member, worked out from the single operations measured in the real interpreter
/// (callgrind, x86-32 host build). Each measurement there is a statement in a loop; the price of one IL instruction is what remains when the loads
/// and stores around it are taken off. README.md beside this file shows the arithmetic and how far each measurement is reproduced.
/// </summary>
internal static class PriceList
{
    /// <summary>A native member without a measurement of its own: what <c>BitConverter.ToInt32</c> costs.</summary>
    public const double UnknownNativeCall = 1160;

    /// <summary>ldloc, stloc, ldc, add, and, conv …: "int add and mask" is six of them and 183.</summary>
    private const double Simple = 30.5;

    /// <summary>An empty loop turn is 294: six simple instructions and the conditional branch.</summary>
    private const double ConditionalBranch = 111;

    private const double Call = 414;

    private static readonly Dictionary<string, Price> NativeMembers = new(StringComparer.Ordinal)
    {
        ["System.BitConverter::ToInt16"] = new("BitConverter.To…", 1040),
        ["System.BitConverter::ToInt32"] = new("BitConverter.To…", 1040),
        ["System.BitConverter::ToInt64"] = new("BitConverter.To…", 1040),
        ["System.BitConverter::ToUInt16"] = new("BitConverter.To…", 1040),
        ["System.BitConverter::ToUInt32"] = new("BitConverter.To…", 1040),
        ["System.BitConverter::ToUInt64"] = new("BitConverter.To…", 1040),
        ["System.BitConverter::GetBytes"] = new("BitConverter.GetBytes", 1240, 1),
        ["System.DateTime::get_UtcNow"] = new("DateTime.UtcNow", 4700, 1),
        ["System.Int32::Parse"] = new("int.Parse", 2950),
        ["System.Double::Parse"] = new("double.Parse", 3440),
        ["System.Int32::ToString"] = new("int.ToString", 10230, 2),
        ["System.String::Substring"] = new("string.Substring", 2540, 1),
        ["System.String::Concat"] = new("string.Concat", 1650, 1),
        ["System.String::Format"] = new("string.Format", 35500, 8),
        ["System.String::get_Chars"] = new("string indexer", 1385),
        ["System.String::get_Length"] = new("string.Length", 800),
        ["System.Text.Encoding::GetBytes"] = new("Encoding.GetBytes", 4170, 1),
        ["System.Threading.Monitor::Enter"] = new("lock", 1350),
        ["System.Threading.Monitor::Exit"] = new("lock", 1350),
        ["System.Threading.Thread::Sleep"] = new("Thread.Sleep(0)", 1326),
        ["System.Object::.ctor"] = new("Object..ctor", 250),
    };

    /// <summary>
    /// What lies behind a port on the chip, on top of the interface call. The SPI transfer was measured; reading the UART was not, and is taken as two native calls.
    /// </summary>
    private static readonly Dictionary<string, Price> Ports = new(StringComparer.Ordinal)
    {
        ["Telltale.Ports.ISpiPort::TransferFullDuplex"] = new("SPI transfer", 1900),
        ["Telltale.Ports.IUartPort::Read"] = new("UART read", 2 * UnknownNativeCall),
        ["Telltale.Ports.IUartPort::get_BytesToRead"] = new("UART read", UnknownNativeCall),
    };

    /// <summary>Prices an instruction; <paramref name="isRewritten"/> tells whether a called method is itself metered.</summary>
    public static Price Of(Instruction instruction, Func<MethodReference, MethodDefinition?> isRewritten)
    {
        OpCode code = instruction.OpCode;
        switch (code.Code)
        {
            case Code.Call:
            case Code.Callvirt:
                return OfCall((MethodReference)instruction.Operand, code.Code == Code.Callvirt, isRewritten);
            case Code.Newobj:
            {
                MethodReference constructor = (MethodReference)instruction.Operand;
                return isRewritten(constructor) is null
                    ? new Price("newobj", 1400, 1)
                    : new Price("newobj", 1500, 1);
            }

            case Code.Newarr:
                return new Price("newarr", 460, 1);
            case Code.Box:
                return new Price("box", 425, 1);
            case Code.Unbox or Code.Unbox_Any:
                return new Price("unbox", 150);
            case Code.Ldfld or Code.Ldflda:
                return new Price("field read", 74);
            case Code.Stfld:
                return new Price("field write", 136);
            case Code.Ldsfld or Code.Ldsflda:
                return new Price("static field read", 82);
            case Code.Stsfld:
                return new Price("static field write", 136);
            case Code.Ldelem_I1 or Code.Ldelem_U1 or Code.Ldelem_I2 or Code.Ldelem_U2:
                return new Price("array read", 101);
            case Code.Ldelem_I4 or Code.Ldelem_U4 or Code.Ldelem_I8 or Code.Ldelem_Ref or Code.Ldelem_Any or Code.Ldelem_R4 or Code.Ldelem_R8 or Code.Ldelem_I:
                return new Price("array read", 77);
            case Code.Ldelema:
                return new Price("array element address", 150);
            case Code.Stelem_I1 or Code.Stelem_I2:
                return new Price("array write", 227);
            case Code.Stelem_I4 or Code.Stelem_I8 or Code.Stelem_Ref or Code.Stelem_Any or Code.Stelem_R4 or Code.Stelem_R8 or Code.Stelem_I:
                return new Price("array write", 200);
            case Code.Ldlen:
                return new Price("array length", 60);
            case Code.Mul or Code.Mul_Ovf or Code.Mul_Ovf_Un:
                return new Price("multiply", 62);
            case Code.Div or Code.Div_Un or Code.Rem or Code.Rem_Un:
                return new Price("divide", 90);
            case Code.Conv_I8 or Code.Conv_U8:
                return new Price("conversion to long", 90);
            case Code.Switch:
                return new Price("switch", 100);
            case Code.Leave or Code.Leave_S:
                return new Price("leave", 320);
            case Code.Endfinally or Code.Endfilter:
                return new Price("end of handler", 320);
            case Code.Throw or Code.Rethrow:
                return new Price("throw", 4300);
            case Code.Isinst or Code.Castclass:
                return new Price("cast", 160);
            case Code.Ldstr:
                return new Price("string literal", 300);
            case Code.Initobj or Code.Ldobj or Code.Stobj or Code.Cpobj:
                return new Price("struct", 250);
            case Code.Ldftn or Code.Ldvirtftn:
                return new Price("delegate made", 100);
            case Code.Ret:
                return new Price("return", 0);
        }

        if (code.FlowControl == FlowControl.Cond_Branch)
        {
            return new Price("branch", ConditionalBranch);
        }

        if (code.FlowControl == FlowControl.Branch)
        {
            return new Price("jump", 61);
        }

        return new Price("simple", Simple);
    }

    private static Price OfCall(MethodReference method, bool isVirtual, Func<MethodReference, MethodDefinition?> isRewritten)
    {
        MethodDefinition? definition = isRewritten(method);
        if (definition is not null)
        {
            if (definition.DeclaringType.IsInterface)
            {
                Price port = Ports.GetValueOrDefault($"{method.DeclaringType.FullName}::{method.Name}", new Price("interface call", 0));
                return port with { MachineInstructions = port.MachineInstructions + Call + 236 };
            }

            if (definition.IsStatic)
            {
                return new Price("static call", Call + 39);
            }

            return isVirtual && definition.IsVirtual ? new Price("virtual call", Call + 85) : new Price("call", Call);
        }

        string name = $"{method.DeclaringType.FullName}::{method.Name}";
        if (NativeMembers.TryGetValue(name, out Price native))
        {
            return native;
        }

        if (NativeByLength.Replaces(method))
        {
            return new Price("native member by length", 0);
        }

        if (string.Equals(method.Name, "Invoke", StringComparison.Ordinal))
        {
            return new Price("delegate call", 404);
        }

        return new Price(name, UnknownNativeCall, 0, IsUnknown: true);
    }
}
