using Telltale.Virtual.Flash;

namespace Telltale.HostTests.Flash;

/// <summary>The files that ought to be on a volume, as text: name, length, and whether the bytes are those that were written.</summary>
internal sealed class FileContents
{
    private static readonly byte[] Buffer = new byte[1 << 20];

    private readonly Dictionary<string, List<FileOperation>> _files = new(StringComparer.Ordinal);

    public FileContents Fork()
    {
        FileContents copy = new();
        foreach ((string name, List<FileOperation> appends) in _files)
        {
            copy._files[name] = [.. appends];
        }

        return copy;
    }

    /// <summary>The same with an empty file of that name, if there is none.</summary>
    public FileContents WithEmpty(string name)
    {
        FileContents copy = Fork();
        copy._files.TryAdd(name, []);
        return copy;
    }

    public void Do(FileOperation operation)
    {
        if (operation.IsRemoval)
        {
            _files.Remove(operation.Name);
            return;
        }

        if (!_files.TryGetValue(operation.Name, out List<FileOperation>? appends))
        {
            _files[operation.Name] = appends = [];
        }

        appends.Add(operation);
    }

    /// <summary>Does an operation here and on the volume.</summary>
    public bool Do(SimulatedVolume volume, FileOperation operation)
    {
        bool isDone = operation.IsRemoval ? volume.Delete(operation.Name) : volume.Append(operation.Name, operation.Content, 0, operation.Length);
        if (isDone)
        {
            Do(operation);
        }

        return isDone;
    }

    public static string Describe(IReadOnlyDictionary<string, int> lengths) =>
        string.Join(' ', lengths.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}:{pair.Value}"));

    public override string ToString() => Describe(_files.ToDictionary(file => file.Key, file => file.Value.Sum(append => append.Length), StringComparer.Ordinal));

    /// <summary>Reads every file of a volume, and states what differs from what was written.</summary>
    public string Compare(SimulatedVolume volume)
    {
        Dictionary<string, int> found = new(StringComparer.Ordinal);
        string differences = "";
        foreach (string name in volume.List(""))
        {
            int length = volume.Read(name, 0, Buffer, 0, Buffer.Length);
            found[name] = length;
            int position = 0;
            foreach (FileOperation append in _files.GetValueOrDefault(name, []).TakeWhile(append => append.Length <= length - position))
            {
                if (!Buffer.AsSpan(position, append.Length).SequenceEqual(append.Content))
                {
                    differences += $" {name} differs in append {append.Number}";
                }

                position += append.Length;
            }
        }

        return Describe(found) + differences;
    }
}
