namespace Runink.Store;

/// <summary>There was no room on the disk, or no quota, to record a change. It did not happen; the store is as before.</summary>
public sealed class StoreDiskFullException(string path, Exception inner) : StoreException(
    $"no space left to write {path}; the change was not made", "free space on that file system, then try again", inner);
