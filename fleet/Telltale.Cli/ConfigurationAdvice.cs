using Telltale.Configuration;
using Telltale.Esp32;

namespace Telltale.Cli;

/// <summary>What a unit takes, and its board does not bear: the table of boards says so, the schema and the reader do not know it.</summary>
public static class ConfigurationAdvice
{
    /// <summary>A sentence for each, with the path; none where all is well.</summary>
    public static IEnumerable<string> Of(UnitConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        string name = configuration.Text(ConfigurationKey.BoardName);
        if (Boards.Find(name) is not { } board)
        {
            yield return $"board.name: there is no board '{name}'; boards: {string.Join(", ", Boards.Names())}";
            yield break;
        }

        for (int index = 0; index < configuration.Number(ConfigurationKey.Outputs); index++)
        {
            int pin = (int)configuration.Item(ConfigurationKey.Outputs, index).Number(OutputMember.Pin);
            if (BoardPins.WhyNoOutput(board, pin) is { } why)
            {
                yield return $"commands.outputs[{index}].pin: GPIO{pin} {why} on the board {name}: the unit would not use this output";
            }
        }
    }
}
