namespace Runink.Pipelines.Features.Catalogue;

/// <summary>Steps that transform flows.</summary>
internal static class WhenSteps
{
    public static IReadOnlyList<StepDefinition> All { get; } =
    [
        Step("validate", "each record of {flow} is validated against the contract", ["flow"],
            "Splits a flow by the record rules of its contract: later steps see the records that broke none.",
            """
            When each record of trades is validated against the contract
            """),
        Step("mask", "the fields of {flow} are masked", ["flow"],
            "Masks columns. Methods: redact, hash, tokenize, keep last N, null, generalise to month, generalise to "
            + "year, generalise to N.",
            """
            When the fields of trades are masked
              | field          | method |
              | customer_email | hash   |
            """, StepArgument.Table),
        Step("mask", "the fields of {flow} are masked as {flow}", ["flow", "as"],
            "Masks columns in a new flow; the old one stays as it was.",
            """
            When the fields of trades are masked as safe
              | field | method |
              | email | redact |
            """, StepArgument.Table),
        Step("sql", "{flow} is/are calculated by SQL from {flows}", ["as", "flows"],
            "Makes a flow by one SELECT over one or several flows.",
            """"
            When notional is calculated by SQL from trades
              """sql
              SELECT *, price * quantity AS notional FROM trades
              """
            """", StepArgument.DocString),
        Step("filter", "{flow} is/are filtered where {string}", ["flow", "condition"],
            "Keeps the records for which a condition holds; the others are dropped and counted, they do not fail.",
            """
            When trades are filtered where "quantity > 0"
            """),
        Step("filter", "{flow} is/are filtered where {string} as {flow}", ["flow", "condition", "as"],
            "Keeps the records for which a condition holds, in a new flow.",
            """
            When trades are filtered where "quantity > 1000" as large
            """),
        Step("join.inner", "{flow} and {flow} are joined on {string} as {flow}", ["left", "right", "keys", "as"],
            "Pairs records that agree on the key columns; records without a partner are dropped.",
            """
            When orders and customers are joined on "customer_id" as enriched
            """),
        Step("join.left", "{flow} and {flow} are joined on {string} keeping all {flow} as {flow}",
            ["left", "right", "keys", "kept", "as"],
            "Pairs records and keeps those of the named flow that have no partner.",
            """
            When orders and customers are joined on "customer_id" keeping all orders as enriched
            """),
        Step("join.full", "{flow} and {flow} are joined on {string} keeping all of both as {flow}",
            ["left", "right", "keys", "as"],
            "Pairs records and keeps those of both flows that have no partner.",
            """
            When ledger and bank are joined on "payment_id" keeping all of both as reconciled
            """),
        Step("join.semi", "{flow} with a match in {flow} on {string} is/are kept as {flow}",
            ["left", "right", "keys", "as"],
            "Keeps the records that have a partner, once each, and takes no column of the other flow.",
            """
            When orders with a match in customers on "customer_id" are kept as known
            """),
        Step("join.anti", "{flow} without a match in {flow} on {string} is/are kept as {flow}",
            ["left", "right", "keys", "as"],
            "Keeps the records that have no partner.",
            """
            When orders without a match in customers on "customer_id" are kept as orphans
            """),
        Step("union", "{flows} are unioned as {flow}", ["flows", "as"],
            "Puts all records of several flows into one; columns are matched by name.",
            """
            When europe, asia and america are unioned as world
            """),
        Step("deduplicate", "{flow} is/are deduplicated on {string}", ["flow", "keys"],
            "Keeps the first record of each key in source order.",
            """
            When trades are deduplicated on "trade_id"
            """),
        Step("deduplicate", "{flow} is/are deduplicated on {string} as {flow}", ["flow", "keys", "as"],
            "Keeps the first record of each key in source order, in a new flow.",
            """
            When trades are deduplicated on "account, trade_id" as distinct_trades
            """),
        Step("program", "{flow} is/are transformed by the program {string} as {flow}", ["flow", "program", "as"],
            "Passes the records through a program of one's own, in a process of its own: JSON lines on its standard input and output, "
            + "or Arrow streams with @format:arrow. The table names the columns that it returns.",
            """
            When trades are transformed by the program "steps/enrich.py" as enriched
              | column   | type          |
              | trade_id | text          |
              | notional | decimal(18,2) |
            """, StepArgument.Table),
        Step("program", "{flow} is/are transformed by the program {string} with access to {string} as {flow}", ["flow", "program", "endpoints", "as"],
            "The same for a program that needs the network: it reaches the endpoints that are named, and nothing else.",
            """
            When trades are transformed by the program "steps/rate.py" with access to "rates.example.org:443" as rated
              | column   | type          |
              | trade_id | text          |
              | rate     | decimal(18,6) |
            """, StepArgument.Table),
        Step("csharp", "{flow} is/are transformed by the C# step {string} as {flow}", ["flow", "step", "as"],
            "Passes the records through a method of one's own in C#, compiled when the plan is made, in a process of its own. "
            + "The code says which columns it takes and returns.",
            """
            When trades are transformed by the C# step "steps/Enrich.cs" as enriched
            """),
    ];

    private static StepDefinition Step(
        string id, string expression, string[] roles, string summary, string example,
        StepArgument argument = StepArgument.None) =>
        new(id, expression, roles, summary, example) { Section = "When", Argument = argument };
}
