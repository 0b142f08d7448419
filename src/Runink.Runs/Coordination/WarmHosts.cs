using Runink.Isolation;
using Runink.Isolation.Cgroups;
using Runink.Isolation.Sandbox;

namespace Runink.Runs.Coordination;

/// <summary>
/// Processes that have done their work and wait for more, by the herd that they worked for: one herd's never works for another. Bounded
/// in number, time and memory. Safe to use from several threads.
/// </summary>
/// <param name="most">How many may wait at a time, of all herds.</param>
/// <param name="patience">How long one may wait.</param>
internal sealed class WarmHosts(int most, TimeSpan patience)
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
            await host.FurnishAsync(new SandboxFiles());
            if (host.ResidentBytes <= MostResidentBytes && TryAdd(new(herd, host))) return;
        }
        catch (Exception refused) when (refused is IsolationException or IOException)
        {
            // It has died: there is nothing to keep.
        }

        await host.DisposeAsync();
    }

    private bool TryAdd(Waiting one)
    {
        lock (_gate)
        {
            if (_waiting.Count >= most) return false;
            _waiting.Add(one);
        }

        _ = EndAsync(one);
        return true;
    }

    private async Task EndAsync(Waiting one)
    {
        await Task.Delay(patience);
        if (Remove(each => each == one) is { } late) await late.Host.DisposeAsync();
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
            return found;
        }
    }

    private sealed record Waiting(string Herd, EngineHost Host);
}
