using System;
using Telltale.Unit;

namespace Telltale.Esp32;

/// <summary>Start-up reports go to nanoFramework's debugger channel (COM1), where whoever flashed the board reads them: no other port is sure to be wired on a bench.</summary>
public sealed class ReportOutput : IReportOutput
{
    /// <inheritdoc/>
    public void WriteLine(string line)
    {
        Console.WriteLine(line);
    }
}
