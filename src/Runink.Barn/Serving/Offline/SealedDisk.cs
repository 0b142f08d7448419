namespace Runink.Barn;

/// <summary>
/// A disk on which nothing changes: what is written, renamed and deleted is forgotten. So recovery can be gone through without
/// repairing anything.
/// </summary>
internal sealed class SealedDisk(IDisk disk) : IDisk
{
    public IReadOnlyList<string> List(string folder) => disk.List(folder);

    public IDiskFile Open(string name) => new SealedFile(disk.Open(name));

    public IDiskFile Create(string name) => new SealedFile(null);

    public void Rename(string from, string to)
    {
    }

    public void Delete(string name)
    {
    }

    public void SyncFolder(string folder)
    {
    }

    private sealed class SealedFile(IDiskFile? file) : IDiskFile
    {
        public long Length => file?.Length ?? 0;

        public int Read(long offset, Span<byte> into) => file?.Read(offset, into) ?? 0;

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
        }

        public void Preallocate(long length)
        {
        }

        public void SetLength(long length)
        {
        }

        public void Sync()
        {
        }

        public void Dispose() => file?.Dispose();
    }
}
