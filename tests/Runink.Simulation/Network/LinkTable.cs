namespace Runink.Simulation;

/// <summary>
/// The state of every link in each direction. Partitions overlap: a link is open when as many of them ended as began. Each link
/// can be slow besides.
/// </summary>
public sealed class LinkTable(int addresses)
{
    private readonly int[] _blocks = new int[addresses * addresses];
    private readonly long[] _slowness = new long[addresses * addresses];

    public int Addresses => addresses;

    public bool IsBlocked(int from, int to) => _blocks[(from * addresses) + to] > 0;

    public long Slowness(int from, int to) => _slowness[(from * addresses) + to];

    /// <summary>Closes the link in one direction, once more.</summary>
    public void Block(int from, int to) => _blocks[(from * addresses) + to]++;

    /// <summary>Undoes one closing; after a general healing there is nothing left to undo.</summary>
    public void Unblock(int from, int to)
    {
        ref var blocks = ref _blocks[(from * addresses) + to];
        blocks = Math.Max(0, blocks - 1);
    }

    public void Slow(int from, int to, long nanoseconds) => _slowness[(from * addresses) + to] = nanoseconds;

    /// <summary>Opens every link.</summary>
    public void Heal()
    {
        Array.Clear(_blocks);
        Array.Clear(_slowness);
    }
}
