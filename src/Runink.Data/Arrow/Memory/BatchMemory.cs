namespace Runink.Data.Arrow.Memory;

/// <summary>
/// All blocks of one batch, given back together, once. Without a pool (for dictionaries, which outlive batches) the collector
/// takes them. For one thread until the batch is made.
/// </summary>
internal sealed class BatchMemory(bool isPooled = true) : IDisposable
{
    private readonly List<Block> _blocks = [];

    /// <summary>At least so many bytes, aligned and pinned, with any content.</summary>
    internal Memory<byte> Rent(int bytes)
    {
        if (!isPooled) return new Block(bytes).Memory;
        var block = BlockPool.Rent(bytes);
        _blocks.Add(block);
        return block.Memory;
    }

    /// <summary>Takes a block over that was rented elsewhere.</summary>
    internal void Own(Block block) => _blocks.Add(block);

    public void Dispose()
    {
        foreach (var block in _blocks) BlockPool.Return(block);
        _blocks.Clear();
    }
}
