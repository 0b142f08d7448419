namespace Runink.Cli.Tests.EndToEnd.Kills;

/// <summary>
/// A reader that knows nothing but <c>_manifest.json</c>, again and again while others publish: it opens every part that the
/// manifest names. When one is gone there must be a newer manifest. Of each generation that it met it keeps a copy.
/// </summary>
internal sealed class ManifestPoller : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private readonly TemporaryDirectory _copies = new();
    private readonly List<PublishedManifest> _seen = [];
    private readonly List<string> _halves = [];
    private readonly ManualResetEventSlim _stop = new();
    private readonly string _dataset;
    private readonly Task _polling;

    public ManifestPoller(string dataset)
    {
        _dataset = dataset;
        // The first now: what others do next may be faster than the thread begins.
        TryMeet(PublishedManifest.Read(dataset));
        _polling = Task.Factory.StartNew(Poll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Stops, and gives the content of every generation that was met, oldest first.</summary>
    public IReadOnlyList<Multiset> Stop()
    {
        _stop.Set();
        _polling.GetAwaiter().GetResult();
        Assert.Empty(_halves);
        return [.. _seen.Select((manifest, i) => Multiset.Of(manifest.Parts.Select(part => Path.Combine(CopyOf(i), part.Path))))];
    }

    public void Dispose()
    {
        _stop.Set();
        _polling.GetAwaiter().GetResult();
        _stop.Dispose();
        _copies.Dispose();
    }

    private void Poll()
    {
        PublishedManifest? broken = null;
        while (!_stop.Wait(broken is null ? Pause : TimeSpan.Zero))
        {
            var manifest = PublishedManifest.Read(_dataset);
            if (manifest.Text == broken?.Text)
            {
                _halves.Add($"a part is gone or has another size, and the manifest is still {manifest.Text}");
                return;
            }

            broken = TryMeet(manifest) ? null : manifest;
        }
    }

    private bool TryMeet(PublishedManifest manifest)
    {
        var open = new List<FileStream>();
        try
        {
            foreach (var file in manifest.Files) open.Add(File.OpenRead(file));
            if (open.Zip(manifest.Parts).Any(pair => pair.First.Length != pair.Second.Size)) return false;
            if (_seen.Count == 0 || _seen[^1].Text != manifest.Text) Keep(manifest, open);
            return true;
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        finally
        {
            foreach (var file in open) file.Dispose();
        }
    }

    private void Keep(PublishedManifest manifest, List<FileStream> parts)
    {
        foreach (var (from, part) in parts.Zip(manifest.Parts))
        {
            var path = Path.Combine(CopyOf(_seen.Count), part.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var to = File.Create(path);
            from.CopyTo(to);
        }

        _seen.Add(manifest);
    }

    private string CopyOf(int generation) => _copies.File($"{generation}");
}
