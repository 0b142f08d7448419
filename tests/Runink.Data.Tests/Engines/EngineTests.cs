using Runink.Data.Engines;

namespace Runink.Data.Tests.Engines;

public sealed class EngineTests
{
    [Fact]
    public void The_library_is_the_pinned_version() => Assert.Equal("v1.5.6", Engine.Version);

    [Fact]
    public void Memory_threads_spill_directory_order_and_time_zone_are_what_was_asked()
    {
        using var test = new TestEngine(threads: 2, memory: 128L << 20, preserveOrder: false);
        Assert.Equal("128.0 MiB", test.Scalar("SELECT current_setting('memory_limit')"));
        Assert.Equal(2L, test.Scalar("SELECT current_setting('threads')"));
        Assert.Equal(test.PathOf("spill"), test.Scalar("SELECT current_setting('temp_directory')"));
        Assert.Equal(false, test.Scalar("SELECT current_setting('preserve_insertion_order')"));
        Assert.Equal("UTC", test.Scalar("SELECT current_setting('TimeZone')"));
        Assert.Equal(false, test.Scalar("SELECT current_setting('autoinstall_known_extensions')"));
    }

    [Theory]
    [InlineData(0, 2, "spill")]
    [InlineData(1 << 20, 0, "spill")]
    [InlineData(1 << 20, 2, " ")]
    public void Options_without_a_bound_are_refused(long memory, int threads, string spill) =>
        Assert.ThrowsAny<ArgumentException>(() =>
            Engine.Open(new EngineOptions { MemoryLimitBytes = memory, Threads = threads, SpillDirectory = spill }));

    [Fact]
    public void A_database_file_that_cannot_be_opened_says_so()
    {
        var options = new EngineOptions
        {
            MemoryLimitBytes = 64 << 20,
            Threads = 1,
            SpillDirectory = Path.GetTempPath(),
            DatabasePath = "/nowhere/at/all.db",
        };
        var error = Assert.Throws<EngineException>(() => Engine.Open(options));
        Assert.Equal(EngineErrorType.IO, error.Type);
        Assert.Contains("/nowhere/at/all.db", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_query_beyond_memory_and_spill_fails_with_out_of_memory_and_the_engine_lives_on()
    {
        using var directory = new TestEngine();
        var options = new EngineOptions
        {
            MemoryLimitBytes = 24 << 20,
            SpillLimitBytes = 1 << 20,
            Threads = 2,
            SpillDirectory = directory.PathOf("tiny"),
        };
        using var engine = Engine.Open(options);
        using var connection = engine.Connect();
        var error = Assert.Throws<EngineException>(() =>
            connection.Execute(
                "SELECT len(list(range::VARCHAR || repeat('x', 20))) FROM range(2_000_000)",
                TestContext.Current.CancellationToken));
        Assert.Equal(EngineErrorType.OutOfMemory, error.Type);
        using var result = connection.Query("SELECT 42", TestContext.Current.CancellationToken);
        Assert.Equal(42, result.Scalar());
    }

    [Fact]
    public void What_does_not_fit_into_memory_is_spilled_to_the_given_directory()
    {
        using var test = new TestEngine(memory: 32L << 20);
        var spilled = 0L;
        using var result = test.Stream(
            "SELECT h FROM (SELECT hash(range)::VARCHAR AS h FROM range(1_000_000)) ORDER BY h");
        var rows = 0;
        foreach (var chunk in result.Chunks())
        {
            rows += chunk.RowCount;
            if (spilled == 0) spilled = new DirectoryInfo(test.PathOf("spill")).EnumerateFiles().Sum(f => f is { Exists: true } ? f.Length : 0);
        }
        Assert.Equal(1_000_000, rows);
        Assert.True(spilled > 0, "the sort did not spill");
    }
}
