namespace Telltale.Virtual.Flash;

/// <summary>How far an erase or a program had come when the power failed.</summary>
public enum DeviceCut
{
    /// <summary>It had not begun.</summary>
    NotDone,

    /// <summary>It was half done: the first bytes are programmed, or part of the block is erased and the rest holds bits of before and after.</summary>
    Torn,

    /// <summary>It was done, and nothing after it.</summary>
    Done,
}
