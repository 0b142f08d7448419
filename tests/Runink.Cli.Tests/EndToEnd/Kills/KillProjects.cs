using System.Globalization;

namespace Runink.Cli.Tests.EndToEnd.Kills;

/// <summary>Projects to be struck, after their first run.</summary>
internal static class KillProjects
{
    /// <summary>The published file of the last scenario that is added to the trades.</summary>
    public const string End = "out/end.csv";

    private const int StagesInSequence = 6;
    private const string Quotes = "\"\"\"";

    /// <summary>The trades, with a process for each step of the second scenario, and a third one around a program of one's own.</summary>
    public static TradesProject WithPrograms()
    {
        var project = New();
        project.Edit(TradesProject.Feature, "@layer:gold", "@layer:gold @isolate");
        project.Write("steps/mark", "#!/bin/sh\nexec cat\n");
        Add(project, $"""
              Scenario: Marked - by a program of one's own
                Given a table "silver" from "parquet://{TradesProject.Silver}" as silver
                When named is calculated by SQL from silver
                  {Quotes}sql
                  SELECT trade_id, region FROM silver
                  {Quotes}
                And named are transformed by the program "steps/mark" as marked
                  | column   | type |
                  | trade_id | text |
                  | region   | text |
                Then marked goes to "csv://{End}"
                But records that fail go to the dead-letter queue "jsonl://out/dlq/marked"
            """);
        return AfterItsFirstRun(project);
    }

    /// <summary>The trades, and stages of which each reads what the one before has published: one process can do them all, one after the other.</summary>
    public static TradesProject InSequence()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can give files to a sandbox that runs, so others have no warm slices");
        var project = New();
        var from = $"parquet://{TradesProject.Silver}";
        for (var stage = 1; stage <= StagesInSequence; stage++)
        {
            var to = stage == StagesInSequence ? $"csv://{End}" : string.Create(CultureInfo.InvariantCulture, $"parquet://out/stage{stage}");
            Add(project, $"""
                  Scenario: Stage {stage}
                    Given a table "silver" from "{from}" as silver
                    When named is calculated by SQL from silver
                      {Quotes}sql
                      SELECT trade_id, region FROM silver
                      {Quotes}
                    Then named goes to "{to}"
                """);
            from = to;
        }

        return AfterItsFirstRun(project);
    }

    private static TradesProject New()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/bwrap"), "this needs bubblewrap: apt-get install bubblewrap");
        return TradesProject.New();
    }

    private static void Add(TradesProject project, string scenario) => project.Write(
        TradesProject.Feature, $"{File.ReadAllText(project.File(TradesProject.Feature)).TrimEnd('\n')}\n\n{scenario}\n");

    private static TradesProject AfterItsFirstRun(TradesProject project)
    {
        project.Synthesize(500, seed: 1);
        var first = project.Run();
        Assert.True(first.ExitCode == 0, first.Error);
        return project;
    }
}
