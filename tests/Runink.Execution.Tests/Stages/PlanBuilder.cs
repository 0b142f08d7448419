using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;

namespace Runink.Execution.Tests.Stages;

/// <summary>Builds plans node by node, as the planner would.</summary>
internal sealed class PlanBuilder
{
    private static readonly SourceSpan At = new("features/test.feature", 1);
    private readonly List<PlanNode> _nodes = [];
    private readonly List<SinkPlan> _sinks = [];
    private readonly List<CheckPlan> _checks = [];
    private DeadLetterPlan? _letters;

    public int Source(string table, string uri, Column[] columns, ReadOptions? options = null, DriftPolicy? drift = null) => Add(new SourceNode
    {
        Id = _nodes.Count,
        Flow = table,
        At = At,
        Columns = [.. columns],
        Inputs = [],
        Table = table,
        Dataset = Dataset(uri),
        Options = options ?? new ReadOptions(),
        Drift = drift ?? new DriftPolicy(),
    });

    public int Validate(int input, params RecordRule[] rules) => Add(new ValidateNode
    {
        Id = _nodes.Count,
        Flow = _nodes[input].Flow,
        At = At,
        Columns = _nodes[input].Columns,
        Inputs = [input],
        Contract = new ContractRef("trade", "1.0.0", "contracts/trade.odcs.yaml", "trade", "00"),
        Rules = [.. rules],
    });

    public int Mask(int input, params FieldMask[] masks) => Add(new MaskNode
    {
        Id = _nodes.Count,
        Flow = _nodes[input].Flow,
        At = At,
        Columns = _nodes[input].Columns,
        Inputs = [input],
        Masks = [.. masks],
    });

    public int Sql(string flow, string sql, Column[] columns, bool singlePass, params int[] inputs) => Add(new SqlNode
    {
        Id = _nodes.Count,
        Flow = flow,
        At = At,
        Columns = [.. columns],
        Inputs = [.. inputs],
        InputNames = [.. inputs.Select(id => _nodes[id].Flow)],
        Sql = sql,
        SinglePass = singlePass,
    });

    public int Filter(int input, string condition) => Add(new FilterNode
    {
        Id = _nodes.Count,
        Flow = _nodes[input].Flow,
        At = At,
        Columns = _nodes[input].Columns,
        Inputs = [input],
        Condition = condition,
    });

    public int Join(JoinKind kind, int left, int right, string key, params Column[] columns) => Add(new JoinNode
    {
        Id = _nodes.Count,
        Flow = "joined",
        At = At,
        Columns = [.. columns],
        Inputs = [left, right],
        Join = kind,
        Keys = [key],
    });

    public int Union(params int[] inputs) => Add(new UnionNode
    {
        Id = _nodes.Count,
        Flow = "all",
        At = At,
        Columns = _nodes[inputs[0]].Columns,
        Inputs = [.. inputs],
    });

    public int Deduplicate(int input, params string[] keys) => Add(new DeduplicateNode
    {
        Id = _nodes.Count,
        Flow = _nodes[input].Flow,
        At = At,
        Columns = _nodes[input].Columns,
        Inputs = [input],
        Keys = [.. keys],
    });

    public int Program(int input, RecordFormat format, params Column[] columns) => Add(new ProgramNode
    {
        Id = _nodes.Count,
        Flow = "graded",
        At = At,
        Columns = [.. columns],
        Inputs = [input],
        Program = "steps/grade",
        Hash = "00",
        Format = format,
    });

    public PlanBuilder Sink(int input, string uri, Func<SinkPlan, SinkPlan>? with = null)
    {
        var sink = new SinkPlan { Id = _sinks.Count, Input = input, Dataset = Dataset(uri), At = At };
        _sinks.Add(with is null ? sink : with(sink));
        return this;
    }

    public PlanBuilder Letters(string uri = "jsonl://out/dlq")
    {
        _letters = new DeadLetterPlan(Dataset(uri), At);
        return this;
    }

    public PlanBuilder Check(CheckKind kind, int? input = null, double? minimum = null, double? maximum = null, params string[] fields)
    {
        _checks.Add(new CheckPlan { Kind = kind, Name = kind.ToString(), At = At, Input = input, Minimum = minimum, Maximum = maximum, Fields = [.. fields] });
        return this;
    }

    public ScenarioPlan Build() => new()
    {
        Name = "test",
        Feature = "features/test.feature",
        At = At,
        Nodes = [.. _nodes],
        Sinks = [.. _sinks],
        DeadLetters = _letters,
        Checks = [.. _checks],
        Hash = "plan",
    };

    public static RecordRule Rule(RuleKind kind, string field, string name, string? argument = null, params string[] values) => new()
    {
        Kind = kind,
        Fields = [.. field.Split(", ")],
        Name = name,
        Argument = argument,
        Values = [.. values],
        Expected = $"{name} {argument}".Trim(),
    };

    private static DatasetRef Dataset(string uri)
    {
        var parts = uri.Split("://", 2);
        return new DatasetRef(parts[0], parts[1]);
    }

    private int Add(PlanNode node)
    {
        _nodes.Add(node);
        return node.Id;
    }
}
