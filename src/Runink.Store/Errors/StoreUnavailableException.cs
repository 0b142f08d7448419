namespace Runink.Store;

/// <summary>
/// The store cannot be used: it cannot be opened or locked, or an earlier failure has stopped this instance. The outcome of
/// a transaction that ends with it is unknown until the store is opened again.
/// </summary>
public sealed class StoreUnavailableException(string message, string hint, Exception? inner = null)
    : StoreException(message, hint, inner);
