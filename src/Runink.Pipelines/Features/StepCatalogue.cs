namespace Runink.Pipelines.Features;

/// <summary>
/// Every step that a feature may use, as data. <c>runi steps</c> and docs/reference/steps.md are made from it. Parameter types:
/// <c>{flow}</c> a name; <c>{flows}</c> names joined by commas and "and"; <c>{percent}</c> a number with a percent sign; <c>{string}</c> quoted text.
/// </summary>
public static class StepCatalogue
{
    /// <summary>Rises when a step's meaning changes; part of every plan hash.</summary>
    public const int Version = 1;

    /// <summary>The definitions, grouped by section.</summary>
    public static readonly IReadOnlyList<StepDefinition> All = [.. Given(), .. When(), .. Then()];

    private static IEnumerable<StepDefinition> Given()
    {
        StepDefinition Step(string id, string expression, string[] roles, string summary, string example, StepArgument argument = StepArgument.None) =>
            new(id, expression, roles, summary, example) { Section = "Given", Argument = argument };

        yield return Step("contract", "the contract {string} version {string}", ["contract", "version"],
            "Binds the ODCS contract in a file, at a version or version range, to the tables of the scenario by name.",
            "Given the contract \"contracts/trade.odcs.yaml\" version \"1.x\"");
        yield return Step("contract", "the contract {string}", ["contract"],
            "Binds the ODCS contract in a file, at whatever version the file has.",
            "Given the contract \"contracts/trade.odcs.yaml\"");
        yield return Step("source.table", "a table {string} from {string} as {flow}", ["table", "uri", "as"],
            "Reads a bounded dataset as a flow. Options: delimiter, header, columns, timezone, encoding errors, may be empty.",
            "Given a table \"trade\" from \"csv://data/trades.csv\" as trades", StepArgument.OptionalTable);
        yield return Step("source.table", "a table {string} from {string}", ["table", "uri"],
            "Reads a bounded dataset as a flow that has the table's name.",
            "Given a table \"orders\" from \"parquet://silver/orders\"", StepArgument.OptionalTable);
        yield return Step("source.table", "a table {string} from {string} under contract {string} as {flow}", ["table", "uri", "contract", "as"],
            "Reads a bounded dataset whose columns a contract of its own describes.",
            "Given a table \"order\" from \"csv://data/orders.csv\" under contract \"contracts/order.odcs.yaml\" as orders", StepArgument.OptionalTable);
        yield return Step("source.table", "a table {string} from {string} under contract {string}", ["table", "uri", "contract"],
            "Reads a bounded dataset under a contract of its own, as a flow that has the table's name.",
            "Given a table \"orders\" from \"csv://data/orders.csv\" under contract \"contracts/order.odcs.yaml\"", StepArgument.OptionalTable);
    }

    private static IEnumerable<StepDefinition> When()
    {
        StepDefinition Step(string id, string expression, string[] roles, string summary, string example, StepArgument argument = StepArgument.None) =>
            new(id, expression, roles, summary, example) { Section = "When", Argument = argument };

        yield return Step("validate", "each record of {flow} is validated against the contract", ["flow"],
            "Splits a flow by the record rules of its contract: later steps see the records that broke none.",
            "When each record of trades is validated against the contract");
        yield return Step("mask", "the fields of {flow} are masked", ["flow"],
            "Masks columns. Methods: redact, hash, tokenize, keep last N, null, generalise to month, generalise to year, generalise to N.",
            "When the fields of trades are masked\n  | field          | method |\n  | customer_email | hash   |", StepArgument.Table);
        yield return Step("mask", "the fields of {flow} are masked as {flow}", ["flow", "as"],
            "Masks columns in a new flow; the old one stays as it was.",
            "When the fields of trades are masked as safe\n  | field | method |\n  | email | redact |", StepArgument.Table);
        yield return Step("sql", "{flow} is/are calculated by SQL from {flows}", ["as", "flows"],
            "Makes a flow by one SELECT over one or several flows.",
            "When notional is calculated by SQL from trades\n  \"\"\"sql\n  SELECT *, price * quantity AS notional FROM trades\n  \"\"\"", StepArgument.DocString);
        yield return Step("filter", "{flow} is/are filtered where {string}", ["flow", "condition"],
            "Keeps the records for which a condition holds; the others are dropped and counted, they do not fail.",
            "When trades are filtered where \"quantity > 0\"");
        yield return Step("filter", "{flow} is/are filtered where {string} as {flow}", ["flow", "condition", "as"],
            "Keeps the records for which a condition holds, in a new flow.",
            "When trades are filtered where \"quantity > 1000\" as large");
        yield return Step("join.inner", "{flow} and {flow} are joined on {string} as {flow}", ["left", "right", "keys", "as"],
            "Pairs records that agree on the key columns; records without a partner are dropped.",
            "When orders and customers are joined on \"customer_id\" as enriched");
        yield return Step("join.left", "{flow} and {flow} are joined on {string} keeping all {flow} as {flow}", ["left", "right", "keys", "kept", "as"],
            "Pairs records and keeps those of the named flow that have no partner.",
            "When orders and customers are joined on \"customer_id\" keeping all orders as enriched");
        yield return Step("join.full", "{flow} and {flow} are joined on {string} keeping all of both as {flow}", ["left", "right", "keys", "as"],
            "Pairs records and keeps those of both flows that have no partner.",
            "When ledger and bank are joined on \"payment_id\" keeping all of both as reconciled");
        yield return Step("join.semi", "{flow} with a match in {flow} on {string} is/are kept as {flow}", ["left", "right", "keys", "as"],
            "Keeps the records that have a partner, once each, and takes no column of the other flow.",
            "When orders with a match in customers on \"customer_id\" are kept as known");
        yield return Step("join.anti", "{flow} without a match in {flow} on {string} is/are kept as {flow}", ["left", "right", "keys", "as"],
            "Keeps the records that have no partner.",
            "When orders without a match in customers on \"customer_id\" are kept as orphans");
        yield return Step("union", "{flows} are unioned as {flow}", ["flows", "as"],
            "Puts all records of several flows into one; columns are matched by name.",
            "When europe, asia and america are unioned as world");
        yield return Step("deduplicate", "{flow} is/are deduplicated on {string}", ["flow", "keys"],
            "Keeps the first record of each key in source order.",
            "When trades are deduplicated on \"trade_id\"");
        yield return Step("deduplicate", "{flow} is/are deduplicated on {string} as {flow}", ["flow", "keys", "as"],
            "Keeps the first record of each key in source order, in a new flow.",
            "When trades are deduplicated on \"account, trade_id\" as distinct_trades");
    }

    private static IEnumerable<StepDefinition> Then()
    {
        StepDefinition Step(string id, string expression, string[] roles, string summary, string example, StepArgument argument = StepArgument.OptionalTable) =>
            new(id, expression, roles, summary, example) { Section = "Then", Argument = argument };

        yield return Step("sink.replace", "records of {flow} that pass go to {string}", ["flow", "uri"],
            "Writes the flow; it becomes all that the dataset holds. Options: mode, partitioned by, delimiter, header, cleared for.",
            "Then records of trades that pass go to \"parquet://out/silver/trades\"");
        yield return Step("sink.replace", "records of {flow} that pass go to {string} partitioned by {string}", ["flow", "uri", "partition columns"],
            "Writes the flow into one directory per value of the columns.",
            "Then records of trades that pass go to \"parquet://out/silver/trades\" partitioned by \"region\"");
        yield return Step("sink.replace", "records of {flow} where {string} go to {string}", ["flow", "condition", "uri"],
            "Writes the records for which a condition holds.",
            "Then records of trades where \"quantity > 1000\" go to \"csv://out/large.csv\"");
        yield return Step("sink.replace", "records of {flow} where {string} go to {string} partitioned by {string}", ["flow", "condition", "uri", "partition columns"],
            "Writes the records for which a condition holds into one directory per value of the columns.",
            "Then records of trades where \"quantity > 1000\" go to \"parquet://out/large\" partitioned by \"region\"");
        yield return Step("sink.replace", "{flow} goes/go to {string}", ["flow", "uri"],
            "Writes the flow.",
            "Then revenue goes to \"parquet://out/gold/revenue\"");
        yield return Step("sink.replace", "{flow} goes/go to {string} partitioned by {string}", ["flow", "uri", "partition columns"],
            "Writes the flow into one directory per value of the columns.",
            "Then revenue goes to \"parquet://out/gold/revenue\" partitioned by \"day\"");
        yield return Step("sink.append", "records of {flow} that pass are appended to {string}", ["flow", "uri"],
            "Adds the flow to what the dataset holds.",
            "Then records of trades that pass are appended to \"parquet://out/silver/trades\"");
        yield return Step("sink.append", "{flow} is/are appended to {string}", ["flow", "uri"],
            "Adds the flow to what the dataset holds.",
            "Then revenue is appended to \"csv://out/revenue\"");
        yield return Step("sink.partition", "{flow} replaces/replace the partition {string} of {string}", ["flow", "partition", "uri"],
            "Replaces one partition and leaves the others as they are. The partition is written \"column=value\".",
            "Then revenue replaces the partition \"day={{run.day}}\" of \"parquet://out/gold/revenue\"");
        yield return Step("deadletters", "records that fail go to the dead-letter queue {string}", ["uri"],
            "Writes every failing record with all the rules it broke, masked. Options: cleared for.",
            "But records that fail go to the dead-letter queue \"jsonl://out/dlq/trades\"");
        yield return Step("check.passrate", "at least {percent} of records must pass", ["percent"],
            "Fails the run, and publishes only the dead letters, when fewer of the records read pass. Options: severity.",
            "And at least 95% of records must pass");
        yield return Step("check.flow", "{flow} satisfies/satisfy", ["flow"],
            "Checks a whole flow before it is published: row count between N and M, not null, unique.",
            "And revenue satisfies\n  | check                     | on      | severity |\n  | row count between 1 and * |         | error    |\n  | not null                  | segment | error    |", StepArgument.Table);
        yield return Step("drift", "schema drift must be {string}", ["action"],
            "Says what extra, missing or retyped columns of an input do: ignore, warn, error or quarantine.",
            "And schema drift must be \"warn\"", StepArgument.None);
    }
}
