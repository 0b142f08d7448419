using static Runink.Barn.Tests.Kv.Text;

namespace Runink.Barn.Tests.Kv.Watching;

/// <summary>A machine with a hub, and one stream whose events are told in words.</summary>
public sealed class WatchBench
{
    public WatchBench()
    {
        Hub = new(Kv.View);
        Stream = Hub.OpenStream(() => Signals++);
    }

    public Bench Kv { get; } = new();

    public WatchHub Hub { get; }

    public WatchStream Stream { get; }

    public int Signals { get; private set; }

    public void Publish() => Hub.Publish(Kv.Machine.Publish());

    public Watcher Watch(WatchRequest request)
    {
        var (watcher, error) = Stream.Watch(request);
        Assert.Null(error);
        return watcher!;
    }

    public Watcher Watch(string key, string end = "", long start = 0) => Watch(new(B(key), B(end)) { StartRevision = start });

    /// <summary>Pulls everything there is and tells it: +key=value or -key, each with its revision.</summary>
    public string Pull(Watcher watcher, int maxBytes = int.MaxValue)
    {
        var told = new List<string>();
        WatchBatch batch;
        do
        {
            batch = Hub.Pull(watcher, maxBytes);
            if (batch.CompactRevision > 0) told.Add($"compacted@{batch.CompactRevision}");
            told.AddRange(batch.Events.Select(Tell));
        }
        while (batch.HasMore);
        return string.Join(' ', told);
    }

    public static string Tell(WatchEvent e)
    {
        var version = e.Version;
        var what = version.IsTombstone ? $"-{S(version.Key)}@{version.ModRevision}"
            : $"+{S(version.Key)}={S(version.Value)}@{version.ModRevision}";
        return e.Previous is null ? what : $"{what}({S(e.Previous.Value)})";
    }
}
