namespace Telltale.SimulationTests;

/// <summary>A fault in one source file, and the simulation that shows it.</summary>
/// <param name="Name">What it does.</param>
/// <param name="File">The file, from the root of the repository.</param>
/// <param name="Original">Text that is in that file exactly once.</param>
/// <param name="Fault">What stands there instead.</param>
/// <param name="Arguments">Of <c>telltale simulate</c>.</param>
/// <param name="Findings">Kinds of findings, one of which it must bring about.</param>
internal sealed record PlantedFault(string Name, string File, string Original, string Fault, string Arguments, params string[] Findings)
{
    /// <summary>The project's folder, and so the assembly that it is compiled into.</summary>
    internal string Project => string.Join('/', File.Split('/')[..2]);

    public override string ToString() => Name;
}
