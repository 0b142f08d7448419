using System.Net;
using System.Net.Sockets;

namespace Runink.Cli.Tests.EndToEnd.Programs;

/// <summary>Steps in C# as steps of a pipeline, in real processes.</summary>
public sealed class CSharpRunTests
{
    private const string Grades = "return new(order.Id, order.Total > 50 ? \"high\" : \"low\");";

    [Theory]
    [InlineData("sandbox")]
    [InlineData("none")]
    public void What_a_step_returns_is_published(string isolation)
    {
        using var project = new CSharpProject(CSharpProject.Returning(Grades));
        var run = project.Run("--isolation", isolation);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(["1,low", "2,high", "3,low"], project.Published());
        Assert.Empty(project.DeadLetters());
    }

    [Fact]
    public void The_guides_step_does_what_it_says()
    {
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "docs/guides/own-steps.md"));
        var start = guide.IndexOf("```csharp\n", StringComparison.Ordinal) + 10;
        using var project = new CSharpProject(guide[start..guide.IndexOf("```", start, StringComparison.Ordinal)]);
        var run = project.Run();
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(["1,low", "2,high", "3,low"], project.Published());
    }

    [Fact]
    public void A_record_that_a_step_rejects_is_a_letter_with_its_reason()
    {
        using var project = new CSharpProject(CSharpProject.Returning("return order.Id == 2 ? new(2, null, \"too dear\") : order.Id == 3 ? null : new(1, \"ok\");"));
        var run = project.Run();
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(["1,ok"], project.Published());
        var letter = Assert.Single(project.DeadLetters());
        Assert.Equal("too dear", letter.GetProperty("errors")[0].GetProperty("actual").GetString());
        Assert.Equal("2", letter.GetProperty("payload").GetProperty("id").ToString());
        Assert.Equal(CSharpProject.Step, letter.GetProperty("file").GetString());
    }

    [Fact]
    public void An_exception_names_the_step_and_the_line()
    {
        using var project = new CSharpProject(CSharpProject.Returning("return new(order.Id / (order.Id - 2), null);"));
        var run = project.Run();
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("step \"graded\": the C# step steps/Grade.cs failed", run.Error, StringComparison.Ordinal);
        Assert.Contains("steps/Grade.cs:5: DivideByZeroException: Attempted to divide by zero.", run.Error, StringComparison.Ordinal);
        Assert.False(project.HasPublished());
    }

    [Fact]
    public void What_it_prints_is_in_the_logs_and_not_among_the_records()
    {
        using var project = new CSharpProject(CSharpProject.Returning($"Console.WriteLine(\"saw \" + order.Id); {Grades}"));
        Assert.Equal(0, project.Run().ExitCode);
        Assert.Equal(3, project.Published().Length);
        Assert.Contains("saw 2", project.Invoke("logs").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_sees_nothing_of_the_machine()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var project = new CSharpProject("");
        project.Write("data/secret.txt", "secret");
        project.Write(CSharpProject.Step, $$"""
            static class Step
            {
                public static Graded Run(Order order) => new(order.Id, order.Id switch
                {
                    1 => Try(() => File.ReadAllText("{{project.Root}}/data/secret.txt")),
                    2 => Try(() => Activator.CreateInstance(Type.GetType("System.Net.Sockets.TcpClient, System.Net.Sockets")!, "127.0.0.1", {{port}})!.ToString()!),
                    _ => Try(() => { File.WriteAllText("/usr/bin/runink-was-here", ""); return "wrote"; }),
                });

                static string Try(Func<string> attempt)
                {
                    try { return attempt(); }
                    catch (Exception refused) { return "refused"; }
                }
            }
            record Order(long Id);
            record Graded(long Id, string Grade);
            """);
        var run = project.Run();
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(["1,refused", "2,refused", "3,refused"], project.Published());
        Assert.False(listener.Pending());
    }

    [Theory]
    [InlineData("System.Environment.Exit(0); return null;", "", 1, "steps/Grade.cs")]
    [InlineData("System.Environment.Exit(7); return null;", "", 1, "it exited with code 7")]
    [InlineData("while (order.Id > 0) { } return null;", "@timeout:3s", 6, "R5009")]
    [InlineData("var all = new List<byte[]>(); while (order.Id > 0) { all.Add(new byte[1 << 20]); Array.Fill(all[^1], (byte)1); } return null;", "@memory:256Mi", 1, "memory")]
    public void A_step_that_misbehaves_ends_the_stage_and_publishes_nothing(string body, string tags, int code, string says)
    {
        using var project = new CSharpProject(CSharpProject.Returning(body), tags);
        var run = project.Run();
        Assert.True(run.ExitCode == code, $"{run.ExitCode}: {run.Error}");
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.False(project.HasPublished());
    }

    [Fact]
    public void A_run_that_is_resumed_needs_neither_the_kept_code_nor_the_compiler_twice()
    {
        using var project = new CSharpProject(CSharpProject.Returning("throw new InvalidOperationException(\"not yet\");"));
        Assert.Equal(1, project.Run().ExitCode);
        Directory.Delete(Path.Combine(project.Root, ".runink/cache"), recursive: true);
        Assert.Equal(1, project.Invoke("resume", "--last").ExitCode);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(project.Root, ".runink/cache/steps")));
    }

    [Fact]
    public void A_scenario_that_isolates_its_steps_can_have_one()
    {
        using var project = new CSharpProject(CSharpProject.Returning(Grades), "@isolate");
        var run = project.Run();
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(["1,low", "2,high", "3,low"], project.Published());
    }
}
