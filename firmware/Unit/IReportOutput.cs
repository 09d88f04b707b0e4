namespace Telltale.Unit;

/// <summary>Takes reports that a program reads, a line each.</summary>
public interface IReportOutput
{
    /// <summary>Takes a line, without its end.</summary>
    void WriteLine(string line);
}
