using Runink.Isolation.Tests;

namespace Runink.Cli.Tests.EndToEnd.Kills;

/// <summary>Projects to be struck, after their first run.</summary>
internal static class KillProjects
{
    /// <summary>The published file of the scenario with a program.</summary>
    public const string Marked = "out/marked.csv";

    /// <summary>The trades, with a process for each step of the second scenario, and a third one around a program of one's own.</summary>
    public static TradesProject WithPrograms()
    {
        Needs.Bubblewrap();
        var project = TradesProject.New();
        project.Edit(TradesProject.Feature, "@layer:gold", "@layer:gold @isolate");
        project.Write("steps/mark", "#!/bin/sh\nexec cat\n");
        project.Write(TradesProject.Feature, File.ReadAllText(project.File(TradesProject.Feature)).TrimEnd('\n') + "\n" + $"""

              Scenario: Marked - by a program of one's own
                Given a table "silver" from "parquet://{TradesProject.Silver}" as silver
                When named is calculated by SQL from silver
                  {"\"\"\""}sql
                  SELECT trade_id, region FROM silver
                  {"\"\"\""}
                And named are transformed by the program "steps/mark" as marked
                  | column   | type |
                  | trade_id | text |
                  | region   | text |
                Then marked goes to "csv://{Marked}"
                But records that fail go to the dead-letter queue "jsonl://out/dlq/marked"
            """ + "\n");
        project.Synthesize(500, seed: 1);
        var first = project.Run();
        Assert.True(first.ExitCode == 0, first.Error);
        return project;
    }
}
