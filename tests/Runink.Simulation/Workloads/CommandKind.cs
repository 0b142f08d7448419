namespace Runink.Simulation;

/// <summary>What a command asks of its object.</summary>
public enum CommandKind : byte
{
    /// <summary>The value of a register, or the whole list.</summary>
    Read,

    /// <summary>Sets a register.</summary>
    Write,

    /// <summary>Sets a register if it holds what is expected; tells whether it did.</summary>
    CompareAndSwap,

    /// <summary>Adds to the end of a list.</summary>
    Append,

    /// <summary>Puts an element into a set; tells whether it was not there.</summary>
    Add,

    /// <summary>Takes an element out of a set; tells whether it was there.</summary>
    Remove,

    /// <summary>Whether an element is in a set.</summary>
    Contains,
}
