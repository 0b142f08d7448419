using Microsoft.Win32.SafeHandles;

namespace Runink.Isolation.Processes;

/// <summary>Maps owners of mounts, and keeps the latest maps. Safe to use from several threads.</summary>
/// <param name="unshare">The program of that name.</param>
internal sealed class IdMaps(string unshare) : IDisposable
{
    private const int Most = 64;
    private readonly Dictionary<IdMap, SafeFileHandle> _open = [];
    private readonly Queue<IdMap> _oldestFirst = [];
    private readonly Lock _gate = new();
    private bool _isClosed;

    /// <summary>
    /// Sets attributes of a mount that nobody sees yet, and whose its files are; returns 0 or the error. File systems that cannot
    /// say <c>EINVAL</c>.
    /// </summary>
    /// <exception cref="IOException">The machine refuses to make a map.</exception>
    public int TrySet(SafeFileHandle mount, MountAttributes attributes, IdMap map)
    {
        lock (_gate)
        {
            return MountCalls.TrySet(mount, attributes | MountAttributes.IdMapped, Find(map));
        }
    }

    /// <summary>Makes a map that will soon be asked for. If it cannot be made, who asks is told.</summary>
    public void Prepare(IdMap map)
    {
        try
        {
            lock (_gate)
            {
                // What is begun at a start may come after the end.
                if (!_isClosed) Find(map);
            }
        }
        catch (IOException)
        {
            // It is tried again when it is needed.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            foreach (var map in _open.Values) map.Dispose();
            _open.Clear();
            _oldestFirst.Clear();
        }
    }

    private SafeFileHandle Find(IdMap map)
    {
        if (_open.TryGetValue(map, out var known)) return known;
        if (_oldestFirst.Count == Most && _open.Remove(_oldestFirst.Dequeue(), out var oldest)) oldest.Dispose();
        var made = map.Open(unshare);
        _open.Add(map, made);
        _oldestFirst.Enqueue(map);
        return made;
    }
}
