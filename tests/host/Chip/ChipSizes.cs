using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;

namespace Telltale.HostTests.Chip;

/// <summary>What of an assembly nanoFramework limits, measured from above: its own encoding of the IL is a little shorter.</summary>
/// <param name="Code">Bytes of IL and exception records.</param>
/// <param name="Strings">Bytes of names and user strings, each once.</param>
/// <param name="LargestTable">The metadata table with the most rows, of those that nanoFramework has too.</param>
/// <param name="Rows">Its rows.</param>
internal sealed record ChipSizes(int Code, int Strings, string LargestTable, int Rows)
{
    private static readonly TableIndex[] Tables =
        [TableIndex.TypeRef, TableIndex.TypeDef, TableIndex.Field, TableIndex.MethodDef, TableIndex.MemberRef, TableIndex.CustomAttribute, TableIndex.TypeSpec, TableIndex.AssemblyRef];

    /// <summary>Measures an assembly image.</summary>
    public static ChipSizes Measure(byte[] image)
    {
        using PEReader reader = new(new MemoryStream(image));
        MetadataReader metadata = reader.GetMetadataReader();

        int code = 0;
        HashSet<string> strings = new(StringComparer.Ordinal);
        foreach (MethodDefinition method in metadata.MethodDefinitions.Select(metadata.GetMethodDefinition))
        {
            strings.Add(metadata.GetString(method.Name));
            if (method.RelativeVirtualAddress != 0)
            {
                MethodBodyBlock body = reader.GetMethodBody(method.RelativeVirtualAddress);

                // Eight bytes a handler, and their number for a method that has any.
                code += body.GetILReader().Length + (body.ExceptionRegions.Length > 0 ? (body.ExceptionRegions.Length * 8) + 1 : 0);
            }
        }

        strings.UnionWith(metadata.FieldDefinitions.Select(handle => metadata.GetString(metadata.GetFieldDefinition(handle).Name)));
        strings.UnionWith(metadata.MemberReferences.Select(handle => metadata.GetString(metadata.GetMemberReference(handle).Name)));
        strings.UnionWith(metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name)));
        foreach (TypeDefinition type in metadata.TypeDefinitions.Select(metadata.GetTypeDefinition))
        {
            strings.UnionWith([metadata.GetString(type.Name), metadata.GetString(type.Namespace)]);
        }

        foreach (TypeReference type in metadata.TypeReferences.Select(metadata.GetTypeReference))
        {
            strings.UnionWith([metadata.GetString(type.Name), metadata.GetString(type.Namespace)]);
        }

        for (UserStringHandle handle = MetadataTokens.UserStringHandle(1); !handle.IsNil && MetadataTokens.GetHeapOffset(handle) < metadata.GetHeapSize(HeapIndex.UserString); handle = metadata.GetNextHandle(handle))
        {
            strings.Add(metadata.GetUserString(handle));
        }

        TableIndex largest = Tables.MaxBy(metadata.GetTableRowCount);
        return new ChipSizes(code, strings.Sum(text => Encoding.UTF8.GetByteCount(text) + 1), largest.ToString(), metadata.GetTableRowCount(largest));
    }
}
