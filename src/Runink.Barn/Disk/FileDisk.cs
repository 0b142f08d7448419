namespace Runink.Barn;

/// <summary>A real directory, held by one process at a time.</summary>
public sealed class FileDisk : IDisk, IDisposable
{
    private readonly string _root;
    private readonly DirectoryLock _lock;

    /// <summary>Takes a directory, making it if need be (for its owner only), until it is disposed of.</summary>
    /// <param name="root">Where it is.</param>
    /// <exception cref="DirectoryInUseException">Another process holds it.</exception>
    /// <exception cref="IOException">It cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be used by this user.</exception>
    /// <exception cref="PlatformNotSupportedException">This is not Linux.</exception>
    public FileDisk(string root)
    {
        if (!OperatingSystem.IsLinux()) throw new PlatformNotSupportedException("a Barn keeps its data on Linux only");
        _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        var parents = NewNamesIn(_root);
        if (parents.Count > 0) Directory.CreateDirectory(_root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var parent in parents) Libc.SyncDirectory(parent);

        _lock = DirectoryLock.Take(_root);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> List(string folder)
    {
        var path = PathOf(folder);
        if (!Directory.Exists(path)) return [];
        var names = Directory.GetFiles(path);
        for (var i = 0; i < names.Length; i++) names[i] = $"{folder}/{Path.GetFileName(names[i])}";
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }

    /// <inheritdoc/>
    public IDiskFile Open(string name) => FileDiskFile.Open(PathOf(name));

    /// <inheritdoc/>
    public IDiskFile Create(string name)
    {
        var path = PathOf(name);
        var folder = Path.GetDirectoryName(path)!;
        try
        {
            if (!Directory.Exists(folder)) Directory.CreateDirectory(folder);
        }
        catch (IOException e) when (FileDiskFile.IsFull(e))
        {
            throw FileDiskFile.Full(path, e);
        }

        return FileDiskFile.Create(path);
    }

    /// <inheritdoc/>
    public void Rename(string from, string to)
    {
        try
        {
            File.Move(PathOf(from), PathOf(to), overwrite: true);
        }
        catch (IOException e) when (FileDiskFile.IsFull(e))
        {
            throw FileDiskFile.Full(PathOf(to), e);
        }
    }

    /// <inheritdoc/>
    public void Delete(string name)
    {
        var path = PathOf(name);
        if (File.Exists(path)) File.Delete(path);
    }

    /// <inheritdoc/>
    public void SyncFolder(string folder)
    {
        Libc.SyncDirectory(PathOf(folder));
        Libc.SyncDirectory(_root);
    }

    /// <summary>Lets another process have the directory.</summary>
    public void Dispose() => _lock.Dispose();

    /// <summary>The directories in which a name is new when this one is made: whichever is not there, in the one above it.</summary>
    internal static List<string> NewNamesIn(string directory)
    {
        List<string> parents = [];
        var at = directory;
        while (!Directory.Exists(at))
        {
            at = Path.GetDirectoryName(at)!;
            parents.Add(at);
        }

        return parents;
    }

    private string PathOf(string name) => Path.Combine(_root, name);
}
