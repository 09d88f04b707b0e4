namespace Telltale.Gnss;

/// <summary>Who wants the fixes of a decoder.</summary>
public interface IFixListener
{
    /// <summary>Called once for every navigation epoch, with or without a position. The object is the decoder's: copy what is kept.</summary>
    void OnFix(Fix fix);
}
