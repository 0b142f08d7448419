namespace Runink.Store;

/// <summary>A change was asked of a store that may only be read.</summary>
public sealed class StoreReadOnlyException(string path) : StoreException(
    $"{path} may only be read by this process", "run as a user that may write there, or make the directory writable");
