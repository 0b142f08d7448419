using Runink.Pipelines.Types;

namespace Runink.Pipelines.Tests.Planning;

/// <summary>A dataset that is read under a contract.</summary>
public sealed class WrittenUnderContractTests : IDisposable
{
    private readonly PlannedFeature _feature = new();

    public WrittenUnderContractTests() => _feature.Write("contracts/bronze.odcs.yaml", """
        apiVersion: v3.1.0
        kind: DataContract
        id: bronze
        version: 1.0.0
        status: active
        schema:
          - name: bronze
            properties:
              - name: id
                logicalType: integer
        """);

    public void Dispose() => _feature.Dispose();

    [Theory]
    [InlineData("int32", false)]
    [InlineData("uint32", false)]
    [InlineData("int64", false)]
    [InlineData("uint64", true)]
    [InlineData("float64", true)]
    [InlineData("text", true)]
    public void A_scenario_may_write_a_type_whose_values_the_contracts_type_has(string written, bool refused)
    {
        var writer = PlannedFeature.Scenario($"""
            Given a table "raw" from "csv://data/in.csv"
              | option  | value        |
              | columns | id {written} |
            Then raw goes to "parquet://out/bronze"
            But records that fail go to the dead-letter queue "jsonl://out/dlq"
            """, "writer");
        var reader = PlannedFeature.Scenario("""
            Given a table "bronze" from "parquet://out/bronze" under contract "contracts/bronze.odcs.yaml"
            Then bronze goes to "parquet://out/x"
            """, "reader");
        var errors = _feature.Plan(writer, reader).Diagnostics.Where(found => found.IsError);
        Assert.Equal(refused ? ["R3027"] : [], errors.Select(found => found.Definition.Code));
    }

    [Theory]
    [InlineData("int64", "int32", true)]
    [InlineData("struct(a int64, b int64)", "struct(b int32, a int64, c text)", true)]
    [InlineData("struct(a int64, b int64)", "struct(a int64)", false)]
    [InlineData("list(struct(a int64, b int64))", "list(struct(b int64))", false)]
    [InlineData("MAP(VARCHAR, BIGINT)", "UUID", false)]
    public void A_type_holds_another_whose_values_it_has_as_they_are(string type, string other, bool holds) =>
        Assert.Equal(holds, ColumnTypeParser.FromEngine(type).Holds(ColumnTypeParser.FromEngine(other)));

    [Fact]
    public void A_sum_of_whole_numbers_is_read_as_the_type_that_Parquet_keeps_it_with()
    {
        var writer = PlannedFeature.Scenario(""""
            Given a table "raw" from "csv://data/in.csv"
              | option  | value    |
              | columns | id int64 |
            When total is calculated by SQL from raw
              """sql
              SELECT sum(id) AS id FROM raw
              """
            Then total goes to "parquet://out/total"
            But records that fail go to the dead-letter queue "jsonl://out/dlq"
            """", "writer");
        var reader = PlannedFeature.Scenario("""
            Given a table "total" from "parquet://out/total"
            Then total goes to "parquet://out/x"
            """, "reader");
        var plans = _feature.Plan(writer, reader);
        Assert.Empty(plans.Diagnostics);
        Assert.Equal(["int128", "decimal(38,0)"], plans.Scenarios.Select(plan => plan.Nodes[plan.Sinks[0].Input].Columns[0].Type.ToString()));
    }

    [Theory]
    [InlineData("warn")]
    [InlineData("ignore")]
    public void Files_of_parquet_whose_columns_may_have_other_types_need_a_queue(string action)
    {
        var found = _feature.RefuseSteps($"""
            Given a table "bronze" from "parquet://data/bronze" under contract "contracts/bronze.odcs.yaml"
            Then bronze goes to "parquet://out/x"
            And schema drift must be "{action}"
            """);
        Assert.Equal("R3015", found.Definition.Code);
    }
}
