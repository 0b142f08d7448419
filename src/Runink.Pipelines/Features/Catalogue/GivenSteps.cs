namespace Runink.Pipelines.Features.Catalogue;

/// <summary>Steps that name inputs and contracts.</summary>
internal static class GivenSteps
{
    public static IReadOnlyList<StepDefinition> All { get; } =
    [
        Step("contract", "the contract {string} version {string}", ["contract", "version"],
            "Binds the ODCS contract in a file, at a version or version range, to the tables of the scenario by name.",
            """
            Given the contract "contracts/trade.odcs.yaml" version "1.x"
            """),
        Step("contract", "the contract {string}", ["contract"],
            "Binds the ODCS contract in a file, at whatever version the file has.",
            """
            Given the contract "contracts/trade.odcs.yaml"
            """),
        Step("source.table", "a table {string} from {string} as {flow}", ["table", "uri", "as"],
            "Reads a bounded dataset as a flow. Options: delimiter, header, columns, timezone, encoding errors, may be empty.",
            """
            Given a table "trade" from "csv://data/trades.csv" as trades
            """, StepArgument.OptionalTable),
        Step("source.table", "a table {string} from {string}", ["table", "uri"],
            "Reads a bounded dataset as a flow that has the table's name.",
            """
            Given a table "orders" from "parquet://silver/orders"
            """, StepArgument.OptionalTable),
        Step("source.table", "a table {string} from {string} under contract {string} as {flow}",
            ["table", "uri", "contract", "as"],
            "Reads a bounded dataset whose columns a contract of its own describes.",
            """
            Given a table "order" from "csv://data/orders.csv" under contract "contracts/order.odcs.yaml" as orders
            """, StepArgument.OptionalTable),
        Step("source.table", "a table {string} from {string} under contract {string}", ["table", "uri", "contract"],
            "Reads a bounded dataset under a contract of its own, as a flow that has the table's name.",
            """
            Given a table "orders" from "csv://data/orders.csv" under contract "contracts/order.odcs.yaml"
            """, StepArgument.OptionalTable),
    ];

    private static StepDefinition Step(
        string id, string expression, string[] roles, string summary, string example,
        StepArgument argument = StepArgument.None) =>
        new(id, expression, roles, summary, example) { Section = "Given", Argument = argument };
}
