namespace Runink.Store.Machine;

/// <summary>The bounds of single requests. A store holds decisions; bulk belongs into files that it names.</summary>
internal static class StoreLimits
{
    /// <summary>Bytes of all keys and values that a transaction compares and writes.</summary>
    public const int TxnBytes = 4 << 20;

    /// <summary>Conditions and steps of a transaction.</summary>
    public const int TxnParts = 1 << 14;

    /// <summary>Memory for the history that is kept when it is trimmed; it may double until then.</summary>
    public const long HistoryBytes = 64 << 20;

    /// <summary>The longest time to live of a lease.</summary>
    public static readonly TimeSpan LeaseTime = TimeSpan.FromDays(366);
}
