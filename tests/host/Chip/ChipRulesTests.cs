using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace Telltale.HostTests.Chip;

/// <summary>Each construct that ends the program on the chip is compiled here and found, and what works is left alone.</summary>
public sealed class ChipRulesTests
{
    private static readonly Lazy<MetadataReference[]> NanoFramework = new(() => [MetadataReference.CreateFromFile(ChipBuild.Assembly(Repository.At("hardware", "nano-reference", "mscorlib.csproj")))]);

    private static readonly Lazy<MetadataReference[]> DotNet = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(path => Path.GetFileName(path) is "System.Private.CoreLib.dll" or "System.Runtime.dll").Select(path => MetadataReference.CreateFromFile(path))]);

    [Test]
    public void What_the_interpreter_runs_is_left_alone() => Assert.That(
        ChipRules.Check(Compile(
            """
            using System;
            using System.Threading;
            public delegate int Change(int value);
            public interface IShape { int Area(); }
            public sealed class Box(int width, int height) : IShape
            {
                private readonly int[] _sides = [width, height];
                public event EventHandler Changed;
                public int Area()
                {
                    int[][] jagged = new int[2][];
                    jagged[0] = new[] { 1, 2, 3 };
                    Change change = value => value + _sides[0] + jagged[0][1];
                    Changed?.Invoke(this, EventArgs.Empty);
                    lock (_sides) { return change(_sides[1]); }
                }
                public string Name(int number)
                {
                    try { return number switch { 0 => "none", 1 => "one", _ => $"{number} of {_sides.Length}" }; }
                    catch (Exception e) when (e is ArgumentException) { return null; }
                    finally { Thread.Sleep(0); }
                }
            }
            public static class Extensions
            {
                public static int Twice(this int value) => value * 2;
                public static int Call() { Change change = value => value.Twice(); return change(2); }
                public static Thread Start() => new Thread(Run);
                private static void Run() { }
            }
            """)),
        Is.Empty);

    [Test]
    public void A_generic_type_is_found_though_nobody_uses_it() => Rejects("public class Box<T> { public T Value; }", "Box`1 is a generic type");

    [Test]
    public void An_instance_field_of_a_test_class_is_found() =>
        Rejects("public class TestClassAttribute : System.Attribute { } [TestClass] public class C { private int _count; public int M() => _count++; }", "C._count is an instance field of a test class");

    [Test]
    public void A_generic_delegate_is_found() => Rejects("public delegate T Make<T>();", "Make`1 is a generic type");

    [Test]
    public void A_generic_method_is_found() => Rejects("public class C { public T Same<T>(T value) => value; }", "C.Same is a generic method");

    [Test]
    public void A_call_of_a_generic_method_is_found() => Rejects("public class C { public T Same<T>(T value) => value; public int M() => Same(1); }", "C.M calls the generic method");

    [Test]
    public void A_generic_type_in_a_field_is_found() => Rejects("public class C { public System.Collections.Generic.IEnumerable<int> F; }", "C.F has the generic type", DotNet.Value);

    [Test]
    public void A_nullable_value_is_found() => Rejects("public class C { public int? F; }", "C.F has the generic type", DotNet.Value);

    [Test]
    public void A_tuple_is_found() => Rejects("public class C { public (int A, int B) M() => (1, 2); }", "C.M has the generic type", DotNet.Value);

    [Test]
    public void Func_is_found() => Rejects("public class C { public int M() { var f = (int q) => q + 1; return f(1); } }", "uses System.Func`2", DotNet.Value);

    [Test]
    public void Action_is_found() => Rejects("public class C { public void M(System.Action a) => a(); }", "uses System.Action", DotNet.Value);

    [Test]
    public void A_multi_dimensional_array_is_found_in_a_local() => Rejects("public class C { private static int M() { var grid = new int[2, 3]; grid[1, 1] = 1; return grid[0, 0]; } }", "C.M has the multi-dimensional array");

    [Test]
    public void A_multi_dimensional_array_is_found_in_a_signature() => Rejects("public class C { public void M(byte[,,] cube) { } }", "C.M has the multi-dimensional array");

    [Test]
    public void A_multi_dimensional_array_is_found_in_a_field() => Rejects("public class C { public byte[][,] F; }", "C.F has the multi-dimensional array");

    [Test]
    public void A_delegate_over_an_extension_method_is_found() => Rejects(
        "public delegate int D(); public static class E { public static int Length2(this string s) => s.Length; public static D M(string s) => s.Length2; }",
        "E.M makes a delegate over the extension method Length2");

    [Test]
    public void A_default_interface_method_is_found() => Rejects("public interface I { int M() => 1; }", "I.M is a default interface method", DotNet.Value);

    [Test]
    public void The_declarations_do_not_let_a_default_interface_method_compile() =>
        Assert.That(Diagnostics("public interface I { int M() => 1; }", NanoFramework.Value), Does.Contain("CS8701"));

    [Test]
    public void A_static_abstract_member_is_found() => Rejects("public interface I { static abstract int M(); }", "I.M is static and abstract", DotNet.Value);

    [Test]
    public void Stackalloc_is_found() => Rejects("public class C { public unsafe int M() { int* p = stackalloc int[4]; return p[0]; } }", "C.M uses stackalloc");

    [Test]
    public void A_native_integer_is_found() => Rejects("public class C { public int M(int a) { nint n = a; n += 2; return (int)n; } public nint N(nint a) => a; }", "C.N has a native integer");

    [Test]
    public void A_function_pointer_is_found() => Rejects(
        "public unsafe class C { static int Twice(int a) => a * 2; public int M() { delegate*<int, int> f = &Twice; return f(2); } }",
        "C.M calls through a function pointer");

    [Test]
    public void A_pinned_local_is_found() => Rejects("public class C { public unsafe int M(byte[] b) { fixed (byte* p = &b[0]) { return *p; } } }", "C.M pins");

    [Test]
    public void A_pointer_is_found() => Rejects("public class C { public unsafe int M(int* p) => *p; }", "C.M has the pointer");

    [Test]
    public void A_volatile_field_is_found() => Rejects("public class C { public volatile int F; }", "C.F is volatile", DotNet.Value);

    [TestCase(255, false)]
    [TestCase(256, true)]
    public void Two_hundred_and_fifty_six_locals_are_too_many(int count, bool found)
    {
        StringBuilder source = new("public class C { static void Take(ref int a) { } public void M() { ");
        for (int i = 0; i < count; i++)
        {
            source.Append(CultureInfo.InvariantCulture, $"int v{i} = {i}; Take(ref v{i}); ");
        }

        Expect(source.Append("} }").ToString(), found, "C.M has 256 locals");
    }

    [TestCase(255, false)]
    [TestCase(256, true)]
    public void Two_hundred_and_fifty_six_arguments_are_too_many(int count, bool found) =>
        Expect($"public class C {{ public static void M({string.Join(", ", Enumerable.Range(0, count).Select(i => $"int a{i}"))}) {{ }} }}", found, "C.M has 256 arguments");

    [TestCase(255, false)]
    [TestCase(256, true)]
    public void A_switch_of_two_hundred_and_fifty_six_cases_is_too_large(int count, bool found)
    {
        StringBuilder source = new("public class C { static void A(int x) { } public static void M(int value) { switch (value) { ");
        for (int i = 0; i < count; i++)
        {
            source.Append(CultureInfo.InvariantCulture, $"case {i}: A({i}); break; ");
        }

        Expect(source.Append("} } }").ToString(), found, "C.M has a switch of 256 cases");
    }

    [TestCase(6, false)]
    [TestCase(7, true)]
    public void Seven_try_blocks_within_each_other_are_too_deep(int depth, bool found)
    {
        StringBuilder source = new("public class C { static void A() { } public static void M() { ");
        source.Insert(source.Length, "try { ", depth).Append("A(); ").Insert(source.Length, "} catch { A(); } ", depth);
        Expect(source.Append("} }").ToString(), found, "C.M nests try blocks 7 deep");
    }

    [TestCase("static", 255, false)]
    [TestCase("static", 256, true)]
    [TestCase("virtual", 256, true)]
    [TestCase("instance", 256, true)]
    public void A_type_holds_255_methods_of_a_kind(string kind, int count, bool found)
    {
        string modifier = kind == "instance" ? "" : kind;
        string source = $"public {(kind == "static" ? "static" : "")} class C {{ {string.Concat(Enumerable.Range(0, count).Select(i => $"public {modifier} void M{i}() {{ }} "))} }}";
        Expect(source, found, $"{kind} methods: a type holds 255");
    }

    [Test]
    public void More_code_than_an_assembly_holds_is_found()
    {
        StringBuilder source = new();
        for (int type = 0; type < 30; type++)
        {
            source.Append(CultureInfo.InvariantCulture, $"public static class C{type} {{ public static int M(int a) {{ ");
            source.Insert(source.Length, "a = a * 123456 + a / 3456789 - 2345678; ", 150).Append("return a; } } ");
        }

        Rejects(source.ToString(), "bytes of IL: an assembly holds 65535");
    }

    [Test]
    public void More_text_than_an_assembly_holds_is_found()
    {
        string source = string.Concat(Enumerable.Range(0, 70).Select(i => $"public static class C{i} {{ public static string M() => \"{new string((char)('a' + (i % 26)), 1000)}{i}\"; }} "));
        Rejects(source, "bytes of strings: an assembly holds 65535");
    }

    [Test]
    public void More_rows_than_a_table_holds_are_found()
    {
        string source = string.Concat(Enumerable.Range(0, 21).Select(i => $"public class C{i} {{ {string.Concat(Enumerable.Range(0, 200).Select(f => $"public int F{f}; "))} }} "));
        Rejects(source, "rows in its table Field: a table holds 4096");
    }

    [TestCaseSource(nameof(DeviceProjects))]
    public void A_device_assembly_keeps_the_rules(string project)
    {
        string assembly = ChipBuild.Assembly(Repository.At(project));
        ChipSizes sizes = ChipSizes.Measure(File.ReadAllBytes(assembly));
        TestContext.Out.WriteLine($"{sizes.Code} of {ChipRules.MaximumCode} bytes of IL, {sizes.Strings} of {ChipRules.MaximumStrings} bytes of strings, {sizes.Rows} of {ChipRules.MaximumRows} rows in {sizes.LargestTable}");
        Assert.That(ChipRules.Check(assembly), Is.Empty);
    }

    private static IEnumerable<string> DeviceProjects() => ChipBuild.DeviceProjects.Select(Repository.Relative);

    private static void Rejects(string source, string finding, MetadataReference[]? references = null) =>
        Assert.That(ChipRules.Check(Compile(source, references)), Has.Some.Contains(finding));

    private static void Expect(string source, bool found, string finding)
    {
        if (found)
        {
            Rejects(source, finding);
        }
        else
        {
            Assert.That(ChipRules.Check(Compile(source)), Is.Empty);
        }
    }

    private static byte[] Compile(string source, MetadataReference[]? references = null)
    {
        using MemoryStream image = new();
        EmitResult result = Compilation(source, references ?? NanoFramework.Value).Emit(image);
        Assert.That(result.Success, Is.True, () => string.Join('\n', result.Diagnostics));
        return image.ToArray();
    }

    private static string Diagnostics(string source, MetadataReference[] references)
    {
        using MemoryStream image = new();
        return string.Join('\n', Compilation(source, references).Emit(image).Diagnostics);
    }

    private static CSharpCompilation Compilation(string source, MetadataReference[] references) => CSharpCompilation.Create(
        "Snippet",
        [CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.CSharp12))],
        references,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true));
}
