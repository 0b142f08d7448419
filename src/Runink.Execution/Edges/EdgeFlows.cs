using System.Globalization;
using Runink.Data.Arrow;
using Runink.Data.Arrow.Bridge;
using Runink.Data.Arrow.Ipc;
using Runink.Data.Engines;
using Runink.Data.Sql;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Planning.Sql;
using Runink.Pipelines.Slices;
using Runink.Pipelines.Types;

namespace Runink.Execution.Edges;

/// <summary>The flows that come in as Arrow streams, as tables that can be read once. Opening is thread-safe.</summary>
internal sealed class EdgeFlows : IDisposable
{
    private readonly ArrowFlows _flows = new();

    /// <summary>Makes them known to the engine, which must happen before the walls close.</summary>
    public void Register(Engine engine) => engine.Register(_flows);

    /// <summary>Waits for another slice of ours to begin, and makes its flow readable.</summary>
    /// <exception cref="RuninkException">That slice ended before it began (R5314).</exception>
    public void Open(EdgeEnd edge, PlanNode node)
    {
        try
        {
            _flows.Add(NameOf(edge.Node), ArrowStreamReader.Open(EdgePipe.OpenToRead(edge.Path)), new ArrowFlowOptions { Explain = Explain });
        }
        catch (ArrowFormatException unsound)
        {
            throw Explain(unsound);
        }

        // A slice of ours that stops half-way fails for a reason that it tells itself.
        RuninkException Explain(ArrowFormatException unsound) => unsound.EndsEarly
            ? SliceErrors.Exception(SliceErrors.LostPeer, $"the process that writes \"{node.Flow}\" is gone", inner: unsound)
            : SliceErrors.Exception(SliceErrors.Engine, unsound.Message, inner: unsound);
    }

    /// <summary>Makes a stream that was begun readable as the flow of an operator.</summary>
    public ArrowFlowProgress Add(int node, ArrowStreamReader stream, ArrowFlowOptions options) => _flows.Add(NameOf(node), stream, options);

    /// <summary>The records of a flow that was opened.</summary>
    public static string Select(PlanNode node)
    {
        // Arrow has no JSON and no ENUM: they come as texts. What is all NULL has no type to become again.
        var cast = node.Columns.Where(column => column.Type is { Kind: TypeKind.Other, EngineName: not ['"', ..] })
            .Select(column => $"CAST({SqlText.Identifier(column.Name)} AS {DuckDbType.Of(column.Type)}) AS {SqlText.Identifier(column.Name)}").ToList();
        return cast.Count == 0 ? $"SELECT * FROM {Table(node.Id)}" : $"SELECT * REPLACE ({string.Join(", ", cast)}) FROM {Table(node.Id)}";
    }

    /// <summary>A flow that was opened, as what stands behind FROM.</summary>
    public static string Table(int node) => $"arrow_stream({SqlText.Literal(NameOf(node))})";

    /// <inheritdoc/>
    public void Dispose() => _flows.Dispose();

    private static string NameOf(int node) => node.ToString(CultureInfo.InvariantCulture);
}
