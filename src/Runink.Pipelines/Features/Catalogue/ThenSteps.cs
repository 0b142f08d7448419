namespace Runink.Pipelines.Features.Catalogue;

/// <summary>Steps that write flows and check them.</summary>
internal static class ThenSteps
{
    public static IReadOnlyList<StepDefinition> All { get; } =
    [
        Step("sink.replace", "records of {flow} that pass go to {string}", ["flow", "uri"],
            "Writes the flow; it becomes all that the dataset holds. Options: mode, partitioned by, delimiter, "
            + "header, cleared for.",
            """
            Then records of trades that pass go to "parquet://out/silver/trades"
            """),
        Step("sink.replace", "records of {flow} that pass go to {string} partitioned by {string}",
            ["flow", "uri", "partition columns"],
            "Writes the flow into one directory per value of the columns.",
            """
            Then records of trades that pass go to "parquet://out/silver/trades" partitioned by "region"
            """),
        Step("sink.replace", "records of {flow} where {string} go to {string}", ["flow", "condition", "uri"],
            "Writes the records for which a condition holds.",
            """
            Then records of trades where "quantity > 1000" go to "csv://out/large.csv"
            """),
        Step("sink.replace", "records of {flow} where {string} go to {string} partitioned by {string}",
            ["flow", "condition", "uri", "partition columns"],
            "Writes the records for which a condition holds into one directory per value of the columns.",
            """
            Then records of trades where "quantity > 1000" go to "parquet://out/large" partitioned by "region"
            """),
        Step("sink.replace", "{flow} goes/go to {string}", ["flow", "uri"],
            "Writes the flow.",
            """
            Then revenue goes to "parquet://out/gold/revenue"
            """),
        Step("sink.replace", "{flow} goes/go to {string} partitioned by {string}",
            ["flow", "uri", "partition columns"],
            "Writes the flow into one directory per value of the columns.",
            """
            Then revenue goes to "parquet://out/gold/revenue" partitioned by "day"
            """),
        Step("sink.append", "records of {flow} that pass are appended to {string}", ["flow", "uri"],
            "Adds the flow to what the dataset holds.",
            """
            Then records of trades that pass are appended to "parquet://out/silver/trades"
            """),
        Step("sink.append", "{flow} is/are appended to {string}", ["flow", "uri"],
            "Adds the flow to what the dataset holds.",
            """
            Then revenue is appended to "csv://out/revenue"
            """),
        Step("sink.partition", "{flow} replaces/replace the partition {string} of {string}",
            ["flow", "partition", "uri"],
            "Replaces one partition and leaves the others as they are. The partition is written \"column=value\".",
            """
            Then revenue replaces the partition "day={{run.day}}" of "parquet://out/gold/revenue"
            """),
        Step("deadletters", "records that fail go to the dead-letter queue {string}", ["uri"],
            "Writes every failing record with all the rules it broke, masked. Options: cleared for.",
            """
            But records that fail go to the dead-letter queue "jsonl://out/dlq/trades"
            """),
        Step("check.passrate", "at least {percent} of records must pass", ["percent"],
            "Fails the run, and publishes only the dead letters, when fewer of the records read pass. Options: severity.",
            """
            And at least 95% of records must pass
            """),
        Step("check.flow", "{flow} satisfies/satisfy", ["flow"],
            "Checks a whole flow before it is published: row count between N and M, not null, unique.",
            """
            And revenue satisfies
              | check                     | on      | severity |
              | row count between 1 and * |         | error    |
              | not null                  | segment | error    |
            """, StepArgument.Table),
        Step("drift", "schema drift must be {string}", ["action"],
            "Says what extra, missing or retyped columns of an input do: ignore, warn, error or quarantine.",
            """
            And schema drift must be "warn"
            """, StepArgument.None),
    ];

    private static StepDefinition Step(
        string id, string expression, string[] roles, string summary, string example,
        StepArgument argument = StepArgument.OptionalTable) =>
        new(id, expression, roles, summary, example) { Section = "Then", Argument = argument };
}
