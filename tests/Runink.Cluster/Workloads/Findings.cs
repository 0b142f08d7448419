using System.Collections.Concurrent;

namespace Runink.Cluster;

/// <summary>What was found wrong. For several threads; the first hundred are kept.</summary>
internal sealed class Findings
{
    private const int Most = 100;

    private readonly ConcurrentQueue<string> _all = new();

    public IReadOnlyCollection<string> All => _all;

    public void Add(string finding)
    {
        if (_all.Count < Most) _all.Enqueue(finding);
    }
}
