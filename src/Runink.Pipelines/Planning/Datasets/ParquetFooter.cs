using Runink.Data.Engines;
using Runink.Data.Sql;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning.Datasets;

/// <summary>Reads the columns of a Parquet file from its footer. The data is not touched.</summary>
internal static class ParquetFooter
{
    /// <summary>The columns; those that directories of the path name (<c>region=EU/</c>) are text.</summary>
    /// <param name="file">Absolute path.</param>
    /// <exception cref="EngineException">The file is not Parquet, or cannot be read.</exception>
    public static EquatableList<Column> Read(string file)
    {
        using var engine = Engine.Open(new EngineOptions
        {
            MemoryLimitBytes = 128L << 20,
            Threads = 1,
            SpillDirectory = Path.Combine(Path.GetTempPath(), "runink-plan"),
        });
        engine.LockDown(new EngineWalls([], [file]));
        using var connection = engine.Connect();
        var columns = connection.Describe($"SELECT * FROM read_parquet({SqlText.Literal(file)}, hive_partitioning = true, hive_types_autocast = false)");
        return [.. columns.Select(column => new Column(column.Name, ColumnTypeParser.FromEngine(column.Type)))];
    }
}
