namespace Runink.Cli.Tests.EndToEnd.Programs;

/// <summary>Orders that pass through a program, whose interpreter must be there.</summary>
internal sealed class ProgramProject(string program, string? then = null, string tags = "", string[]? columns = null, string? endpoints = null)
    : OrdersProject(Step, Runnable(program), Transformed(columns, endpoints), then, tags)
{
    public const string Step = "steps/step";

    private static string Runnable(string program)
    {
        var interpreter = program.Split('\n')[0].Split(' ') is ["#!/usr/bin/env", var named] ? named : "sh";
        Assert.SkipUnless(Path.Exists($"/usr/bin/{interpreter}") || Path.Exists($"/usr/local/bin/{interpreter}"), $"not installed here: {interpreter}");
        return program;
    }

    private static string Transformed(string[]? columns, string? endpoints) => $"""
        the program "{Step}"{(endpoints is null ? "" : $" with access to \"{endpoints}\"")} as graded
              | column | type  |
              {string.Join("\n      ", columns ?? ["| id     | int64 |", "| grade  | text  |"])}
        """;
}
