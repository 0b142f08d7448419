using Runink.Isolation;
using Runink.Isolation.Cgroups;

namespace Runink.Runs.Coordination;

/// <summary>
/// Processes that have done their work and wait for more, by the herd that they worked for: one herd's never works for another. Bounded
/// in number, time and memory. Safe to use from several threads.
/// </summary>
/// <param name="most">How many may wait at a time, of all herds.</param>
/// <param name="patience">How long one may wait.</param>
/// <param name="clock">Tells how long that is.</param>
internal sealed class WarmHosts(int most, TimeSpan patience, TimeProvider clock)
{
    /// <summary>The most memory that one may hold while it waits, in bytes.</summary>
    public const long MostResidentBytes = 256L << 20;

    private readonly List<Waiting> _waiting = [];
    private readonly Lock _gate = new();

    /// <summary>Takes one of a herd, renewed with these limits; null when none waits that can be.</summary>
    public async Task<EngineHost?> TakeAsync(string herd, ResourceLimits limits)
    {
        while (Remove(each => each.Herd == herd) is { } found)
        {
            try
            {
                await found.Host.RenewAsync(limits);
                return found.Host;
            }
            catch (Exception refused) when (refused is IsolationException or IOException)
            {
                // It has died, or holds on to something of before. A new one does as well.
                await found.Host.DisposeAsync();
            }
        }

        return null;
    }

    /// <summary>Keeps one that is ready for more, without the files that it had; ends it where that is not to be.</summary>
    public async Task KeepAsync(string herd, EngineHost host)
    {
        try
        {
            await host.ClearAsync();
            if (host.ResidentBytes <= MostResidentBytes && TryAdd(herd, host)) return;
        }
        catch (Exception refused) when (refused is IsolationException or IOException)
        {
            // It has died: there is nothing to keep.
        }

        await host.DisposeAsync();
    }

    private bool TryAdd(string herd, EngineHost host)
    {
        lock (_gate)
        {
            if (_waiting.Count >= most) return false;
            _waiting.Add(new(herd, host, clock.CreateTimer(_ => EndIfWaiting(host), null, patience, Timeout.InfiniteTimeSpan)));
            return true;
        }
    }

    // Its pipes are read until it has ended, so nobody need wait for that here.
    private void EndIfWaiting(EngineHost host)
    {
        if (Remove(each => each.Host == host) is { } late) _ = late.Host.DisposeAsync().AsTask();
    }

    // The one that waits for the shortest time: it is the likeliest to be in the processor's caches.
    private Waiting? Remove(Predicate<Waiting> wanted)
    {
        lock (_gate)
        {
            var index = _waiting.FindLastIndex(wanted);
            if (index < 0) return null;
            var found = _waiting[index];
            _waiting.RemoveAt(index);
            found.Late.Dispose();
            return found;
        }
    }

    private sealed record Waiting(string Herd, EngineHost Host, ITimer Late);
}
