namespace Runink.Runs.Files;

/// <summary>
/// The changes that publishing makes to a filesystem, one small step each, so that tests can stop the world between any two.
/// Paths are absolute. Failures are <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.
/// </summary>
public interface IFileOperations
{
    /// <summary>Bytes of a file, or null when there is none.</summary>
    long? Size(string path);

    /// <summary>Makes a directory and its parents; what was new is synced into its parent.</summary>
    void CreateDirectory(string path);

    /// <summary>Renames a file over whatever has that name, within one filesystem.</summary>
    void Move(string from, string to);

    /// <summary>Makes or overwrites a file and forces its content to disk.</summary>
    void Write(string path, ReadOnlySpan<byte> content);

    /// <summary>Forces a file's content to disk.</summary>
    void SyncFile(string path);

    /// <summary>Forces a directory's entries to disk.</summary>
    void SyncDirectory(string path);

    /// <summary>Removes a file; one that is gone is no error.</summary>
    void Delete(string path);

    /// <summary>Removes a directory if nothing is in it.</summary>
    void DeleteIfEmpty(string path);

    /// <summary>Removes a directory and all in it; one that is gone is no error.</summary>
    void DeleteTree(string path);
}
