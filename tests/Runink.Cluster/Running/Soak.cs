using System.Diagnostics;
using System.Globalization;
using Runink.Protocol;
using Runink.Simulation;

namespace Runink.Cluster;

/// <summary>Workloads on a cluster to which faults happen; then everything is healed and what is left is compared.</summary>
internal sealed class Soak
{
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(30);

    private readonly SoakOptions _options;
    private readonly TextWriter _output;
    private readonly Scene _scene;
    private readonly Prng _plan;
    private readonly ObjectWorkload _objects;
    private readonly PairWorkload _pairs;
    private readonly LockWorkload _locks;
    private readonly LeaseWorkload _leases;
    private readonly WatchWorkload[] _watches;
    private readonly Prng _chance;
    private readonly List<FaultKind> _due = [];

    private Soak(RealCluster cluster, SoakOptions options, TextWriter output)
    {
        (_options, _output, _scene) = (options, output, new Scene(cluster, new Findings(), new ChangeLedger()));
        _plan = new Prng(options.Seed);
        _chance = _plan.Fork();
        _objects = new ObjectWorkload(_scene, _chance.Fork());
        _pairs = new PairWorkload(_scene, _chance.Fork());
        _locks = new LockWorkload(_scene);
        _leases = new LeaseWorkload(_scene, _chance.Fork());
        _watches = [new WatchWorkload(_scene, _chance.Fork()), new WatchWorkload(_scene, _chance.Fork())];
    }

    /// <summary>Runs one from a fresh cluster to its end.</summary>
    public static async Task<SoakReport> RunAsync(SoakOptions options, TextWriter output)
    {
        string[] flags = ["--heartbeat-interval", $"{options.Election / 5}", "--election-timeout", $"{options.Election}", "--snapshot-count", "500"];
        using var cluster = await RealCluster.StartAsync(Kind.Runi, options.Nodes, flags);
        var report = await new Soak(cluster, options, output).RunAsync();
        if (report.Violations.Count > 0)
            foreach (var member in cluster.Members) output.WriteLine($"the log of {member.Name} ends with:\n{member.Log}");
        return report;
    }

    private async Task<SoakReport> RunAsync()
    {
        using var stopWriting = new CancellationTokenSource();
        using var stopWatching = new CancellationTokenSource();
        var pause = TimeSpan.FromSeconds((double)_options.Clients / _options.Rate);
        List<Task> writers = [.. Enumerable.Range(0, _options.Clients).Select(client => _objects.RunAsync(client, pause, stopWriting.Token))];
        writers.Add(_pairs.RunAsync(stopWriting.Token));
        writers.Add(_leases.RunAsync(stopWriting.Token));
        for (var i = 0; i < 3; i++) writers.Add(_locks.RunAsync(_chance.Fork(), stopWriting.Token));
        var watchers = Array.ConvertAll(_watches, watch => watch.RunAsync(stopWatching.Token));
        var faults = await HarmAsync();
        await stopWriting.CancelAsync();
        await Task.WhenAll(writers);
        _objects.Close();
        await _leases.UntilGoneAsync();
        await CompareAsync();
        foreach (var watch in _watches)
        {
            if (!await watch.HasHeardAsync(_scene.Changes.Newest, s_settling))
                _scene.Findings.Add($"a watch heard of nothing after {watch.Last}, and {_scene.Changes.Newest} was acknowledged");
        }

        await stopWatching.CancelAsync();
        await Task.WhenAll(watchers);
        foreach (var watch in _watches) watch.Check();
        return new SoakReport(
            faults, _objects.Counts.Answered, _objects.Counts.Unknown, _objects.Judged, _objects.Undecided, _watches.Sum(watch => watch.Count),
            _pairs.Checked, _locks.Held, _leases.Checked, _scene.Findings.All);
    }

    private async Task<int> HarmAsync()
    {
        var script = new FaultScript(_scene.Cluster, _plan, _options.MostSeconds);
        var clock = Stopwatch.StartNew();
        var faults = 0;
        while (clock.Elapsed < _options.Duration && faults < _options.MostFaults && _scene.Findings.All.Count == 0)
        {
            await Task.Delay((int)_plan.Between(500, 1500));
            var kind = Next();
            var beside = Beside(kind);
            try
            {
                var begun = clock.Elapsed;
                var happened = await script.RunAsync(kind, beside);
                Say($"{begun.TotalSeconds,7:0.0} s {happened}, over after {(clock.Elapsed - begun).TotalSeconds:0.0} s; {_objects.Counts}");
            }
            catch (Exception stuck) when (stuck is TimeoutException or InvalidOperationException)
            {
                _scene.Findings.Add($"after {kind} beside {beside?.ToString() ?? "nothing"}: {stuck.Message}");
            }

            faults++;
            await CompactAsync();
        }

        return faults;
    }

    private FaultKind Next()
    {
        if (_due.Count == 0) _due.AddRange(_options.Faults);
        var place = _plan.Below(_due.Count);
        var kind = _due[place];
        _due.RemoveAt(place);
        return kind;
    }

    /// <summary>Every other time something lasting, beside what happens anyway.</summary>
    private FaultKind? Beside(FaultKind happening)
    {
        var lasting = _options.Faults.Where(kind => kind != happening && DeviceFaults.Lasting.Contains(kind)).ToList();
        return lasting.Count > 0 && _plan.Coin() ? lasting[_plan.Below(lasting.Count)] : null;
    }

    /// <summary>Takes away what every watch has heard of, so that a long run stays small.</summary>
    private async Task CompactAsync()
    {
        var revision = _watches.Min(watch => watch.Last) - 1000;
        if (revision > 0) await RealCluster.TryAsync(_scene.Cluster.Members[0], EtcdApi.Compact, new CompactionRequest { Revision = revision });
    }

    /// <summary>Whether all members hold the same, once they are left alone.</summary>
    private async Task CompareAsync()
    {
        var until = Environment.TickCount64 + (long)s_settling.TotalMilliseconds;
        while (true)
        {
            List<string> hashes = [];
            foreach (var member in _scene.Cluster.Members)
            {
                // A linearizable read first: the member then has everything that was acknowledged.
                await RealCluster.TryAsync(member, EtcdApi.Range, new RangeRequest { Key = Text.Bytes("x") });
                var answer = await RealCluster.TryAsync(member, EtcdApi.HashKv, new HashKVRequest());
                hashes.Add(answer is null ? $"{member.Name} does not answer" : $"{answer.Header.Revision} {answer.CompactRevision} {answer.Hash:x8}");
            }

            if (hashes.TrueForAll(hash => hash == hashes[0])) return;
            if (Environment.TickCount64 > until)
            {
                _scene.Findings.Add($"members differ: {string.Join(", ", hashes)}");
                return;
            }

            await Task.Delay(300);
        }
    }

    private void Say(FormattableString line) => _output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
