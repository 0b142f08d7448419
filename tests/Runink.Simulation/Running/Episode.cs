using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// One cluster from its founding to its end: first everything goes wrong that the plan foresees, then everything is healed and
/// the cluster must come to rest.
/// </summary>
public sealed class Episode
{
    private readonly EpisodePlan _plan;
    private readonly World _world;
    private readonly InvariantSet _invariants = new();
    private readonly SimulatedCluster _cluster;
    private readonly FaultInjector _injector;
    private readonly Liveness _liveness;

    public Episode(EpisodeSpec spec, TraceSink? trace = null) : this(spec.Plan(), spec.Selection, trace)
    {
    }

    /// <param name="plan">What happens.</param>
    /// <param name="selection">Which faults are let through.</param>
    /// <param name="trace">Who is told the history.</param>
    /// <param name="others">Who listens besides the invariants.</param>
    public Episode(
        EpisodePlan plan, FaultSelection selection, TraceSink? trace = null, params IReadOnlyList<ClusterObserver> others)
    {
        _plan = plan;
        _world = new World(plan.Seed, trace);
        _cluster = new SimulatedCluster(_world, plan, [.. _invariants.All, .. others]);
        _injector = new FaultInjector(_cluster, selection);
        _liveness = new Liveness(_cluster);
    }

    public SimulatedCluster Cluster => _cluster;

    /// <summary>Runs an episode, and tells its history to whoever listens.</summary>
    public static EpisodeResult Run(EpisodeSpec spec, TraceSink? trace) => new Episode(spec, trace).Run();

    public EpisodeResult Run()
    {
        Violation? violation = null;
        try
        {
            RunToTheEnd();
        }
        catch (ViolationException broken)
        {
            violation = Found(broken.Rule, broken.Finding);
        }
        catch (RaftAssertionException broken)
        {
            violation = Found("assertion of the core", broken.Message + Place(broken));
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            violation = Found("no exceptions", broken.ToString());
        }

        return new EpisodeResult(Tally(violation), _injector.Happened, violation, _world.Fingerprint);
    }

    // The step in which it was found is not over.
    private Violation Found(string rule, string finding) => new(rule, finding, _world.Steps + 1);

    private static string Place(Exception broken) => $"\n{string.Join('\n', broken.StackTrace!.Split('\n').Take(6))}";

    private void RunToTheEnd()
    {
        _world.Trace?.Note(_world, _plan.ToString());
        _cluster.Start();
        _injector.Start();
        while (_world.Steps < _plan.Steps && _world.Step())
        {
        }

        _injector.Stop();
        _world.Trace?.Note(_world, "everything is healed");
        _liveness.Run();
        _cluster.Clients.History.Close();
    }

    private RunTally Tally(Violation? violation) => new()
    {
        Steps = _world.Steps,
        Commits = _cluster.Committed.Value,
        Elections = _cluster.Tally.Elections,
        Crashes = _cluster.Tally.Crashes,
        Snapshots = _cluster.Tally.Snapshots,
        Configurations = _cluster.Tally.Configurations,
        Reads = _cluster.Tally.Reads,
        Checked = _invariants.Checked,
        Undecided = _invariants.Undecided,
        Violations = violation is null ? 0 : 1,
    };
}
