using System.Globalization;
using Runink.Data.Engines;
using Runink.Data.Sql;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;

namespace Runink.Execution.Sinks;

/// <summary>Writes the flow of a sink into its staging directory, as one part a thread or one directory a partition.</summary>
internal sealed class SinkWriter(EngineConnection connection, bool ordered)
{
    /// <summary>Most partitions that one run may write to a sink: their manifest is part of one transaction, which is bounded.</summary>
    public const int PartitionsMax = 2_000;

    /// <summary>
    /// Statements for partitions. They bound what a thread gathers before it writes: an eighth of the engine's default, for a third less memory at the same speed.
    /// And they let the file of each partition stay open: the engine goes on with a file that it had to close in another one, so a partition would become many small
    /// files. Settings are locked with the walls, so they come before them.
    /// </summary>
    public static readonly string Settings =
        $"SET GLOBAL partitioned_write_flush_threshold = 65536; SET GLOBAL partitioned_write_max_open_files = {PartitionsMax + 1}";

    /// <summary>Writes the records of <paramref name="relation"/> that the sink wants.</summary>
    public IReadOnlyList<WrittenPart> Write(SinkPlan sink, string relation, EquatableList<Column> columns, string staging, CancellationToken cancellation)
    {
        var where = sink.Condition is null ? "" : $" WHERE ({sink.Condition})";
        var select = Sql.WrittenSql.Select(sink.Dataset.Format, relation, columns, sink.Dataset.Identity, where);
        if (sink.PartitionBy.Count == 0) return WriteWhole(sink, select, staging, cancellation);
        var parts = sink.Dataset.Format == "parquet"
            ? WriteParquetPartitions(sink, select, staging, cancellation)
            : WriteTextPartitions(sink, select, staging, cancellation);
        RequirePartition(sink, parts, staging);
        return parts;
    }

    private List<WrittenPart> WriteWhole(SinkPlan sink, string select, string staging, CancellationToken cancellation)
    {
        if (sink.Dataset.Format == "parquet" && !sink.IsSingleFile && !ordered)
            return CopyParquet(sink, select, staging, "PER_THREAD_OUTPUT true", cancellation);
        var file = Path.Combine(staging, $"part.{sink.Dataset.Format}");
        var rows = connection.Execute($"COPY ({select}) TO {SqlText.Literal(file)} ({Format(sink)})", cancellation);
        return [new WrittenPart(sink.Id, file, rows)];
    }

    private List<WrittenPart> WriteParquetPartitions(SinkPlan sink, string select, string staging, CancellationToken cancellation) =>
        CopyParquet(sink, select, staging, $"PARTITION_BY ({SqlText.Identifiers(sink.PartitionBy)}), WRITE_PARTITION_COLUMNS true", cancellation);

    private List<WrittenPart> CopyParquet(SinkPlan sink, string select, string staging, string layout, CancellationToken cancellation)
    {
        var sql = $"COPY ({select}) TO {SqlText.Literal(staging)} ({Format(sink)}, {layout}, OVERWRITE_OR_IGNORE true, RETURN_STATS true)";
        using var result = connection.Query(sql, cancellation);
        var file = IndexOf(result.Columns, "filename");
        var count = IndexOf(result.Columns, "count");
        return [.. result.Rows().Select(row => new WrittenPart(
            sink.Id, Path.GetFullPath((string)row[file]!), Convert.ToInt64(row[count], CultureInfo.InvariantCulture)))];
    }

    // The engine partitions Parquet and csv itself, but counts rows per file only for Parquet, and json lines not at all. Text sinks are
    // written partition by partition from a stored copy.
    private List<WrittenPart> WriteTextPartitions(SinkPlan sink, string select, string staging, CancellationToken cancellation)
    {
        var keys = SqlText.Identifiers(sink.PartitionBy);
        connection.Execute($"CREATE OR REPLACE TEMP TABLE sink AS {select}", cancellation);
        var parts = new List<WrittenPart>();
        var values = string.Join(", ", sink.PartitionBy.Select(key => $"CAST({SqlText.Identifier(key)} AS VARCHAR)"));
        using var partitions = connection.Query($"SELECT DISTINCT {values} FROM sink ORDER BY ALL LIMIT {PartitionsMax + 1}", cancellation);
        foreach (var row in partitions.Rows().ToList())
        {
            var directory = Path.Combine([staging, .. sink.PartitionBy.Select((key, i) => PartitionName.Of(key, (string?)row[i]))]);
            Directory.CreateDirectory(directory);
            var file = Path.Combine(directory, $"part.{sink.Dataset.Format}");
            var where = sink.PartitionBy.Select((key, i) => row[i] is string value
                ? $"CAST({SqlText.Identifier(key)} AS VARCHAR) = {SqlText.Literal(value)}"
                : $"{SqlText.Identifier(key)} IS NULL");
            var sql = $"COPY (SELECT * FROM sink WHERE {string.Join(" AND ", where)}) TO {SqlText.Literal(file)} ({Format(sink)})";
            parts.Add(new WrittenPart(sink.Id, file, connection.Execute(sql, cancellation)));
            RequireBound(sink, keys, parts.Count);
        }

        connection.Execute("DROP TABLE sink", cancellation);
        return parts;
    }

    private static void RequireBound(SinkPlan sink, string keys, int partitions)
    {
        if (partitions > PartitionsMax)
        {
            throw SliceErrors.Exception(
                SliceErrors.TooManyPartitions, $"{sink.Dataset} has more than {PartitionsMax} partitions by {keys}", sink.At);
        }
    }

    private static void RequirePartition(SinkPlan sink, IReadOnlyList<WrittenPart> parts, string staging)
    {
        RequireBound(sink, string.Join(", ", sink.PartitionBy), parts.Select(part => Path.GetDirectoryName(part.Path)).Distinct().Count());
        if (sink.Mode != SinkMode.ReplacePartition) return;
        var expected = PartitionName.Of(sink.PartitionBy[0], sink.Partition);
        var stray = parts.Select(part => Path.GetRelativePath(staging, Path.GetDirectoryName(part.Path)!))
            .FirstOrDefault(directory => !string.Equals(directory, expected, StringComparison.Ordinal));
        if (stray is not null)
        {
            throw SliceErrors.Exception(
                SliceErrors.WrongPartition, $"{sink.Dataset}: a record belongs to partition {stray}, not to {expected}", sink.At);
        }
    }

    private static string Format(SinkPlan sink) => sink.Dataset.Format switch
    {
        "parquet" => "FORMAT parquet, COMPRESSION snappy",
        "csv" => $"FORMAT csv, HEADER {(sink.Header ? "true" : "false")}, DELIMITER {SqlText.Literal(sink.Delimiter.ToString())}",
        "jsonl" => "FORMAT json",
        var format => throw new InvalidOperationException($"no writer for format '{format}'"),
    };

    private static int IndexOf(IReadOnlyList<Data.Results.EngineColumn> columns, string name)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (string.Equals(columns[i].Name, name, StringComparison.OrdinalIgnoreCase)) return i;
        }

        throw new InvalidOperationException($"the engine reports no column '{name}' about what it wrote");
    }
}
