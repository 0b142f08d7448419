namespace Runink.Cli.Steps;

/// <summary>A step to begin with, in one language.</summary>
/// <param name="Language">As the command line names it.</param>
/// <param name="Ending">How its files end.</param>
/// <param name="Code">The file; <c>NAME</c> stands for the step's name.</param>
/// <param name="Lines">What the feature says; <c>FILE</c> stands for the file.</param>
internal sealed record StepTemplate(string Language, string Ending, string Code, string Lines)
{
    private const string Program = """
        When orders are transformed by the program "FILE" as graded
          | column | type  |
          | id     | int64 |
          | grade  | text  |
        """;

    /// <summary>All of them; the first is the one that is written when nobody says otherwise.</summary>
    public static IReadOnlyList<StepTemplate> All { get; } =
    [
        new("csharp", ".cs", """
            static class NAME
            {
                // Called once for each record; null leaves it out.
                // A batch at once: IEnumerable<Graded> Run(IReadOnlyList<Order> batch); a whole flow: IEnumerable<Graded> Run(IEnumerable<Order> rows).
                public static Graded? Run(Order order) => order.Total is { } total
                    ? new(order.Id, total > 50 ? "high" : "low")
                    : new(order.Id, null, "no total");
            }

            // The columns that it takes, and those that it returns. A record with a reason in _reject becomes a dead letter.
            record Order(long Id, decimal? Total);

            record Graded(long Id, string? Grade, string? _reject = null);

            """, "When orders are transformed by the C# step \"FILE\" as graded"),
        new("python", ".py", """
            #!/usr/bin/env python3
            import json, sys

            # A record is a JSON object on a line. One with a reason in _reject becomes a dead letter.
            for line in sys.stdin:
                order = json.loads(line)
                if order["total"] is None:
                    print(json.dumps({"id": order["id"], "_reject": "no total"}))
                else:
                    print(json.dumps({"id": order["id"], "grade": "high" if order["total"] > 50 else "low"}))

            """, Program),
        new("node", ".js", """
            #!/usr/bin/env node
            // A record is a JSON object on a line. One with a reason in _reject becomes a dead letter.
            const lines = require('readline').createInterface({ input: process.stdin });
            lines.on('line', line => {
              const order = JSON.parse(line);
              const answer = order.total === null ? { _reject: 'no total' } : { grade: order.total > 50 ? 'high' : 'low' };
              console.log(JSON.stringify({ id: order.id, ...answer }));
            });

            """, Program),
        new("shell", ".sh", """
            #!/usr/bin/awk -f
            # A record is a JSON object on a line. One with a reason in _reject becomes a dead letter.
            {
              match($0, /"id":[0-9]+/)
              id = substr($0, RSTART, RLENGTH)
              if ($0 ~ /"total":null/) { print "{" id ",\"_reject\":\"no total\"}"; next }
              match($0, /"total":[-0-9.]+/)
              total = substr($0, RSTART + 8, RLENGTH - 8) + 0
              print "{" id ",\"grade\":\"" (total > 50 ? "high" : "low") "\"}"
            }

            """, Program),
    ];
}
