namespace Runink.Store;

/// <summary>A request that no store could carry out: malformed, too large, or about a revision that has not happened.</summary>
public sealed class StoreRequestException(string message, string hint) : StoreException(message, hint);
