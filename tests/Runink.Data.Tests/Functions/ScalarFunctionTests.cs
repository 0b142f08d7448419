using System.Text;
using Runink.Data.Engines;
using Runink.Data.Functions;
using Runink.Data.Vectors;

namespace Runink.Data.Tests.Functions;

public sealed class ScalarFunctionTests : IDisposable
{
    private readonly TestEngine _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void A_function_reads_texts_and_writes_numbers()
    {
        _test.Engine.Register(new Length());
        Assert.Equal(
            [0L, 1L, 12L, 13L, 1_000_000L, 4L, null],
            _test.Rows(
                """
                SELECT byte_length(t) FROM (VALUES (''), ('x'), (repeat('y', 12)), (repeat('z', 13)), (repeat('w', 1_000_000)),
                    (chr(233) || chr(223)), (NULL)) v(t)
                """).Select(r => r[0]));
    }

    [Fact]
    public void A_batch_of_texts_arrives_whole_with_its_nulls()
    {
        _test.Engine.Register(new Reverse(batched: true));
        _test.Engine.Register(new Reverse(batched: false));
        Assert.Equal(
            0L,
            _test.Scalar(
                """
                WITH t AS (SELECT repeat('ab', range % 20) || range AS a FROM range(10_000))
                SELECT count(*) FILTER (reverse_true(a) IS DISTINCT FROM expected OR reverse_false(a) IS DISTINCT FROM expected)
                FROM (SELECT a, CASE WHEN a[-1:] <> '7' THEN reverse(a) END AS expected FROM t)
                """));
    }

    [Fact]
    public void Short_texts_and_an_empty_batch_need_no_memory_of_the_engine()
    {
        _test.Engine.Register(new Reverse(batched: true));
        Assert.Equal(
            ["", "a", "cba"], _test.Rows("SELECT reverse_true(t) FROM (VALUES (''), ('a'), ('abc')) v(t)").Select(r => r[0]));
    }

    [Fact]
    public void A_null_argument_gives_null_unless_the_function_handles_nulls()
    {
        _test.Engine.Register(new Add(handlesNulls: false));
        _test.Engine.Register(new Add(handlesNulls: true));
        const string rows = "FROM (VALUES (1, 2), (NULL, 2), (1, NULL), (NULL, NULL)) v(a, b)";
        Assert.Equal([3L, null, null, null], _test.Rows($"SELECT add_false(a, b) {rows}").Select(r => r[0]));
        Assert.Equal([3L, 2L, 1L, 0L], _test.Rows($"SELECT add_true(a, b) {rows}").Select(r => r[0]));
    }

    [Fact]
    public void Any_number_of_arguments_can_be_taken()
    {
        _test.Engine.Register(new CountArguments());
        Assert.Equal(
            [new object?[] { 1L, 3L }],
            _test.Rows("SELECT count_arguments('a'), count_arguments('a', 1, DATE '2026-01-01') FROM range(1)"));
    }

    [Fact]
    public void A_constant_call_is_computed_once_and_a_volatile_one_for_every_row()
    {
        var counted = new Counter(isVolatile: false);
        var fresh = new Counter(isVolatile: true);
        _test.Engine.Register(counted);
        _test.Engine.Register(fresh);
        Assert.Equal(1L, _test.Scalar("SELECT count(DISTINCT counter_false(1)) FROM range(5_000)"));
        Assert.Equal(5_000L, _test.Scalar("SELECT count(DISTINCT counter_true(1)) FROM range(5_000)"));
    }

    [Fact]
    public void What_a_function_throws_ends_the_query_and_comes_back_as_it_was()
    {
        _test.Engine.Register(new Failing());
        var error = Assert.Throws<EngineException>(() => _test.Query("SELECT failing(range) FROM range(10)"));
        Assert.Equal(EngineErrorType.InvalidInput, error.Type);
        Assert.Equal("no more than \"three\" {please}", error.Message);
        Assert.IsType<InvalidDataException>(error.InnerException);
        Assert.Equal(1, _test.Scalar("SELECT 1"));
        var own = Assert.Throws<EngineException>(() => _test.Query("SELECT error('other')"));
        Assert.Null(own.InnerException);
    }

    [Fact]
    public void A_text_that_is_not_UTF8_is_an_error_and_not_a_silent_null()
    {
        _test.Engine.Register(new BrokenText(batched: false));
        _test.Engine.Register(new BrokenText(batched: true));
        foreach (var name in new[] { "broken_false", "broken_true" })
        {
            var error = Assert.Throws<EngineException>(() => _test.Query($"SELECT {name}(range) FROM range(3)"));
            Assert.Contains("UTF-8", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_function_of_an_unknown_type_is_refused()
    {
        var error = Assert.Throws<EngineException>(() => _test.Engine.Register(new Unknown()));
        Assert.Contains("NO_SUCH_TYPE", error.Message, StringComparison.Ordinal);
    }

    private sealed class Length() : ScalarFunction("byte_length", "BIGINT", "VARCHAR")
    {
        protected internal override void Invoke(DataChunk arguments, OutputVector output)
        {
            var texts = arguments[0].Strings();
            var lengths = output.Values<long>();
            for (var row = 0; row < lengths.Length; row++) lengths[row] = texts[row].Length;
        }
    }

    /// <summary>Reverses ASCII; a text that ends with 7 gives NULL.</summary>
    private sealed class Reverse(bool batched)
        : ScalarFunction(batched ? "reverse_true" : "reverse_false", "VARCHAR", "VARCHAR")
    {
        [ThreadStatic]
        private static StringBatch? Batch;

        protected internal override void Invoke(DataChunk arguments, OutputVector output)
        {
            var texts = arguments[0].Strings();
            var batch = Batch ??= new StringBatch();
            batch.Clear();
            Span<byte> turned = stackalloc byte[64];
            for (var row = 0; row < arguments.RowCount; row++)
            {
                texts[row].CopyTo(turned);
                var text = turned[..texts[row].Length];
                text.Reverse();
                if (text.StartsWith("7"u8)) Null(row, ref output);
                else if (batched) batch.Add(text);
                else output.SetString(row, text);
            }
            if (batched) output.Write(batch);

            void Null(int row, ref OutputVector vector)
            {
                if (batched) batch.AddNull();
                else vector.SetNull(row);
            }
        }
    }

    private sealed class Add(bool handlesNulls)
        : ScalarFunction(handlesNulls ? "add_true" : "add_false", "BIGINT", "INTEGER", "INTEGER")
    {
        public override bool HandlesNulls => handlesNulls;

        protected internal override void Invoke(DataChunk arguments, OutputVector output)
        {
            for (var row = 0; row < arguments.RowCount; row++)
                output.Values<long>()[row] = (long)Value(arguments[0], row) + Value(arguments[1], row);
        }

        private static int Value(Vector vector, int row) => vector.IsNull(row) ? 0 : vector.Values<int>()[row];
    }

    private sealed class CountArguments() : ScalarFunction("count_arguments", "BIGINT", "VARCHAR")
    {
        public override string? VarArgs => "ANY";

        protected internal override void Invoke(DataChunk arguments, OutputVector output) =>
            output.Values<long>().Fill(arguments.ColumnCount);
    }

    private sealed class Counter(bool isVolatile)
        : ScalarFunction(isVolatile ? "counter_true" : "counter_false", "BIGINT", "INTEGER")
    {
        private long _calls;

        public override bool IsVolatile => isVolatile;

        protected internal override void Invoke(DataChunk arguments, OutputVector output)
        {
            foreach (ref var value in output.Values<long>()) value = Interlocked.Increment(ref _calls);
        }
    }

    private sealed class Failing() : ScalarFunction("failing", "BIGINT", "BIGINT")
    {
        protected internal override void Invoke(DataChunk arguments, OutputVector output) =>
            throw new InvalidDataException("no more than \"three\" {please}");
    }

    private sealed class BrokenText(bool batched) : ScalarFunction(batched ? "broken_true" : "broken_false", "VARCHAR", "BIGINT")
    {
        protected internal override void Invoke(DataChunk arguments, OutputVector output)
        {
            var halves = Encoding.UTF8.GetBytes("\u00e9");
            var batch = new StringBatch();
            for (var row = 0; row < arguments.RowCount; row++)
            {
                var half = halves.AsSpan(row % 2, 1);
                if (batched) batch.Add(half);
                else output.SetString(row, half);
            }
            output.Write(batch);
        }
    }

    private sealed class Unknown() : ScalarFunction("unknown", "NO_SUCH_TYPE")
    {
        protected internal override void Invoke(DataChunk arguments, OutputVector output) => output.SetNull(0);
    }
}
