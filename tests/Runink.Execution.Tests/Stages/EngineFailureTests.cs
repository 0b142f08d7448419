using Runink.Data.Engines;
using Runink.Execution.Stages;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;

namespace Runink.Execution.Tests.Stages;

public sealed class EngineFailureTests : IDisposable
{
    private static readonly Column[] Customer = [new("id", ColumnType.Int64), new("ssn", ColumnType.Text, Classification.Restricted)];
    private static readonly Column[] Digits = [new("id", ColumnType.Int64), new("d", new ColumnType(TypeKind.Int32))];

    private readonly StageHarness _stage = new();

    public void Dispose() => _stage.Dispose();

    [Fact]
    public void A_value_that_SQL_cannot_cast_is_not_told()
    {
        _stage.Write("data/t.csv", "id,ssn\n1,123-45-6789\n");
        var plan = new PlanBuilder();
        var digits = plan.Sql("digits", "SELECT id, CAST(ssn AS INTEGER) % 10 AS d FROM c", Digits, singlePass: true, plan.Source("c", "csv://data/t.csv", Customer));
        var outcome = _stage.Run(plan.Sink(digits, "parquet://out/t").Letters().Build());
        Assert.Equal("R5310", outcome.Failed.Code);
        Assert.Contains("Could not convert string …", outcome.Failed.Message, StringComparison.Ordinal);
        Assert.Contains("TRY_CAST", outcome.Failed.Hint, StringComparison.Ordinal);
        Assert.All(outcome.Events, each => Assert.DoesNotContain("123-45", PlanJson.Write(each), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(
        EngineErrorType.Conversion, "Could not convert string '123-45-6789' to INT32 when casting from source column ssn",
        "Could not convert string … to INT32 when casting from source column ssn")]
    [InlineData(EngineErrorType.Conversion, "Could not convert string 'O'Brien' to INT32\n\nLINE 1: …", "Could not convert string … to INT32")]
    [InlineData(EngineErrorType.Conversion, "Could not convert string 'it's\nSmith' to INT32", "Could not convert string …")]
    [InlineData(
        EngineErrorType.Conversion, "Type INT64 with value 300 can't be cast because the value is out of range for the destination type INT8",
        "Type INT64 with value … type INT8")]
    [InlineData(EngineErrorType.Conversion, "Type UUID with value a0ee-bc99 can't be cast to the destination type DATE", "Type UUID with value … type DATE")]
    [InlineData(EngineErrorType.OutOfRange, "Overflow in multiplication of INT32 (2147483647 * 2)!", "Overflow in multiplication of INT32 …")]
    [InlineData(EngineErrorType.InvalidInput, "Could not parse string \"Smith\" according to format specifier \"%Y\"\nSmith\n^", "Could not parse string …")]
    [InlineData(EngineErrorType.OutOfRange, "cannot take logarithm of a negative number", "cannot take logarithm of a negative number")]
    [InlineData(EngineErrorType.Binder, "Referenced column \"x\" not found", "Referenced column \"x\" not found")]
    public void What_the_engine_says_about_a_value_is_told_without_it(EngineErrorType type, string message, string expected) =>
        Assert.Equal(expected, EngineFailure.Explain(new EngineException(type, message)).Message);
}
