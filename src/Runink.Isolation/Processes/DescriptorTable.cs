using System.Runtime.InteropServices;

namespace Runink.Isolation.Processes;

/// <summary>The descriptors that a program is going to have, numbered as they are added.</summary>
internal sealed class DescriptorTable : IDisposable
{
    private readonly List<DescriptorMapping> _mappings = [];
    private readonly List<SafeHandle> _own = [];

    /// <summary>All of them.</summary>
    public IReadOnlyList<DescriptorMapping> Mappings => _mappings;

    /// <summary>Adds a descriptor that stays with its owner, and returns its number in the program.</summary>
    public int Lend(SafeHandle handle)
    {
        _mappings.Add(new(handle, _mappings.Count));
        return _mappings.Count - 1;
    }

    /// <summary>Adds a descriptor that is closed here with this table, and returns its number in the program.</summary>
    public int Give(SafeHandle handle)
    {
        _own.Add(handle);
        return Lend(handle);
    }

    /// <summary>Adds a file in memory, and returns its number in the program.</summary>
    public int GiveContent(string name, ReadOnlySpan<byte> content) => Give(Posix.MemoryFile(name, content));

    /// <inheritdoc/>
    public void Dispose() => _own.ForEach(handle => handle.Dispose());
}
