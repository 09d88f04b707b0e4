namespace Telltale.Simulation;

/// <summary>A frame that reached flash and did not yet reach the owner's store.</summary>
/// <param name="Stream">Its stream.</param>
/// <param name="Sequence">Its number.</param>
/// <param name="Frame">As it was written.</param>
/// <param name="File">The file that it was written to first.</param>
/// <param name="At">When.</param>
/// <param name="IsCertain">False: the power failed inside that call, which may have left nothing.</param>
internal sealed record ArchivedFrame(ulong Stream, int Sequence, byte[] Frame, string File, long At, bool IsCertain)
{
    /// <summary>The simulated workshop or thief has touched the file that it is in.</summary>
    internal bool IsDamaged { get; set; }

    internal bool IsOrdinary => (Frame[0] & 3) == 0;
}
