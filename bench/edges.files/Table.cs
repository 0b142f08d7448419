using Runink.Data.Engines;

namespace Runink.Bench.Edges;

/// <summary>The rows that are moved, in an engine's memory; and a query that touches all that arrives.</summary>
internal sealed class Table : IDisposable
{
    private readonly DirectoryInfo _spill = Directory.CreateTempSubdirectory("runink-bench-");

    internal Table(string data, long rows)
    {
        Data = data;
        Rows = rows;
        Engine = Open(_spill.FullName);
        Connection = Engine.Connect();
        Connection.Execute($"CREATE TABLE t AS SELECT {Select(data)} FROM range({rows}) r(i)");
    }

    internal string Data { get; }

    internal long Rows { get; }

    internal Engine Engine { get; }

    internal EngineConnection Connection { get; }

    /// <summary>Each of the two processes has one of the two processors.</summary>
    internal static Engine Open(string spill) =>
        Engine.Open(new EngineOptions { MemoryLimitBytes = 4L << 30, Threads = 1, SpillDirectory = spill });

    internal static string Sink(string data, string from) => data == "ints"
        ? $"SELECT count(*), sum(a), sum(b), sum(c), sum(d) FROM {from}"
        : "SELECT count(*), sum(strlen(trade_id) + strlen(symbol) + strlen(account) + strlen(email) + strlen(note)), "
            + $"sum(price), sum(quantity), max(ts) FROM {from}";

    public void Dispose()
    {
        Connection.Dispose();
        Engine.Dispose();
        _spill.Delete(recursive: true);
    }

    private static string Select(string data) => data == "ints"
        ? "i::INTEGER AS a, (i * 7919 % 100000)::INTEGER AS b, i * 1000003 AS c, i % 1000 AS d"
        : """
          'T' || lpad(i::VARCHAR, 9, '0') AS trade_id, ['MSFT', 'AAPL', 'NVDA', 'SAP', 'ASML'][i % 5 + 1] AS symbol,
          'account-' || lpad((i % 10000)::VARCHAR, 12, '0') AS account,
          'trader' || i % 5000 || '@desk' || i % 40 || '.example.com' AS email,
          'settled after ' || i % 30 || ' days through the clearing house number ' || i % 9 AS note,
          (i % 100000 / 8)::DECIMAL(18,3) AS price, (i % 1000)::INTEGER AS quantity,
          TIMESTAMP '2026-01-01' + INTERVAL (i) SECOND AS ts
          """;
}
