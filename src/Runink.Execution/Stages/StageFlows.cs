using Runink.Data.Engines;
using Runink.Execution.Edges;
using Runink.Execution.Sql;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;

namespace Runink.Execution.Stages;

/// <summary>Makes the flows of a slice known to the engine, those that come in from other slices among them, and passes on those that go out.</summary>
internal sealed class StageFlows
{
    private readonly ScenarioPlan _plan;
    private readonly SliceScope _scope;
    private readonly FlowGraph _graph;
    private readonly Engine _engine;
    private readonly EdgeFlows _edges;
    private readonly Func<int, JudgedSource> _sourceOf;

    /// <summary>The flows of a slice.</summary>
    public StageFlows(ScenarioPlan plan, SliceScope scope, Engine engine, EdgeFlows edges, Func<int, JudgedSource> sourceOf)
    {
        (_plan, _scope, _engine, _edges, _sourceOf) = (plan, scope, engine, edges, sourceOf);
        _graph = new FlowGraph(plan, scope);
    }

    /// <summary>Told the flow that is worked on.</summary>
    public required Action<string> Report { get; init; }

    /// <summary>Defines a relation for every flow.</summary>
    public void Define(EngineConnection connection, CancellationToken cancellation)
    {
        var sql = new StageSql(_plan, _scope, _graph);
        var incoming = _scope.Inputs.Select(edge => edge.Node).ToHashSet();
        if (incoming.Count > 1) Drain(cancellation);
        else if (_scope.Inputs is [var edge] && !_scope.Computes(edge.Node)) _edges.Open(edge, _plan.Nodes[edge.Node]);
        foreach (var node in _plan.Nodes.Where(node => _scope.Computes(node.Id) || incoming.Contains(node.Id)))
        {
            // A validation reads its source itself, in the same pass; the source has a relation of its own only for other readers.
            if (node is SourceNode && _scope.Computes(node.Id) && _graph.IsValidated(node.Id) && _graph.Uses(node.Id) == 1) continue;
            // What was drained is there already.
            if (incoming.Count > 1 && incoming.Contains(node.Id)) continue;
            Report(node.Flow);
            connection.Execute(sql.Define(node, reader => Select(reader, connection, cancellation)), cancellation);
        }
    }

    /// <summary>Writes the flows that other slices read.</summary>
    /// <returns>Bytes that went over the edges.</returns>
    public long WriteEdges(EngineConnection connection, CancellationToken cancellation)
    {
        var bytes = 0L;
        foreach (var edge in _scope.Outputs)
        {
            var node = _plan.Nodes[edge.Node];
            Report(node.Flow);
            // Only our own slices know what a position is.
            var positioned = !edge.IsOwnStep && _graph.NeedsPosition(edge.Node);
            bytes += EdgeWriter.Write(edge, node, positioned, connection, cancellation);
        }

        return bytes;
    }

    /// <summary>
    /// Stores all flows that come in, side by side. Who reads one of two pipes to its end first may wait for ever: their writers may wait
    /// for each other.
    /// </summary>
    private void Drain(CancellationToken cancellation)
    {
        var tasks = _scope.Inputs.Select(edge => Task.Factory.StartNew(
            () => Store(edge, cancellation), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        Task.WaitAll([.. tasks], CancellationToken.None);
    }

    private void Store(EdgeEnd edge, CancellationToken cancellation)
    {
        if (!_scope.Computes(edge.Node)) _edges.Open(edge, _plan.Nodes[edge.Node]);
        using var connection = _engine.Connect();
        connection.Execute(StageSql.Store(_plan.Nodes[edge.Node], node => Select(node, connection, cancellation)), cancellation);
    }

    /// <summary>The records of a node that reads from outside: a dataset, a program, or another slice.</summary>
    private string Select(PlanNode node, EngineConnection connection, CancellationToken cancellation)
    {
        if (!_scope.Computes(node.Id)) return EdgeFlows.Select(node);
        var select = _sourceOf(node is ValidateNode validate ? validate.Inputs[0] : node.Id).Select(node, _graph, connection, cancellation);
        if (node is not ProgramNode) return select;
        var names = FlowSql.Names(node.Columns) + (_graph.NeedsPosition(node.Id) ? ", _runi_pos" : "");
        return $"SELECT {names} FROM ({select})";
    }
}
