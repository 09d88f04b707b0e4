using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace Telltale.Metering;

/// <summary>
/// Rewrites device assemblies, as compiled for the chip, so that they run on .NET and count: references to nanoFramework's libraries become references to
/// .NET's mscorlib façade, and every basic block begins with a call of <see cref="Meter.Hit"/>.
/// </summary>
public sealed class MeterWeaver
{
    private readonly Dictionary<string, AssemblyDefinition> _assemblies = new(StringComparer.Ordinal);

    /// <summary>Reads the assemblies to rewrite; those that they call and that are not among them count as native.</summary>
    public MeterWeaver(IEnumerable<string> files)
    {
        foreach (string file in files)
        {
            AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(file, new ReaderParameters { InMemory = true, ReadingMode = ReadingMode.Immediate });
            _assemblies.Add(assembly.Name.Name, assembly);
        }
    }

    /// <summary>Rewrites all of them.</summary>
    /// <returns>The image of each assembly by name.</returns>
    public IReadOnlyDictionary<string, byte[]> Weave()
    {
        Dictionary<string, byte[]> images = new(StringComparer.Ordinal);
        foreach ((string name, AssemblyDefinition assembly) in _assemblies)
        {
            ModuleDefinition module = assembly.MainModule;
            MethodReference hit = module.ImportReference(typeof(Meter).GetMethod(nameof(Meter.Hit)));
            foreach (MethodDefinition method in module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody))
            {
                Weave(method, hit);
            }

            foreach (AssemblyNameReference reference in module.AssemblyReferences.Where(reference => IsPlatform(reference.Name)))
            {
                reference.Name = "mscorlib";
                reference.Version = new Version(4, 0, 0, 0);
                reference.PublicKeyToken = [0xb7, 0x7a, 0x5c, 0x56, 0x19, 0x34, 0xe0, 0x89];
            }

            using MemoryStream image = new();
            assembly.Write(image);
            images.Add(name, image.ToArray());
        }

        return images;
    }

    private static bool IsPlatform(string name)
    {
        return string.Equals(name, "mscorlib", StringComparison.Ordinal) || name.StartsWith("nanoFramework.", StringComparison.Ordinal);
    }

    private void Weave(MethodDefinition method, MethodReference hit)
    {
        MethodBody body = method.Body;
        body.SimplifyMacros();
        HashSet<Instruction> leaders = Leaders(body);
        ILProcessor processor = body.GetILProcessor();
        List<(Instruction First, int Block)> starts = [];
        BlockCost? block = null;
        foreach (Instruction instruction in body.Instructions.ToArray())
        {
            if (block is null || leaders.Contains(instruction))
            {
                block = new BlockCost($"{method.DeclaringType.Name}.{method.Name}", starts.Count == 0);
                starts.Add((instruction, Meter.Blocks.Count));
                Meter.Blocks.Add(block);
            }

            block.Add(PriceList.Of(instruction, Resolve));
            if (instruction.Operand is MethodReference callee && instruction.OpCode.Code is Code.Call && NativeByLength.Replaces(callee))
            {
                Type[] parameters = [.. typeof(NativeByLength).GetMethods()
                    .Single(candidate => string.Equals(candidate.Name, callee.Name, StringComparison.Ordinal) && candidate.GetParameters().Length == callee.Parameters.Count)
                    .GetParameters().Select(parameter => parameter.ParameterType)];
                instruction.Operand = method.Module.ImportReference(typeof(NativeByLength).GetMethod(callee.Name, parameters));
            }
        }

        foreach ((Instruction first, int number) in starts)
        {
            // The counter takes the place of the block's first instruction, so that branches and handlers that name it enter through the counter.
            Instruction moved = processor.Create(OpCodes.Nop);
            moved.OpCode = first.OpCode;
            moved.Operand = first.Operand;
            first.OpCode = OpCodes.Ldc_I4;
            first.Operand = number;
            Instruction call = processor.Create(OpCodes.Call, hit);
            processor.InsertAfter(first, call);
            processor.InsertAfter(call, moved);
        }

        body.OptimizeMacros();
    }

    private static HashSet<Instruction> Leaders(MethodBody body)
    {
        HashSet<Instruction> leaders = [];
        foreach (Instruction instruction in body.Instructions)
        {
            if (instruction.Operand is Instruction target)
            {
                leaders.Add(target);
            }
            else if (instruction.Operand is Instruction[] targets)
            {
                leaders.UnionWith(targets);
            }

            if (instruction.OpCode.FlowControl is FlowControl.Cond_Branch or FlowControl.Branch or FlowControl.Return or FlowControl.Throw && instruction.Next is not null)
            {
                leaders.Add(instruction.Next);
            }
        }

        foreach (ExceptionHandler handler in body.ExceptionHandlers)
        {
            leaders.Add(handler.TryStart);
            leaders.Add(handler.HandlerStart);
            if (handler.FilterStart is not null)
            {
                leaders.Add(handler.FilterStart);
            }
        }

        return leaders;
    }

    private MethodDefinition? Resolve(MethodReference reference)
    {
        if (reference.DeclaringType is ArrayType || reference is MethodDefinition)
        {
            return reference as MethodDefinition;
        }

        string scope = reference.DeclaringType.Scope.Name;
        if (!_assemblies.TryGetValue(scope, out AssemblyDefinition? assembly))
        {
            return null;
        }

        return assembly.MainModule.GetType(reference.DeclaringType.FullName)?.Methods.FirstOrDefault(method =>
            string.Equals(method.Name, reference.Name, StringComparison.Ordinal)
            && method.Parameters.Count == reference.Parameters.Count
            && method.Parameters.Zip(reference.Parameters).All(pair => string.Equals(pair.First.ParameterType.FullName, pair.Second.ParameterType.FullName, StringComparison.Ordinal)));
    }
}
