using Runink.Data.Engines;
using Runink.Data.Sql;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning.Datasets;

/// <summary>
/// Reads the columns of Parquet files from their footers; the data is not touched. Its engine sees no SQL that a person wrote.
/// Opened when first needed. Not thread-safe.
/// </summary>
internal sealed class ParquetFooter(string spillDirectory) : IDisposable
{
    private Engine? _engine;

    /// <summary>The columns of a file.</summary>
    /// <param name="file">Absolute path.</param>
    /// <exception cref="EngineException">The file is not Parquet, or cannot be read.</exception>
    public EquatableList<Column> Read(string file)
    {
        _engine ??= Engine.Open(
            new EngineOptions { MemoryLimitBytes = 128L << 20, Threads = 1, SpillDirectory = spillDirectory });
        using var connection = _engine.Connect();
        var columns = connection.Describe($"SELECT * FROM read_parquet({SqlText.Literal(file)}, hive_partitioning = false)");
        return [.. columns.Select(column => new Column(column.Name, ColumnTypeParser.FromEngine(column.Type)))];
    }

    public void Dispose() => _engine?.Dispose();
}
