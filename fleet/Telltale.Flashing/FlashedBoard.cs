namespace Telltale.Flashing;

/// <summary>What the owner's home knows of a board.</summary>
/// <param name="MacAddress">The chip's address, 12 hexadecimal digits.</param>
/// <param name="Board">Its name in the table.</param>
/// <param name="UnitId">The unit that it was made.</param>
/// <param name="IsReady">True once the unit said that it is ready; false from the moment the board was begun with.</param>
/// <param name="Time">When that was.</param>
/// <param name="InterpreterVersion">The interpreter put on it.</param>
/// <param name="ApplicationSha256">The application put on it.</param>
public sealed record FlashedBoard(
    string MacAddress, string Board, string UnitId, bool IsReady, DateTimeOffset Time, string InterpreterVersion, string ApplicationSha256);
