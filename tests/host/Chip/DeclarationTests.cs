using System.Globalization;
using Mono.Cecil;

namespace Telltale.HostTests.Chip;

/// <summary>What hardware/nano-reference declares is what nanoFramework has, taken from listings of its assemblies (documentation ids with types).</summary>
public sealed class DeclarationTests
{
    private static readonly Dictionary<string, string> Keywords = new(StringComparer.Ordinal)
    {
        ["System.Void"] = "void", ["System.Object"] = "object", ["System.String"] = "string", ["System.Boolean"] = "bool", ["System.Char"] = "char",
        ["System.SByte"] = "sbyte", ["System.Byte"] = "byte", ["System.Int16"] = "short", ["System.UInt16"] = "ushort", ["System.Int32"] = "int", ["System.UInt32"] = "uint",
        ["System.Int64"] = "long", ["System.UInt64"] = "ulong", ["System.Single"] = "float", ["System.Double"] = "double",
    };

    [TestCaseSource(nameof(References))]
    public void Every_declared_member_is_nanoFrameworks_with_that_very_signature(string project)
    {
        string name = Path.GetFileNameWithoutExtension(project);
        string listing = Path.Combine(Repository.SharedFacts, "api", name + ".txt");
        if (!File.Exists(listing))
        {
            Assert.Ignore($"The listing {listing} is not here, so the declarations of {name} are not compared.");
        }

        string[] lines = File.ReadAllLines(listing);
        HashSet<string> known = [.. lines.Skip(1).Select(Normal)];
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(ChipBuild.Assembly(Repository.At(project)));

        Assert.Multiple(() =>
        {
            Assert.That($"# {name} {assembly.Name.Version}", Is.EqualTo(lines[0]), "name and version of the assembly");
            Assert.That(assembly.MainModule.GetTypes().Where(IsVisible).SelectMany(Declared).Where(member => !known.Contains(member)), Is.Empty, "declared, but not in the listing");
        });
    }

    [Test]
    public void A_declaration_that_nanoFramework_does_not_have_would_be_found()
    {
        using AssemblyDefinition assembly = AssemblyDefinition.ReadAssembly(ChipBuild.Assembly(Repository.At("hardware", "nano-reference", "mscorlib.csproj")));
        List<string> members = [.. assembly.MainModule.GetTypes().Where(IsVisible).SelectMany(Declared)];

        Assert.That(members, Has.Some.EqualTo("M:System.Array.IndexOf(System.Array,System.Object,System.Int32,System.Int32) : int"));
        Assert.That(members, Has.Some.EqualTo("P:System.Collections.IList.Item(System.Int32) : object {get;set}"));
        Assert.That(members, Has.Some.EqualTo("M:System.Threading.Interlocked.Exchange(System.Int32@,System.Int32) : int"));
        Assert.That(members, Has.Some.EqualTo("M:System.SpanByte.op_Implicit(System.Byte[])~System.SpanByte : System.SpanByte"));
        Assert.That(members, Has.Some.EqualTo("F:System.Int32.MaxValue : int = 2147483647"));
        Assert.That(members, Has.Some.EqualTo("F:System.Threading.ThreadPriority.Highest = 4"));
        Assert.That(members, Has.None.Contains("System.Action"), "left out on purpose: it ends the program");
        Assert.That(members, Has.None.Contains("System.Func"), "left out on purpose: it ends the program");
    }

    private static IEnumerable<string> References() => ChipBuild.ReferenceProjects.Select(Repository.Relative);

    // The listing's own way of writing constants of characters and floating point is not compared, and nullability annotations do not exist here.
    private static string Normal(string line)
    {
        string plain = line.Replace("string? ", "string ", StringComparison.Ordinal);
        int constant = plain.IndexOf(" = ", StringComparison.Ordinal);
        bool isReal = constant > 0 && (plain.Contains(" : double = ", StringComparison.Ordinal) || plain.Contains(" : float = ", StringComparison.Ordinal) || plain.Contains(" : char = ", StringComparison.Ordinal));
        return isReal ? plain[..constant] : plain;
    }

    private static bool IsVisible(TypeDefinition type) => type.IsNested ? (type.IsNestedPublic || type.IsNestedFamily) && IsVisible(type.DeclaringType) : type.IsPublic;

    private static IEnumerable<string> Declared(TypeDefinition type)
    {
        string id = Id(type);
        bool isDelegate = type.BaseType?.FullName == "System.MulticastDelegate";
        yield return "T:" + id;

        foreach (MethodDefinition method in type.Methods.Where(method => (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly) && !method.IsGetter && !method.IsSetter && !method.IsAddOn && !method.IsRemoveOn))
        {
            if (method.IsConstructor)
            {
                if (!isDelegate && !method.IsStatic)
                {
                    yield return $"M:{id}.#ctor{Parameters(method.Parameters.Select(parameter => parameter.ParameterType))}";
                }

                continue;
            }

            string conversion = method.Name is "op_Implicit" or "op_Explicit" ? "~" + Id(method.ReturnType) : "";
            yield return $"M:{id}.{method.Name}{Parameters(method.Parameters.Select(parameter => parameter.ParameterType))}{conversion} : {Written(method.ReturnType)}";
        }

        foreach (PropertyDefinition property in type.Properties.Where(property => IsSeen(property.GetMethod) || IsSeen(property.SetMethod)))
        {
            string accessors = string.Join(';', new[] { IsSeen(property.GetMethod) ? "get" : "", IsSeen(property.SetMethod) ? "set" : "" }.Where(accessor => accessor.Length > 0));
            yield return $"P:{id}.{property.Name}{Parameters(property.Parameters.Select(parameter => parameter.ParameterType))} : {Written(property.PropertyType)} {{{accessors}}}";
        }

        foreach (EventDefinition @event in type.Events.Where(@event => IsSeen(@event.AddMethod)))
        {
            yield return $"E:{id}.{@event.Name} : {Written(@event.EventType)}";
        }

        foreach (FieldDefinition field in type.Fields.Where(field => (field.IsPublic || field.IsFamily) && !field.IsSpecialName))
        {
            bool isReal = field.FieldType.MetadataType is MetadataType.Char or MetadataType.Single or MetadataType.Double;
            string constant = field.HasConstant && !isReal ? string.Create(CultureInfo.InvariantCulture, $" = {field.Constant}") : "";
            yield return type.IsEnum ? $"F:{id}.{field.Name}{constant}" : $"F:{id}.{field.Name} : {Written(field.FieldType)}{constant}";
        }
    }

    private static bool IsSeen(MethodDefinition? method) => method is not null && (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly);

    private static string Parameters(IEnumerable<TypeReference> types)
    {
        string list = string.Join(',', types.Select(Id));
        return list.Length == 0 ? "" : $"({list})";
    }

    private static string Id(TypeReference type) => type switch
    {
        ByReferenceType reference => Id(reference.ElementType) + "@",
        ArrayType array => Id(array.ElementType) + "[]",
        RequiredModifierType modified => Id(modified.ElementType),
        { DeclaringType: not null } => $"{Id(type.DeclaringType)}.{type.Name}",
        _ => type.Namespace.Length == 0 ? type.Name : $"{type.Namespace}.{type.Name}",
    };

    private static string Written(TypeReference type) => type switch
    {
        ArrayType array => Written(array.ElementType) + "[]",
        _ => Keywords.GetValueOrDefault(Id(type), Id(type)),
    };
}
