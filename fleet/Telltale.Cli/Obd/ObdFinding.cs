namespace Telltale.Cli.Obd;

/// <summary>One thing that a response says.</summary>
/// <param name="Service">The service of the response, two digits.</param>
/// <param name="Id">The PID, information type, monitor or data identifier.</param>
/// <param name="Name">What it is.</param>
/// <param name="Value">Its number.</param>
/// <param name="Unit">The unit of the number.</param>
/// <param name="Text">Words: letters of a trouble code, a text, the meaning of a number.</param>
/// <param name="Raw">The bytes, where nothing better is known.</param>
public sealed record ObdFinding(string Service, string? Id, string? Name, decimal? Value = null, string? Unit = null, string? Text = null, string? Raw = null);
