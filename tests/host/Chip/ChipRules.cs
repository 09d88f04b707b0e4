using System.Globalization;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Telltale.HostTests.Chip;

/// <summary>
/// What nanoFramework 1.x cannot run or hold, found in a compiled assembly. All of it compiles, and most of it passes nanoFramework's
/// metadata processor and then ends the program on the chip, so it has to be found here. Each finding is a sentence that names the place, the construct and what to do.
/// </summary>
internal static class ChipRules
{
    /// <summary>Bytes of IL that an assembly holds.</summary>
    public const int MaximumCode = 65_535;

    /// <summary>Bytes of strings, user strings and names together, that an assembly holds.</summary>
    public const int MaximumStrings = 65_535;

    /// <summary>Rows of a metadata table.</summary>
    public const int MaximumRows = 4_096;

    /// <summary>Methods of one kind (static, virtual, other) in a type; locals, arguments, depth of the evaluation stack and cases of a switch are counted in a byte too.</summary>
    public const int MaximumInByte = 255;

    /// <summary>Handlers within handlers in a method.</summary>
    public const int MaximumExceptionNesting = 6;

    /// <summary>Looks through an assembly file; what it refers to is looked for beside it.</summary>
    public static IReadOnlyList<string> Check(string path)
    {
        using DefaultAssemblyResolver resolver = new();
        resolver.AddSearchDirectory(Path.GetDirectoryName(path));
        return Check(File.ReadAllBytes(path), resolver);
    }

    /// <summary>Looks through an assembly image.</summary>
    public static IReadOnlyList<string> Check(byte[] image, IAssemblyResolver? resolver = null)
    {
        List<string> findings = [];
        ReaderParameters parameters = new() { AssemblyResolver = resolver ?? new DefaultAssemblyResolver() };
        using (AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(new MemoryStream(image), parameters))
        {
            ModuleDefinition module = assembly.MainModule;
            CheckReferences(module, findings);
            foreach (TypeDefinition type in module.GetTypes())
            {
                CheckType(type, findings);
            }

            CheckSizes(module.Assembly.Name.Name, image, findings);
        }

        return [.. findings.Distinct(StringComparer.Ordinal)];
    }

    private static void CheckReferences(ModuleDefinition module, List<string> findings)
    {
        foreach (TypeReference type in module.GetTypeReferences())
        {
            if (type.Namespace == "System" && (type.Name is "Action" or "Func" || type.Name.StartsWith("Action`", StringComparison.Ordinal) || type.Name.StartsWith("Func`", StringComparison.Ordinal)))
            {
                findings.Add($"{module.Assembly.Name.Name} uses System.{type.Name}: crashes when called (a lambda kept in a 'var' has such a type too). Declare a delegate.");
            }
        }

        foreach (MemberReference member in module.GetMemberReferences())
        {
            string place = $"{module.Assembly.Name.Name} refers to {member.FullName}";
            if (member is MethodReference method)
            {
                if (!IsDelegateConstructor(method))
                {
                    CheckSignature(method, place, findings);
                }
            }
            else if (member is FieldReference field)
            {
                CheckSignatureType(field.FieldType, place, findings);
            }
        }
    }

    private static void CheckType(TypeDefinition type, List<string> findings)
    {
        string place = type.FullName;
        if (type.HasGenericParameters && !(type.DeclaringType?.HasGenericParameters ?? false))
        {
            findings.Add($"{place} is a generic type: the assembly does not load. Write it for the type it is used with.");
        }

        if (type.BaseType is not null)
        {
            CheckSignatureType(type.BaseType, place, findings);
        }

        foreach (InterfaceImplementation implementation in type.Interfaces)
        {
            CheckSignatureType(implementation.InterfaceType, place, findings);
        }

        bool isTestClass = type.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "TestClassAttribute");
        foreach (FieldDefinition field in type.Fields)
        {
            if (isTestClass && !field.IsStatic)
            {
                findings.Add($"{place}.{field.Name} is an instance field of a test class: the launcher calls tests without an instance. Make it static.");
            }

            CheckSignatureType(field.FieldType, $"{place}.{field.Name}", findings);
        }

        foreach (MethodDefinition method in type.Methods)
        {
            CheckMethod(type, method, findings);
        }

        CheckMethodCount(place, "static", type.Methods.Count(method => method.IsStatic), findings);
        CheckMethodCount(place, "virtual", type.Methods.Count(method => method.IsVirtual && !method.IsStatic), findings);
        CheckMethodCount(place, "instance", type.Methods.Count(method => !method.IsVirtual && !method.IsStatic), findings);
    }

    private static void CheckMethodCount(string place, string kind, int count, List<string> findings)
    {
        if (count > MaximumInByte)
        {
            findings.Add($"{place} has {count} {kind} methods: a type holds {MaximumInByte}. Divide it.");
        }
    }

    private static void CheckMethod(TypeDefinition type, MethodDefinition method, List<string> findings)
    {
        string place = $"{type.FullName}.{method.Name}";
        if (method.HasGenericParameters)
        {
            findings.Add($"{place} is a generic method: an assertion of the interpreter fails when it is called. Write it for the type it is used with.");
        }

        if (type.IsInterface && !method.IsConstructor)
        {
            if (method.IsStatic && method.IsAbstract)
            {
                findings.Add($"{place} is static and abstract: the interpreter knows no such member. Use an instance.");
            }
            else if (!method.IsAbstract)
            {
                findings.Add($"{place} is a default interface method: throws when called. Give every class its own, or a static helper.");
            }
        }

        if (!IsDelegateConstructor(method) && !method.IsRuntime)
        {
            CheckSignature(method, place, findings);
        }

        if (method.Parameters.Count + (method.HasThis ? 1 : 0) > MaximumInByte)
        {
            findings.Add($"{place} has {method.Parameters.Count} arguments: at most {MaximumInByte} with 'this'.");
        }

        if (method.HasBody)
        {
            CheckBody(method.Body, place, findings);
        }
    }

    private static void CheckBody(MethodBody body, string place, List<string> findings)
    {
        if (body.Variables.Count > MaximumInByte)
        {
            findings.Add($"{place} has {body.Variables.Count} locals: more than {MaximumInByte} crash. Divide the method.");
        }

        if (body.MaxStackSize > MaximumInByte)
        {
            findings.Add($"{place} needs an evaluation stack of {body.MaxStackSize}: at most {MaximumInByte}. Divide the expression.");
        }

        foreach (VariableDefinition variable in body.Variables)
        {
            if (variable.VariableType is PinnedType)
            {
                findings.Add($"{place} pins an array or object (fixed): throws when run. Use indices or BitConverter.");
            }
            else
            {
                CheckSignatureType(variable.VariableType, place, findings);
            }
        }

        foreach (Instruction instruction in body.Instructions)
        {
            CheckInstruction(instruction, place, findings);
        }

        int depth = ExceptionNesting(body);
        if (depth > MaximumExceptionNesting)
        {
            findings.Add($"{place} nests try blocks {depth} deep: unwinding knows {MaximumExceptionNesting}. Divide the method.");
        }
    }

    private static void CheckInstruction(Instruction instruction, string place, List<string> findings)
    {
        switch (instruction.OpCode.Code)
        {
            case Code.Localloc:
                findings.Add($"{place} uses stackalloc: throws when run. Use an array made at start-up.");
                break;
            case Code.Calli:
                findings.Add($"{place} calls through a function pointer: throws when run. Use a delegate.");
                break;
            case Code.Switch when ((Instruction[])instruction.Operand).Length > MaximumInByte:
                findings.Add($"{place} has a switch of {((Instruction[])instruction.Operand).Length} cases: more than {MaximumInByte} crash. Use a table.");
                break;
            case Code.Ldftn when IsExtension((MethodReference)instruction.Operand):
                findings.Add($"{place} makes a delegate over the extension method {((MethodReference)instruction.Operand).Name}: an assertion of the interpreter fails. Use a lambda that calls it.");
                break;
        }

        switch (instruction.Operand)
        {
            case GenericInstanceMethod generic:
                findings.Add($"{place} calls the generic method {generic.ElementMethod.FullName}: an assertion of the interpreter fails. Write it for the type it is used with.");
                break;
            case MethodReference method when !IsDelegateConstructor(method):
                CheckSignatureType(method.DeclaringType, place, findings);
                break;
            case TypeReference type:
                CheckSignatureType(type, place, findings);
                break;
        }
    }

    private static void CheckSignature(MethodReference method, string place, List<string> findings)
    {
        CheckSignatureType(method.ReturnType, place, findings);
        foreach (ParameterDefinition parameter in method.Parameters)
        {
            CheckSignatureType(parameter.ParameterType, place, findings);
        }
    }

    private static void CheckSignatureType(TypeReference type, string place, List<string> findings)
    {
        switch (type)
        {
            case ArrayType array when array.Rank > 1:
                findings.Add($"{place} has the multi-dimensional array {array.FullName}: the assembly crashes when it is loaded. Use an array of arrays or one index.");
                break;
            case GenericInstanceType generic:
                findings.Add($"{place} has the generic type {generic.FullName}: the program crashes. Write a type of its own.");
                break;
            case PointerType pointer:
                findings.Add($"{place} has the pointer {pointer.FullName}: neither the metadata processor nor the interpreter takes pointers.");
                break;
            case FunctionPointerType:
                findings.Add($"{place} has a function pointer: throws when run. Use a delegate.");
                break;
            case RequiredModifierType { ElementType: var element, ModifierType: { Name: "IsVolatile" } }:
                findings.Add($"{place} is volatile: nanoFramework has no such type. Use lock.");
                CheckSignatureType(element, place, findings);
                return;
        }

        if (type.MetadataType is MetadataType.IntPtr or MetadataType.UIntPtr)
        {
            findings.Add($"{place} has a native integer (nint, IntPtr): throws when run. Use int.");
        }

        if (type is TypeSpecification { ElementType: not null and not GenericParameter } specification and not FunctionPointerType)
        {
            CheckSignatureType(specification.ElementType, place, findings);
        }
    }

    private static bool IsDelegateConstructor(MethodReference method) =>
        method.Name == ".ctor" && method.Parameters.Count == 2
        && method.Parameters[0].ParameterType.MetadataType == MetadataType.Object && method.Parameters[1].ParameterType.MetadataType == MetadataType.IntPtr;

    private static bool IsExtension(MethodReference method)
    {
        MethodDefinition? definition;
        try
        {
            definition = method.Resolve();
        }
        catch (AssemblyResolutionException)
        {
            return false;
        }

        return definition is not null && definition.CustomAttributes.Any(attribute => attribute.AttributeType.FullName == "System.Runtime.CompilerServices.ExtensionAttribute");
    }

    private static int ExceptionNesting(MethodBody body)
    {
        int deepest = 0;
        foreach (Instruction instruction in body.Instructions)
        {
            // A try block with two catch blocks is one level: count the regions that begin at different places.
            int depth = body.ExceptionHandlers
                .Where(handler => Contains(handler.TryStart, handler.TryEnd, instruction) || Contains(handler.HandlerStart, handler.HandlerEnd, instruction))
                .Select(handler => (handler.TryStart.Offset, handler.TryEnd.Offset)).Distinct().Count();
            deepest = Math.Max(deepest, depth);
        }

        return deepest;
    }

    private static bool Contains(Instruction start, Instruction? end, Instruction instruction) => instruction.Offset >= start.Offset && (end is null || instruction.Offset < end.Offset);

    private static void CheckSizes(string place, byte[] image, List<string> findings)
    {
        ChipSizes sizes = ChipSizes.Measure(image);
        if (sizes.Code > MaximumCode)
        {
            findings.Add(string.Create(CultureInfo.InvariantCulture, $"{place} has {sizes.Code} bytes of IL: an assembly holds {MaximumCode}. Divide it."));
        }

        if (sizes.Strings > MaximumStrings)
        {
            findings.Add(string.Create(CultureInfo.InvariantCulture, $"{place} has {sizes.Strings} bytes of strings: an assembly holds {MaximumStrings}. Divide it."));
        }

        if (sizes.Rows > MaximumRows)
        {
            findings.Add(string.Create(CultureInfo.InvariantCulture, $"{place} has {sizes.Rows} rows in its table {sizes.LargestTable}: a table holds {MaximumRows}. Divide it."));
        }
    }
}
