using Runink.Data.Arrow.Bridge;
using Runink.Data.Arrow.Ipc;
using Runink.Data.Engines;
using Runink.Execution.Sql;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;

namespace Runink.Execution.Edges;

/// <summary>Writes a flow into the pipe to another process.</summary>
internal static class EdgeWriter
{
    /// <summary>Writes the flow of <paramref name="node"/> to its end.</summary>
    /// <returns>Bytes that went over the edge.</returns>
    /// <exception cref="Pipelines.Diagnostics.RuninkException">The step of one's own that reads it is gone (R5314).</exception>
    public static long Write(EdgeEnd edge, PlanNode node, bool positioned, EngineConnection connection, CancellationToken cancellation)
    {
        using var pipe = EdgePipe.OpenToWrite(edge.Path);
        return edge.Format == RecordFormat.Arrow
            ? WriteArrow(pipe, edge, node, positioned, connection, cancellation)
            : WriteJson(pipe, node, connection, cancellation);
    }

    private static long WriteArrow(
        Stream pipe, EdgeEnd edge, PlanNode node, bool positioned, EngineConnection connection, CancellationToken cancellation)
    {
        var given = edge.Columns?.Select(name => node.Columns.First(column => column.Name == name)) ?? node.Columns;
        var columns = FlowSql.Names(given) + (positioned ? ", _runi_pos" : "");
        using var result = connection.Stream($"SELECT {columns} FROM {StageSql.Relation(node.Id)}", cancellation);
        using var batches = new ArrowResultReader(result);
        var reader = new EdgeReader(edge, node);
        ArrowStreamWriter? writer = null;
        reader.Offer(() => writer = new ArrowStreamWriter(pipe, batches.Schema, leaveOpen: true));
        while (batches.Read() is { } batch)
        {
            using (batch) reader.Offer(() => writer!.Write(batch));
        }

        reader.Offer(() => writer!.End());
        return writer?.BytesWritten ?? 0;
    }

    private static long WriteJson(Stream pipe, PlanNode node, EngineConnection connection, CancellationToken cancellation)
    {
        var records = WrittenSql.Select("jsonl", StageSql.Relation(node.Id), node.Columns, $"the flow \"{node.Flow}\"");
        using var result = connection.Stream($"SELECT {FlowSql.JsonRecord(node.Columns)} FROM ({records})", cancellation);
        var lines = new JsonLineWriter(pipe);
        try
        {
            foreach (var chunk in result.Chunks()) lines.Write(chunk[0].Strings());
            lines.Flush();
            return lines.BytesWritten;
        }
        catch (IOException gone)
        {
            throw EdgeReader.Lost(node, gone);
        }
    }
}
