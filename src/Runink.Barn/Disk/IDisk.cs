namespace Runink.Barn;

/// <summary>
/// The directory of one node, as everything in the Barn sees it: a real one, or one in memory that forgets, tears and spoils on
/// purpose. Calls are synchronous and may take long; who may not wait hands a job to an <see cref="IDiskWorker"/>. Names are
/// relative, with one folder at most: <c>wal/0000000000000001.log</c>. Different files may be used by different threads.
/// </summary>
/// <remarks>
/// Failures are <see cref="IOException"/>s; <see cref="DiskFullException"/> when there is no room. Nothing survives a loss of
/// power before it is synced: contents by <see cref="IDiskFile.Sync"/>, names by <see cref="SyncFolder"/>.
/// </remarks>
public interface IDisk
{
    /// <summary>The names of the files in a folder, in ordinal order; none when there is no such folder.</summary>
    IReadOnlyList<string> List(string folder);

    /// <summary>Opens a file that exists.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    IDiskFile Open(string name);

    /// <summary>Makes a new file and, if need be, its folder.</summary>
    /// <exception cref="IOException">There is one already.</exception>
    IDiskFile Create(string name);

    /// <summary>Gives a file another name in the same folder, replacing what had it.</summary>
    void Rename(string from, string to);

    /// <summary>Deletes a file; nothing happens when there is none.</summary>
    void Delete(string name);

    /// <summary>Makes the names in a folder, and the folder itself, durable.</summary>
    void SyncFolder(string folder);
}
