namespace Runink.Execution.Sources.Blocks;

/// <summary>
/// Memory for the few values of a batch that cannot be delivered as they lie in the block. What was given stays in place
/// until the next <see cref="Reset"/>. One thread.
/// </summary>
internal sealed unsafe class ScratchArena(NativeMemoryAccount account) : IDisposable
{
    private const int ChunkBytes = 64 << 10;
    private readonly List<NativeBuffer> _chunks = [];
    private int _used;

    public Span<byte> Take(int bytes)
    {
        if (_chunks.Count == 0 || _chunks[^1].Capacity - _used < bytes)
        {
            var chunk = new NativeBuffer(account);
            chunk.Reserve(Math.Max(ChunkBytes, bytes), keepUpTo: 0);
            _chunks.Add(chunk);
            _used = 0;
        }

        var taken = new Span<byte>(_chunks[^1].Data + _used, bytes);
        _used += bytes;
        return taken;
    }

    public void Reset()
    {
        foreach (var chunk in _chunks) chunk.Dispose();
        _chunks.Clear();
    }

    public void Dispose() => Reset();
}
