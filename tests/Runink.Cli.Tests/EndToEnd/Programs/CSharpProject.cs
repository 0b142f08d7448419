namespace Runink.Cli.Tests.EndToEnd.Programs;

/// <summary>Orders that pass through a step in C#, and then through SQL.</summary>
internal sealed class CSharpProject(string code, string tags = "") : OrdersProject(Step, code, $"the C# step \"{Step}\" as graded", BySql, tags)
{
    public const string Step = "steps/Grade.cs";

    private const string BySql = """"
        And best is calculated by SQL from graded
              """
              SELECT * FROM graded
              """
            Then best goes to "csv://out/graded.csv"
        """";

    /// <summary>A step whose method has this body and returns a grade.</summary>
    public static string Returning(string body) =>
        $"static class Step\n{{\n    public static Graded? Run(Order order)\n    {{\n        {body}\n    }}\n}}\nrecord Order(long Id, decimal? Total);\nrecord Graded(long Id, string? Grade, string? _reject = null);\n";
}
