using Microsoft.Data.Sqlite;
using Telltale.Fleet;

namespace Telltale.Simulation;

/// <summary>Reads the owner's tables, past the code that a map or a person would ask.</summary>
internal sealed class OwnerBook(SampleStore store)
{
    /// <summary>Every sample of a unit.</summary>
    internal IEnumerable<StoredRow> Samples(string unitId)
    {
        using SqliteConnection connection = Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            SELECT signals, latitude_e7, longitude_e7, height_mm, speed_mm_s, course_cdeg, satellites, time_ms, time_source
            FROM sample WHERE unit = (SELECT id FROM unit WHERE unit_id = $unit) ORDER BY id
            """;
        command.Parameters.AddWithValue("$unit", unitId);
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            StoredRow row = new()
            {
                HasPosition = !reader.IsDBNull(1),
                Height = Number(reader, 3),
                Speed = Number(reader, 4),
                Course = Number(reader, 5),
                Satellites = Number(reader, 6),
                Time = reader.IsDBNull(7) ? null : reader.GetInt64(7),
                TimeSource = reader.GetInt32(8),
            };
            if (row.HasPosition)
            {
                row.Latitude = reader.GetInt32(1);
                row.Longitude = reader.GetInt32(2);
            }

            if (!reader.IsDBNull(0))
            {
                ReadSignals(reader.GetString(0), ref row);
            }

            yield return row;
        }
    }

    /// <summary>Authentic frames that were kept aside, because their number was stored with another content.</summary>
    internal IReadOnlyList<byte[]> Conflicts(string unitId)
    {
        using SqliteConnection connection = Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            SELECT conflict.sealed FROM conflict JOIN stream ON stream.id = conflict.stream
            WHERE stream.unit = (SELECT id FROM unit WHERE unit_id = $unit) ORDER BY conflict.id
            """;
        command.Parameters.AddWithValue("$unit", unitId);
        using SqliteDataReader reader = command.ExecuteReader();
        List<byte[]> frames = [];
        while (reader.Read())
        {
            frames.Add(reader.GetFieldValue<byte[]>(0));
        }

        return frames;
    }

    private SqliteConnection Open()
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = store.Path, Mode = SqliteOpenMode.ReadWrite }.ToString());
        connection.Open();
        return connection;
    }

    private static int? Number(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt32(column);

    // A JSON array of whole numbers and nulls.
    private static void ReadSignals(string text, ref StoredRow row)
    {
        int index = 0;
        int value = 0;
        bool isNegative = false;
        bool hasValue = false;
        foreach (char next in text)
        {
            if (next is ',' or ']')
            {
                value = !hasValue ? -1 : isNegative ? -value : value;
                if (index < SignalCatalogue.Count)
                {
                    row.Signals[index] = value;
                }
                else if (index == SignalCatalogue.EpochIndex && hasValue)
                {
                    row.Number = value;
                }

                index++;
                value = 0;
                isNegative = false;
                hasValue = false;
            }
            else if (next == '-')
            {
                isNegative = true;
            }
            else if (char.IsAsciiDigit(next))
            {
                value = (value * 10) + (next - '0');
                hasValue = true;
            }
        }
    }
}
