using Runink.Cli.Commands.Cluster.Connection;
using Runink.Pipelines.Diagnostics;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Cli.Commands.Cluster.Demo;

/// <summary>Three servers on loopback, in a directory that vanishes with them. Not thread-safe.</summary>
internal sealed class DemoCluster : IDisposable
{
    private static readonly string[] Names = ["a", "b", "c"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromMilliseconds(500);

    private readonly string _directory = Directory.CreateTempSubdirectory("runink-cluster-demo-").FullName;
    private readonly TimeSpan _electionTimeout;
    private readonly ClusterConnection _connection;

    /// <summary>A cluster that does not run yet.</summary>
    public DemoCluster(TimeSpan electionTimeout)
    {
        _electionTimeout = electionTimeout;
        Members = [.. Names.Select(name => new DemoMember(name, Path.Combine(_directory, name)))];
        _connection = new ClusterConnection(Endpoints, new RpcClientTls(), login: null, AnswerWithin);
    }

    public IReadOnlyList<DemoMember> Members { get; }

    public IReadOnlyList<Uri> Endpoints => [.. Members.Select(member => member.Url)];

    /// <summary>Starts those that do not run, and waits until all answer and have a leader.</summary>
    /// <exception cref="RuninkException">One ended, or they do not find each other.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        foreach (var member in Members.Where(member => !member.IsRunning)) Start(member);
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var states = await AskAsync(cancellation);
            if (states.All(state => state.Status is { Leader: not 0 })) return;
            if (Members.FirstOrDefault(member => !member.IsRunning) is { } ended) throw Failed($"the server {ended.Name} ended: {ended.Said}");
            if (TimeProvider.System.GetElapsedTime(started) > Patience) throw Failed("the servers do not find each other");
            await Task.Delay(Pause, cancellation);
        }
    }

    /// <summary>Starts one that was killed.</summary>
    public void Start(DemoMember member) =>
        member.Start(string.Join(',', Members.Select(one => $"{one.Name}={one.PeerUrl}")), _electionTimeout);

    /// <summary>How each member stands; one that does not answer soon has no status.</summary>
    public async Task<IReadOnlyList<DemoState>> AskAsync(CancellationToken cancellation)
    {
        var states = new List<DemoState>();
        foreach (var member in Members) states.Add(new(member, member.IsRunning ? await AskAsync(member, cancellation) : null));
        return states;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var member in Members) member.Dispose();
        _connection.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task<StatusResponse?> AskAsync(DemoMember member, CancellationToken cancellation)
    {
        try
        {
            return await _connection.CallAtAsync(member.Url, EtcdCalls.Status, new StatusRequest(), cancellation);
        }
        catch (RpcException)
        {
            cancellation.ThrowIfCancellationRequested();
            return null;
        }
    }

    private static RuninkException Failed(string message) => new(ClusterErrors.DemoFailed.Error(message, at: null), ExitCodes.WorkFailed);
}
