using nanoFramework.TestFramework;
using Telltale.J1939;

namespace Telltale.DeviceTests.J1939;

[TestClass]
public class J1939IdentifierTests
{
    // Clause 5.2 of SAE J1939-21; the identifiers are of a recording that pretty_j1939's README decodes, the last two of its tests.
    [DataRow(0x0CF00400u, 3, 61444, 0, 255)]
    [DataRow(0x18FEF131u, 6, 65265, 49, 255)]
    [DataRow(0x08FE6E0Bu, 2, 65134, 11, 255)]
    [DataRow(0x10FDA300u, 4, 64931, 0, 255)]
    [DataRow(0x18ECFF00u, 6, 0xEC00, 0, 255)]
    [DataRow(0x18EB0100u, 6, 0xEB00, 0, 1)]
    [DataRow(0x0C000F0Bu, 3, 0, 11, 15)]
    [DataRow(0x1DFFFFFEu, 7, 0x1FFFF, 254, 255)]
    [DataRow(0x03EF0102u, 0, 0x3EF00, 2, 1)]
    [TestMethod]
    public void Clause_5_2_An_identifier_has_priority_parameter_group_source_and_destination(uint identifier, int priority, int group, int source, int destination)
    {
        Assert.AreEqual(priority, J1939Identifier.Priority(identifier));
        Assert.AreEqual(group, J1939Identifier.ParameterGroup(identifier));
        Assert.AreEqual(source, J1939Identifier.Source(identifier));
        Assert.AreEqual(destination, J1939Identifier.Destination(identifier));
    }
}
