using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;

namespace Runink.Execution.Stages;

/// <summary>What of a plan a slice does: all of it, or its share.</summary>
internal sealed class SliceScope
{
    private readonly ScenarioPlan _plan;
    private readonly HashSet<int> _computed;
    private readonly bool _isWhole;

    public SliceScope(ScenarioPlan plan, SliceShare? share)
    {
        _plan = plan;
        _isWhole = share is null;
        _computed = [.. share?.Nodes ?? plan.Nodes.Select(node => node.Id)];
        Inputs = share?.Inputs ?? [];
        Outputs = share?.Outputs ?? [];
        LettersName = share is null ? "letters.jsonl" : $"letters-{share.Index}.jsonl";
    }

    /// <summary>Whether it computes the flow of an operator.</summary>
    public bool Computes(int node) => _computed.Contains(node);

    /// <summary>The operators whose flows it computes, in topological order.</summary>
    public IEnumerable<PlanNode> Nodes => _plan.Nodes.Where(node => _computed.Contains(node.Id));

    /// <summary>The sinks that it writes.</summary>
    public IEnumerable<SinkPlan> Sinks => _plan.Sinks.Where(sink => _computed.Contains(sink.Input));

    /// <summary>The checks over flows that it judges; one over the whole scenario is for the coordinator when there are several slices.</summary>
    public IEnumerable<CheckPlan> Checks => _plan.Checks.Where(check => check.Input is { } input ? _computed.Contains(input) : _isWhole);

    /// <summary>Flows that come in.</summary>
    public IReadOnlyList<EdgeEnd> Inputs { get; }

    /// <summary>Flows that go out.</summary>
    public IReadOnlyList<EdgeEnd> Outputs { get; }

    /// <summary>The file of its dead letters; no two slices of a stage have the same.</summary>
    public string LettersName { get; }

    /// <summary>How many read the flow here: operators, sinks, checks and edges.</summary>
    public int Uses(int node) =>
        Nodes.Sum(reader => reader is ProgramNode ? 0 : reader.Inputs.Count(input => input == node))
        + Sinks.Count(sink => sink.Input == node)
        + Checks.Count(check => check.Input == node)
        + Outputs.Count(edge => edge.Node == node);
}
