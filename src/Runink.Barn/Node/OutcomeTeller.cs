namespace Runink.Barn;

/// <summary>
/// Tells outcomes on threads of the pool, so that the node's thread goes on with its next turn while answers are written. A turn's
/// outcomes are told in a few batches, not one by one: waking a thread costs more than telling an outcome.
/// </summary>
internal static class OutcomeTeller
{
    private const int SmallestBatch = 16;

    public static void Tell(IReadOnlyList<IOutcome> settled)
    {
        var size = Math.Max(SmallestBatch, (settled.Count + Environment.ProcessorCount - 1) / Environment.ProcessorCount);
        for (var start = 0; start < settled.Count; start += size)
        {
            var batch = new IOutcome[Math.Min(size, settled.Count - start)];
            for (var i = 0; i < batch.Length; i++) batch[i] = settled[start + i];
            ThreadPool.UnsafeQueueUserWorkItem(new Batch(batch), preferLocal: false);
        }
    }

    private sealed class Batch(IOutcome[] outcomes) : IThreadPoolWorkItem
    {
        public void Execute()
        {
            foreach (var outcome in outcomes) outcome.Tell();
        }
    }
}
