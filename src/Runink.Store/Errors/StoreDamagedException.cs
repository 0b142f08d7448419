namespace Runink.Store;

/// <summary>A file of the store does not hold what was written to it. Nothing was changed; nothing of it is believed.</summary>
public sealed class StoreDamagedException(string file, long offset, string what) : StoreException(
    $"{file} is damaged at byte {offset}: {what}",
    $"stop everything that uses this store, keep a copy of {file}, and restore the directory from a backup; "
    + "if there is none, move the directory away to start with an empty store")
{
    /// <summary>Path of the damaged file.</summary>
    public string File { get; } = file;

    /// <summary>Where the record begins that cannot be read, in bytes from the start of the file.</summary>
    public long Offset { get; } = offset;
}
