namespace Runink.Store;

/// <summary>An expected failure of a store. The message says what happened and why; the hint what to do.</summary>
public abstract class StoreException : Exception
{
    private protected StoreException(string message, string hint, Exception? inner = null)
        : base(message, inner) => Hint = hint;

    /// <summary>What a person or a program can do about it.</summary>
    public string Hint { get; }
}
