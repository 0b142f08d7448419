using Runink.Pipelines.Contracts;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Features;
using Runink.Pipelines.Planning.Sql;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning.Steps;

/// <summary>A scenario while it is planned: what its steps have made so far. One thread, one use.</summary>
internal sealed class ScenarioBuilder(PlanningContext context, BoundScenario scenario)
{
    private readonly Dictionary<string, FlowState?> _flows = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<FlowState> _states = [];

    public PlanningContext Context => context;

    public BoundScenario Scenario => scenario;

    public List<Diagnostic> Diagnostics { get; } = [];

    public IReadOnlyList<FlowState> States => _states;

    public void Report(Diagnostic found) => Diagnostics.Add(found);

    public List<Contract> Contracts { get; } = [];

    public List<SinkPlan> Sinks { get; } = [];

    public List<CheckPlan> Checks { get; } = [];

    public DeadLetterPlan? DeadLetters { get; set; }

    /// <summary>
    /// Datasets of other scenarios that this one reads under a contract; judged when the drift policy is known.
    /// </summary>
    public List<WrittenUnderContract> WrittenUnderContract { get; } = [];

    /// <summary>What to do about drift, when a step said so.</summary>
    public DriftPolicy Drift { get; set; } = new();

    public int NextId => _states.Count;

    /// <summary>
    /// The flow of that name, or null: then a diagnostic says so, or an earlier one already explains why it is missing.
    /// </summary>
    public FlowState? Find(StepValue name)
    {
        if (_flows.TryGetValue(name.Text, out var flow)) return flow;
        var known = _flows.Keys.ToList();
        var hint = Suggestions.DidYouMean(name.Text, known)
            ?? (known.Count == 0
                ? "read a table first: Given a table \"name\" from \"csv://path\" as flow"
                : $"the steps above made {string.Join(", ", known)}");
        Diagnostics.Add(PlanErrors.UnknownFlow.Error($"no step above makes a flow \"{name.Text}\"", name.At, hint));
        return null;
    }

    /// <summary>Whether a step may make a flow of that name.</summary>
    public bool MayMake(StepValue name)
    {
        if (!_flows.TryGetValue(name.Text, out var known) || known is null) return true;
        Diagnostics.Add(PlanErrors.FlowTwice.Error($"\"{name.Text}\" is already made at line {known.Node.At.Line}", name.At));
        return false;
    }

    /// <summary>Remembers that a step should have made a flow and could not, so that later steps do not complain again.</summary>
    public void MarkBroken(StepValue? name)
    {
        if (name is not null) _flows.TryAdd(name.Text, null);
    }

    /// <summary>Adds a source, whose columns come from outside.</summary>
    public void AddSource(SourceNode node, string classifiedBy)
    {
        var traces = node.Columns.Select(column =>
            new ColumnTrace($"{node.Flow}.{column.Name} is {Word(column.Classification)} {classifiedBy}", node.At, null));
        Add(new FlowState(node, [.. traces]));
    }

    /// <summary>Adds a step's node; classifications and traces follow from the origins of its columns.</summary>
    /// <param name="node">The node, its columns still empty.</param>
    /// <param name="inputs">The flows it reads, in the order of its inputs.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="verb">What the step did, for traces: <c>calculated by SQL</c>.</param>
    public void AddDerived(PlanNode node, IReadOnlyList<FlowState> inputs, IReadOnlyList<DerivedColumn> columns, string verb)
    {
        var result = new List<Column>();
        var traces = new List<ColumnTrace>();
        foreach (var column in columns)
        {
            var classification = column.ClearedTo ?? Highest(column, inputs)?.Classification ?? Classification.Public;
            result.Add(new Column(column.Name, column.Type, classification));
            traces.Add(Trace(node, column, inputs, verb, classification));
        }

        Add(new FlowState(node with { Columns = [.. result] }, traces));
    }

    private void Add(FlowState state)
    {
        _states.Add(state);
        _flows[state.Node.Flow] = state;
    }

    private static (ColumnOrigin Origin, Classification Classification)? Highest(DerivedColumn column,
        IReadOnlyList<FlowState> inputs) =>
        column.Origins.Count == 0
            ? null
            : column.Origins.Order(ByPosition)
                .Select(origin => (origin, inputs[origin.Input].Node.Columns[origin.Column].Classification))
                .MaxBy(entry => entry.Classification);

    private static ColumnTrace Trace(PlanNode node, DerivedColumn column, IReadOnlyList<FlowState> inputs, string verb,
        Classification classification)
    {
        var name = $"{node.Flow}.{column.Name}";
        if (Highest(column, inputs) is not { } highest) return new ColumnTrace($"{name} {verb}", node.At, null);
        var from = inputs[highest.Origin.Input];
        var source = $"{from.Node.Flow}.{from.Node.Columns[highest.Origin.Column].Name}";
        var text = string.Equals(source, name, StringComparison.Ordinal) ? $"{name} {verb}" : $"{name} {verb} from {source}";
        var cleared = classification == highest.Classification ? "" : $", now {Word(classification)}";
        return new ColumnTrace(text + cleared, node.At, from.Traces[highest.Origin.Column]);
    }

    private static readonly Comparer<ColumnOrigin> ByPosition =
        Comparer<ColumnOrigin>.Create((one, other) => (one.Input, one.Column).CompareTo((other.Input, other.Column)));

    internal static string Word(Classification classification) => classification.ToString().ToLowerInvariant();
}
