using Runink.Data.Engines;
using Runink.Data.Functions;
using Runink.Data.Tests.Functions;
using Runink.Data.Vectors;

namespace Runink.Data.Tests.Engines;

/// <summary>An engine that does one work after the other, with nothing of the one before.</summary>
public sealed class EngineResetTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("runink-reset-");
    private readonly Engine _engine = Engine.Open();

    public EngineResetTests()
    {
        _engine.Set(new EngineOptions { MemoryLimitBytes = 80L << 20, Threads = 1, SpillDirectory = Path.Combine(_directory.FullName, "spill") });
        _engine.LockDown(new EngineWalls([_directory.FullName], []));
    }

    public static TheoryData<string, string> Makings => new()
    {
        { "CREATE TABLE t AS SELECT 1", "SELECT * FROM t" },
        { "CREATE VIEW v AS SELECT 1", "SELECT * FROM v" },
        { "CREATE TEMP TABLE t AS SELECT 1", "SELECT * FROM t" },
        { "CREATE SCHEMA s; CREATE TABLE s.t AS SELECT 1", "SELECT * FROM s.t" },
        { "CREATE TYPE mood AS ENUM ('sad', 'glad')", "SELECT 'sad'::mood" },
        { "CREATE MACRO twice(a) AS 2 * a", "SELECT twice(1)" },
        { "CREATE SEQUENCE q", "SELECT nextval('q')" },
        { "SET VARIABLE a = 1", "SELECT CASE WHEN getvariable('a') IS NULL THEN error('gone') END" },
        { "PREPARE p AS SELECT 1", "EXECUTE p" },
    };

    [Theory]
    [MemberData(nameof(Makings))]
    public void What_the_work_before_has_made_is_gone(string making, string use)
    {
        Execute(making);
        Assert.True(_engine.TryReset());
        Assert.Throws<EngineException>(() => Execute(use));
        Execute(making);
    }

    [Fact]
    public void A_table_that_was_left_full_gives_its_memory_back()
    {
        for (var i = 0; i < 20; i++)
        {
            // 40 MiB each, of 80: a second one would not fit.
            Execute("CREATE TABLE t AS SELECT range AS a, hash(range) AS b FROM range(2_500_000)");
            Assert.True(_engine.TryReset());
        }
    }

    [Fact]
    public void A_function_of_the_work_before_does_nothing_any_more()
    {
        _engine.Register(new Answer("answer", 1));
        _engine.Register(new NumbersFunction());
        Assert.Equal(1L, Scalar("SELECT answer()"));
        Assert.True(_engine.TryReset());
        Assert.Contains("work that is over", Assert.Throws<EngineException>(() => Scalar("SELECT answer()")).Message, StringComparison.Ordinal);
        Assert.Contains("work that is over", Assert.Throws<EngineException>(() => Scalar("SELECT count(*) FROM numbers(5, '')")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_of_the_same_name_and_types_takes_the_place_of_the_one_before()
    {
        for (var i = 0L; i < 3; i++)
        {
            _engine.Register(new Answer("answer", i));
            Assert.Equal(i, Scalar("SELECT answer()"));
            Assert.True(_engine.TryReset());
        }
    }

    [Fact]
    public void A_function_of_other_types_stands_beside_the_one_before()
    {
        _engine.Register(new Answer("answer", 1));
        Assert.True(_engine.TryReset());
        _engine.Register(new Answer("answer", 2, "BIGINT"));
        Assert.Equal(2L, Scalar("SELECT answer(0::BIGINT)"));
        Assert.Throws<EngineException>(() => Scalar("SELECT answer()"));
    }

    [Fact]
    public void A_function_that_was_forgotten_is_not_held()
    {
        var held = Registered();
        Assert.True(_engine.TryReset());
        for (var i = 0; i < 5 && held.IsAlive; i++) GC.Collect();
        Assert.False(held.IsAlive);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        WeakReference Registered()
        {
            var function = new Answer("answer", 1);
            _engine.Register(function);
            Assert.Equal(1L, Scalar("SELECT answer()"));
            return new WeakReference(function);
        }
    }

    [Theory]
    [InlineData("SELECT * FROM read_text('/etc/passwd')")]
    [InlineData("ATTACH '/tmp/other.db'")]
    [InlineData("SET memory_limit = '1GB'")]
    [InlineData("SET GLOBAL enable_external_access = true")]
    public void Walls_and_settings_stay(string escape)
    {
        Assert.True(_engine.TryReset());
        Assert.True(_engine.IsLockedDown);
        Assert.Throws<EngineException>(() => Execute(escape));
    }

    [Fact]
    public void One_that_has_spilled_is_of_no_more_use_since_what_it_may_spill_was_fixed_by_the_disk_of_then()
    {
        // 160 MiB, of 80.
        Execute("CREATE TABLE t AS SELECT range AS a, hash(range) AS b FROM range(10_000_000)");
        Assert.False(_engine.TryReset());
    }

    [Fact]
    public void Functions_with_one_name_and_types_are_all_forgotten()
    {
        _engine.Register(new Answer("answer", 1));
        _engine.Register(new Answer("answer", 2));
        Assert.Equal(2L, Scalar("SELECT answer()"));
        Assert.True(_engine.TryReset());
        Assert.Throws<EngineException>(() => Scalar("SELECT answer()"));
    }

    [Fact]
    public void It_is_of_no_more_use_when_it_knows_too_many_functions()
    {
        for (var i = 0; i < 257; i++) _engine.Register(new Answer($"answer{i}", i));
        Assert.False(_engine.TryReset());
    }

    [Fact]
    public void One_that_was_opened_for_a_work_of_its_own_is_not_used_again()
    {
        using var test = new TestEngine();
        Assert.False(test.Engine.TryReset());
    }

    public void Dispose()
    {
        _engine.Dispose();
        _directory.Delete(recursive: true);
    }

    private void Execute(string sql)
    {
        using var connection = _engine.Connect();
        connection.Execute(sql, TestContext.Current.CancellationToken);
    }

    private object? Scalar(string sql)
    {
        using var connection = _engine.Connect();
        using var result = connection.Query(sql, TestContext.Current.CancellationToken);
        return result.Scalar();
    }

    private sealed class Answer(string name, long answer, params string[] parameters) : ScalarFunction(name, "BIGINT", parameters)
    {
        public override bool IsVolatile => true;

        protected internal override void Invoke(DataChunk arguments, OutputVector output) => output.Values<long>().Fill(answer);
    }
}
