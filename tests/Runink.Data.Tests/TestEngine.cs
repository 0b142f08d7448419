using Runink.Data.Engines;
using Runink.Data.Results;

namespace Runink.Data.Tests;

/// <summary>An engine with a directory of its own, both gone at the end of the test.</summary>
internal sealed class TestEngine : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("runink-data-");

    internal TestEngine(int threads = 2, long memory = 256L << 20, bool preserveOrder = true)
    {
        Engine = Engine.Open(new EngineOptions
        {
            MemoryLimitBytes = memory,
            Threads = threads,
            SpillDirectory = PathOf("spill"),
            PreserveInsertionOrder = preserveOrder,
        });
        Connection = Engine.Connect();
    }

    internal Engine Engine { get; }

    internal EngineConnection Connection { get; }

    internal string Root => _directory.FullName;

    internal string PathOf(string name) => Path.Combine(Root, name);

    internal string Write(string name, string text)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    internal long Execute(string sql) => Connection.Execute(sql, TestContext.Current.CancellationToken);

    internal QueryResult Query(string sql) => Connection.Query(sql, TestContext.Current.CancellationToken);

    internal QueryResult Stream(string sql) => Connection.Stream(sql, TestContext.Current.CancellationToken);

    internal object? Scalar(string sql)
    {
        using var result = Query(sql);
        return result.Scalar();
    }

    internal List<object?[]> Rows(string sql)
    {
        using var result = Query(sql);
        return [.. result.Rows()];
    }

    public void Dispose()
    {
        Connection.Dispose();
        Engine.Dispose();
        _directory.Delete(recursive: true);
    }
}
