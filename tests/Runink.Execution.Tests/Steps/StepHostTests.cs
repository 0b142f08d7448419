using Runink.Data.Arrow;
using Runink.Data.Arrow.Ipc;
using Runink.Pipelines.Diagnostics;

namespace Runink.Execution.Tests.Steps;

/// <summary>Records that pass through the code of a step.</summary>
public sealed class StepHostTests : IDisposable
{
    private static readonly ArrowField Id = new("id", new ArrowType.Int(64, true));
    private static readonly ArrowField Name = new("name", new ArrowType.Utf8(false));
    private readonly CompiledFile _step = new();

    public void Dispose() => _step.Dispose();

    [Fact]
    public void A_record_becomes_one_or_none()
    {
        _step.Compile("static class S { public static Out? Run(In r) => r.Id == 2 ? null : new(r.Name + \"!\", r.Id); } record In(long Id, string? Name); record Out(string? Name, long? Id);");
        Assert.Equal(["a!|1|", "!|3|"], _step.Pass([Id, Name], [1L, "a"], [2L, "b"], [3L, null]));
    }

    [Fact]
    public void A_record_becomes_many()
    {
        _step.Compile("static class S { public static IEnumerable<Out> Run(In r) { for (var i = 0; i < r.Id; i++) yield return new(i); } } record In(long Id); record struct Out(int N);");
        Assert.Equal(["0|", "0|", "1|"], _step.Pass([Id], [0L], [1L], [2L]));
    }

    [Fact]
    public void All_records_become_some_while_they_come()
    {
        _step.Compile("""
            static class S
            {
                public static IEnumerable<Out> Run(IEnumerable<In> rows)
                {
                    var sum = 0L;
                    foreach (var row in rows) yield return new() { Sum = sum += row.Id };
                }
            }
            class In { public long Id { get; init; } }
            class Out { public long Sum { get; set; } }
            """);
        Assert.Equal(["1|", "3|", "6|"], _step.Pass([Id], [1L], [2L], [3L]));
    }

    [Fact]
    public void A_batch_becomes_some_and_every_record_is_in_one_batch()
    {
        _step.Compile("""
            static class S
            {
                public static IEnumerable<Out> Run(IReadOnlyList<In> batch)
                {
                    yield return new(batch.Count, batch[0].Id, batch[^1].Id);
                }
            }
            record struct In(long Id);
            record struct Out(int Count, long First, long Last);
            """);
        Assert.Equal(["1024|1|1024|", "1024|1025|2048|", "2|2049|2050|"], _step.Pass([Id], Numbered(2050)));
        Assert.Equal(["1024|1|1024|"], _step.Pass([Id], Numbered(1024)));
        Assert.Empty(_step.Pass([Id]));
    }

    [Fact]
    public void A_record_that_a_step_cannot_take_is_in_no_batch()
    {
        _step.Compile("static class S { public static IEnumerable<Out> Run(IReadOnlyList<In> batch) => batch.Select(r => new Out(r.Id + batch.Count)); } record In(long Id); record Out(long Id);");
        Assert.Equal(["|id is NULL, and Id takes none", "3|", "5|"], _step.Pass([Id], [1L], [null], [3L]));
    }

    [Fact]
    public void What_a_step_does_not_ask_for_is_read_all_the_same()
    {
        _step.Compile("static class S { public static IEnumerable<Out> Run(IEnumerable<In> rows) => rows.Take(1).Select(r => new Out(r.Id)); } record In(long Id); record Out(long Id);");
        Assert.Equal(["1|"], _step.Pass([Id], [1L], [2L]));
        Assert.Equal(_step.InputLength, _step.InputRead);
    }

    [Fact]
    public void Every_type_goes_in_and_out_again()
    {
        _step.Compile("""
            static class S { public static Row Run(Row r) => r; }
            record Row(bool? A, sbyte? B, short? C, int? D, long? E, byte? F, ushort? G, uint? H, ulong? I, float? J, double? K,
                [property: Column(TypeName = "decimal(10,3)")] decimal? L, DateOnly? M, TimeOnly? N, DateTime? O, DateTimeOffset? P, byte[]? Q, string? R);
            """);
        ArrowType[] types =
        [
            new ArrowType.Bool(), new ArrowType.Int(8, true), new ArrowType.Int(16, true), new ArrowType.Int(32, true), new ArrowType.Int(64, true),
            new ArrowType.Int(8, false), new ArrowType.Int(16, false), new ArrowType.Int(32, false), new ArrowType.Int(64, false), new ArrowType.Float(32),
            new ArrowType.Float(64), new ArrowType.Decimal(10, 3, 128), new ArrowType.Date(false), new ArrowType.Time(TimeUnit.Microsecond),
            new ArrowType.Timestamp(TimeUnit.Microsecond, null), new ArrowType.Timestamp(TimeUnit.Microsecond, "UTC"), new ArrowType.Binary(false), new ArrowType.Utf8(false),
        ];
        object?[] values =
        [
            true, (sbyte)-1, (short)-2, -3, -4L, (byte)5, (ushort)6, 7u, 8ul, 1.5f, 2.5, 1.125m, new DateOnly(2026, 5, 1), new TimeOnly(1, 2, 3), new DateTime(2026, 5, 1, 1, 2, 3),
            new DateTimeOffset(2026, 5, 1, 1, 2, 3, TimeSpan.Zero), new byte[] { 1 }, "text",
        ];
        ArrowField[] fields = [.. types.Select((type, i) => new ArrowField(((char)('a' + i)).ToString(), type))];
        var input = _step.Stream(fields, values, new object?[values.Length]);
        Assert.Equal(ExitCodes.Ok, _step.Run(input));
        Assert.Equal(CompiledFile.Rows(input).Select(row => row + "|"), CompiledFile.Rows(_step.Output));
    }

    [Fact]
    public void A_step_says_why_it_rejects_a_record()
    {
        _step.Compile("static class S { public static Out Run(In r) => new(r.Id, r.Id > 1 ? \"too much\" : null); } record In(long Id); record Out(long Id, string? _reject);");
        Assert.Equal(["1|", "2|too much"], _step.Pass([Id], [1L], [2L]));
    }

    [Fact]
    public void A_record_that_a_step_cannot_take_is_rejected_and_shows_what_it_can()
    {
        _step.Compile("static class S { public static Out Run(In r) => new(r.Name.Length, r.Id, 1); } record In(long? Id, string Name); record Out(int Length, long? Id, long Name);");
        Assert.Equal(["1|1|1|", "|2||name is NULL, and Name takes none"], _step.Pass([Id, Name], [1L, "a"], [2L, null]));
    }

    [Fact]
    public void A_value_that_the_column_cannot_hold_rejects_its_record()
    {
        _step.Compile("static class S { public static Out Run(In r) => new(r.Id, 10m * r.Id); } record In(long Id); record Out(long Id, [property: Column(TypeName = \"decimal(3,1)\")] decimal Price);");
        Assert.Equal(["9|90.0|", "10||price has a value that decimal(3,1) cannot hold"], _step.Pass([Id], [9L], [10L]));
    }

    [Fact]
    public void What_it_throws_is_told_with_its_line()
    {
        _step.Compile("static class S\n{\n    public static Out Run(In r) =>\n        new(10 / r.Id);\n}\nrecord In(long Id);\nrecord Out(long Id);\n");
        Assert.Equal(ExitCodes.WorkFailed, _step.Run(_step.Stream([Id], [1L], [0L])));
        Assert.Equal("steps/S.cs:4: DivideByZeroException: Attempted to divide by zero.", _step.LastWords);
        using var cut = ArrowStreamReader.Open(new MemoryStream(_step.Output));
        while (cut.Read() is { } batch) batch.Dispose();
        Assert.False(cut.EndedByMark);
    }

    [Theory]
    [InlineData("throw new InvalidDataException(\"two\\nlines\")", "steps/S.cs:1: InvalidDataException: two lines")]
    [InlineData("new(Deep(r.Id).Length)", "steps/S.cs:1: NullReferenceException: Object reference not set to an instance of an object.")]
    [InlineData("throw new OutOfMemoryException()", "steps/S.cs:1: OutOfMemoryException: it has no memory left; raise @memory")]
    public void Its_last_words_are_one_line(string body, string words)
    {
        _step.Compile($"static class S {{ public static Out Run(In r) => {body}; static string Deep(long n) => n < 0 ? Deep(n + 1) : null!; }} record In(long Id); record Out(long Id);");
        _step.Run(_step.Stream([Id], [-3L]));
        Assert.Equal(words, _step.LastWords);
    }

    [Fact]
    public void A_stream_that_is_cut_or_of_another_shape_is_refused()
    {
        _step.Compile("static class S { public static Out Run(In r) => new(r.Id); } record In(long Id); record Out(long Id);");
        Assert.Equal(ExitCodes.WorkFailed, _step.Run(_step.Stream([Id], [1L])[..^8]));
        Assert.Equal("what comes in cannot be read: the stream ends without the mark of its end", _step.LastWords);
        Assert.Equal(ExitCodes.WorkFailed, _step.Run(_step.Stream([Name], ["1"])));
        Assert.Equal("what comes in cannot be read: it has other columns than the step was planned for", _step.LastWords);
    }

    [Fact]
    public void A_file_that_is_no_step_is_refused()
    {
        _step.Damage();
        Assert.Equal(ExitCodes.BadInput, _step.Run([]));
        Assert.Contains("is not a compiled step", _step.LastWords, StringComparison.Ordinal);
    }

    private static object?[][] Numbered(int count) => [.. Enumerable.Range(1, count).Select(id => new object?[] { (long)id })];
}
