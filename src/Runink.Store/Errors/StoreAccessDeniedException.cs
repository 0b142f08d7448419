namespace Runink.Store;

/// <summary>
/// The store does not know the caller, or does not let them do this: a wrong password, no permission. Nothing was done.
/// </summary>
public sealed class StoreAccessDeniedException(string message, string hint, Exception? inner = null)
    : StoreException(message, hint, inner);
