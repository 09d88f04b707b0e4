using System.Text.Json;
using Telltale.Fleet;

namespace Telltale.Flashing;

/// <summary>
/// Which board is which unit: a file for each chip address in the owner's home, written before a board is touched and again when its unit is ready. So an
/// interrupted run goes on with the same unit, and one unit's keys do not get onto two boards unnoticed.
/// </summary>
public sealed class BoardLedger
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly FleetHome _home;

    /// <summary>Opens the ledger of a home.</summary>
    public BoardLedger(FleetHome home)
    {
        ArgumentNullException.ThrowIfNull(home);
        _home = home;
        Folder = Path.Combine(home.Folder, "boards");
    }

    /// <summary>The ledger's folder.</summary>
    public string Folder { get; }

    /// <summary>The board of a chip address, or null.</summary>
    /// <exception cref="FlashException">Its file is damaged.</exception>
    public FlashedBoard? Find(string macAddress)
    {
        string path = PathOf(macAddress);
        return File.Exists(path) ? Read(path) : null;
    }

    /// <summary>The boards that were made a unit, in no order.</summary>
    /// <exception cref="FlashException">A file is damaged.</exception>
    public IReadOnlyList<FlashedBoard> FindUnit(string unitId)
    {
        return Directory.Exists(Folder)
            ? Directory.GetFiles(Folder, "*.json").Select(Read).Where(board => string.Equals(board.UnitId, unitId, StringComparison.Ordinal)).ToArray()
            : [];
    }

    /// <summary>Writes a board's entry in one step.</summary>
    public void Write(FlashedBoard board)
    {
        ArgumentNullException.ThrowIfNull(board);
        SecretFile.CreateFolder(_home.Folder);
        SecretFile.CreateFolder(Folder);
        SecretFile.Replace(PathOf(board.MacAddress), JsonSerializer.SerializeToUtf8Bytes(board, s_json));
    }

    private static FlashedBoard Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<FlashedBoard>(File.ReadAllBytes(path), s_json) ?? throw new JsonException("It is empty.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new FlashException($"The board's entry {path} cannot be read: {exception.Message} Delete it to begin with the board anew.", exception);
        }
    }

    private string PathOf(string macAddress) => Path.Combine(Folder, macAddress + ".json");
}
