using Runink.Data.Arrow.Bridge;
using Runink.Data.Arrow.Ipc;
using Runink.Data.Engines;
using Runink.Data.Sql;
using Runink.Execution.Sql;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;

namespace Runink.Execution.Edges;

/// <summary>Writes a flow into the pipe to another slice.</summary>
internal static class EdgeWriter
{
    /// <summary>Writes the flow of <paramref name="node"/> to its end.</summary>
    /// <exception cref="Pipelines.Diagnostics.RuninkException">The program that reads it is gone (R5314).</exception>
    public static void Write(EdgeEnd edge, PlanNode node, bool positioned, EngineConnection connection, CancellationToken cancellation)
    {
        var select = $"SELECT {FlowSql.Names(node.Columns)}{(positioned ? ", _runi_pos" : "")} FROM {StageSql.Relation(node.Id)}";
        if (edge.Format == RecordFormat.Arrow) WriteArrow(edge, select, connection, cancellation);
        else WriteJson(edge, node, select, connection, cancellation);
    }

    private static void WriteJson(EdgeEnd edge, PlanNode node, string select, EngineConnection connection, CancellationToken cancellation)
    {
        try
        {
            connection.Execute($"COPY ({select}) TO {SqlText.Literal(edge.Path)} (FORMAT json, USE_TMP_FILE false)", cancellation);
        }
        catch (EngineException failure) when (failure.Type == EngineErrorType.IO && failure.Message.Contains(edge.Path, StringComparison.Ordinal))
        {
            throw SliceErrors.Exception(SliceErrors.LostPeer, $"the program that reads \"{node.Flow}\" is gone", inner: failure);
        }
    }

    /// <summary>
    /// A slice of ours that stops reading has what it needs, or fails for a reason that it tells itself. The flow is computed to its end in
    /// either case: its dead letters are wanted.
    /// </summary>
    private static void WriteArrow(EdgeEnd edge, string select, EngineConnection connection, CancellationToken cancellation)
    {
        using var pipe = EdgePipe.OpenToWrite(edge.Path);
        using var result = connection.Stream(select, cancellation);
        using var batches = new ArrowResultReader(result);
        ArrowStreamWriter? writer = new(pipe, batches.Schema);
        while (batches.Read() is { } batch)
        {
            using (batch) writer = Offer(writer, to => to.Write(batch));
        }

        Offer(writer, to => to.End());
    }

    private static ArrowStreamWriter? Offer(ArrowStreamWriter? writer, Action<ArrowStreamWriter> write)
    {
        if (writer is null) return null;
        try
        {
            write(writer);
            return writer;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
