namespace Runink.Barn.Tests;

/// <summary>
/// A disk in memory that knows what of it is durable, and can show what a loss of power might leave: any part of what was not
/// synced, torn in sectors, in any order, and names that were forgotten. It can be full, fail and hang. Thread-safe.
/// </summary>
public sealed class MemoryDisk : IDisk
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, MemoryFile> _names = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, MemoryFile> _durableNames = new(StringComparer.Ordinal);
    private readonly List<NameChange> _pending = [];

    /// <summary>Bytes that all files may have together.</summary>
    public long Capacity { get; set; } = long.MaxValue;

    /// <summary>Whether it says that files are synced, and they are not.</summary>
    public bool Lies { get; set; }

    /// <summary>Called with the name of a file or folder before it is synced: may throw, or not return for a while.</summary>
    public Action<string>? Syncing { get; set; }

    /// <summary>Called after everything that changes something, with what it was.</summary>
    public Action<string>? Changed { get; set; }

    public IReadOnlyList<string> List(string folder)
    {
        lock (_lock) return [.. _names.Keys.Where(name => FolderOf(name) == folder)];
    }

    public IDiskFile Open(string name)
    {
        lock (_lock)
        {
            if (_names.TryGetValue(name, out var file)) return new Handle(this, file, name);
            throw new FileNotFoundException($"no {name}");
        }
    }

    public IDiskFile Create(string name)
    {
        var file = new MemoryFile();
        lock (_lock)
        {
            if (!_names.TryAdd(name, file)) throw new IOException($"{name} exists");
            _pending.Add(new NameChange(FolderOf(name), null, name, file));
        }

        Changed?.Invoke($"create {name}");
        return new Handle(this, file, name);
    }

    public void Rename(string from, string to)
    {
        lock (_lock)
        {
            if (!_names.Remove(from, out var file)) throw new FileNotFoundException($"no {from}");
            _names[to] = file;
            _pending.Add(new NameChange(FolderOf(to), from, to, file));
        }

        Changed?.Invoke($"rename {from} {to}");
    }

    public void Delete(string name)
    {
        lock (_lock)
        {
            if (!_names.Remove(name)) return;
            _pending.Add(new NameChange(FolderOf(name), name, null, null));
        }

        Changed?.Invoke($"delete {name}");
    }

    public void SyncFolder(string folder)
    {
        Syncing?.Invoke(folder);
        lock (_lock)
        {
            foreach (var change in _pending.Where(change => change.Folder == folder)) change.ApplyTo(_durableNames);
            _pending.RemoveAll(change => change.Folder == folder);
        }

        Changed?.Invoke($"sync {folder}");
    }

    /// <summary>The disk as it may be after the power was lost now.</summary>
    /// <param name="crash">What becomes of what was not synced.</param>
    public MemoryDisk AfterCrash(ICrash crash)
    {
        lock (_lock)
        {
            var disk = new MemoryDisk();
            foreach (var (name, file) in _durableNames) disk._names[name] = file;
            foreach (var change in _pending)
                if (crash.KeepsName()) change.ApplyTo(disk._names);
            // One file may have two names, or a name twice on the way; each is copied for its own.
            foreach (var name in disk._names.Keys.ToArray()) disk._names[name] = disk._names[name].AfterCrash(crash);
            foreach (var (name, file) in disk._names) disk._durableNames[name] = file;
            return disk;
        }
    }

    /// <summary>
    /// A copy in which everything written so far is durable: what another process finds after this one was killed.
    /// </summary>
    public MemoryDisk AfterKill()
    {
        lock (_lock)
        {
            var disk = new MemoryDisk();
            foreach (var (name, file) in _names) disk._durableNames[name] = disk._names[name] = file.Clone();
            return disk;
        }
    }

    /// <summary>A bit of what is durable turns.</summary>
    public void Flip(string name, long offset, int bit)
    {
        lock (_lock) _names[name].Flip(offset, bit);
    }

    /// <summary>The bytes of a file.</summary>
    public byte[] Content(string name)
    {
        lock (_lock) return _names[name].Now.ToArray();
    }

    /// <summary>Puts a durable file in place.</summary>
    public void Put(string name, ReadOnlySpan<byte> content)
    {
        var file = new MemoryFile();
        file.Write(0, content);
        file.Sync();
        lock (_lock) _durableNames[name] = _names[name] = file;
    }

    private static string FolderOf(string name) => name[..Math.Max(0, name.IndexOf('/', StringComparison.Ordinal))];

    private void Grow(MemoryFile file, long to)
    {
        if (to <= file.Length) return;
        var used = _names.Values.Sum(each => each.Length);
        if (to - file.Length + used > Capacity) throw new DiskFullException("the disk is full");
    }

    /// <summary>A name came, went, or moved.</summary>
    private sealed record NameChange(string Folder, string? From, string? To, MemoryFile? File)
    {
        public void ApplyTo(SortedDictionary<string, MemoryFile> names)
        {
            if (From is not null) names.Remove(From);
            if (To is not null) names[To] = File!;
        }
    }

    private sealed class Handle(MemoryDisk disk, MemoryFile file, string name) : IDiskFile
    {
        public long Length
        {
            get
            {
                lock (disk._lock) return file.Length;
            }
        }

        public int Read(long offset, Span<byte> into)
        {
            lock (disk._lock) return file.Read(offset, into);
        }

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            lock (disk._lock)
            {
                disk.Grow(file, offset + bytes.Length);
                file.Write(offset, bytes);
            }

            disk.Changed?.Invoke($"write {name} {offset}+{bytes.Length}");
        }

        public void Preallocate(long length)
        {
            if (length > Length) SetLength(length);
        }

        public void SetLength(long length)
        {
            lock (disk._lock)
            {
                disk.Grow(file, length);
                file.SetLength(length);
            }

            disk.Changed?.Invoke($"length {name} {length}");
        }

        public void Sync()
        {
            disk.Syncing?.Invoke(name);
            if (disk.Lies) return;
            lock (disk._lock) file.Sync();
            disk.Changed?.Invoke($"sync {name}");
        }

        public void Dispose()
        {
        }
    }
}
