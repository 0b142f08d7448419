using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Runink.Bench.Edges;

/// <summary>
/// What the engine does by itself: a result leaves through its Arrow C interface and is scanned by another query of the same
/// process, with nothing of ours in between but the hand-over of each chunk.
/// </summary>
internal static unsafe class InProcess
{
    internal static string Run(string data, long rows)
    {
        using var table = new Table(data, rows);
        // An engine of its own, since this goes round ours: the rows come over as a file.
        var directory = Directory.CreateTempSubdirectory("runink-bench-");
        try
        {
            var file = Path.Combine(directory.FullName, "t.parquet");
            table.Connection.Execute($"COPY t TO '{file}' (FORMAT parquet)");
            table.Connection.Execute("DROP TABLE t");
            return Measure(table, file);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static string Measure(Table table, string file)
    {
        Check(NativeArrow.duckdb_open(null, out var database));
        Check(NativeArrow.duckdb_connect(database, out var source));
        Check(NativeArrow.duckdb_connect(database, out var sink));
        Query(source, "SET threads = 2");
        Query(source, $"CREATE TABLE t AS FROM '{file}'");
        RoundTrip(source, sink, "warm", Table.Sink(table.Data, "warm"));
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        var count = RoundTrip(source, sink, "measured", Table.Sink(table.Data, "measured"));
        var seconds = clock.Elapsed.TotalSeconds;
        var used = (Process.GetCurrentProcess().TotalProcessorTime - processor).TotalSeconds;
        NativeArrow.duckdb_disconnect(ref sink);
        NativeArrow.duckdb_disconnect(ref source);
        NativeArrow.duckdb_close(ref database);
        var answer = new JsonObject { ["count"] = count };
        return Pipe.Result("inprocess", table.Data, table.Rows, bytes: 0, seconds, used, answer);
    }

    private static long RoundTrip(nint source, nint sink, string name, string query)
    {
        Check(NativeArrow.duckdb_prepare(source, "FROM t", out var prepared));
        Check(NativeArrow.duckdb_pending_prepared_streaming(prepared, out var pending));
        var result = new NativeResult();
        Check(NativeArrow.duckdb_execute_pending(pending, &result));
        NativeArrow.duckdb_destroy_pending(ref pending);
        using var stream = new ResultStream(&result);
        Check(NativeArrow.duckdb_arrow_scan(sink, name, stream.Address));
        var answer = new NativeResult();
        Check(NativeArrow.duckdb_query(sink, query, &answer));
        var chunk = NativeArrow.duckdb_fetch_chunk(answer);
        var count = *(long*)NativeArrow.duckdb_vector_get_data(NativeArrow.duckdb_data_chunk_get_vector(chunk, 0));
        NativeArrow.duckdb_destroy_data_chunk(ref chunk);
        NativeArrow.duckdb_destroy_result(&answer);
        NativeArrow.duckdb_destroy_result(&result);
        NativeArrow.duckdb_destroy_prepare(ref prepared);
        return count;
    }

    private static void Query(nint connection, string sql)
    {
        var result = new NativeResult();
        Check(NativeArrow.duckdb_query(connection, sql, &result));
        NativeArrow.duckdb_destroy_result(&result);
    }

    private static void Check(int state, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(state))] string call = "")
    {
        if (state != 0) throw new InvalidOperationException($"{call} failed");
    }
}
