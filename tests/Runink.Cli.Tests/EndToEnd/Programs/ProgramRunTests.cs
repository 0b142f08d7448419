using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Runink.Cli.Tests.EndToEnd.Programs;

/// <summary>Programs of one's own as steps of a pipeline, in real processes.</summary>
public sealed class ProgramRunTests
{
    private const string Python = """
        #!/usr/bin/env python3
        import json, sys
        for line in sys.stdin:
            order = json.loads(line)
            print(json.dumps({"id": order["id"], "grade": "high" if order["total"] > 50 else "low"}))
        """;

    private const string Shell = """
        #!/bin/sh
        while read -r line; do
          id=${line#*:}; id=${id%%,*}
          echo "{\"id\":$id,\"grade\":\"shell\"}"
        done
        """;

    private const string Node = """
        #!/usr/bin/env node
        const lines = require('readline').createInterface({ input: process.stdin });
        lines.on('line', line => console.log(JSON.stringify({ id: JSON.parse(line).id, grade: 'node' })));
        """;

    [Theory]
    [InlineData(Python, "1,low|2,high|3,low")]
    [InlineData(Shell, "1,shell|2,shell|3,shell")]
    [InlineData(Node, "1,node|2,node|3,node")]
    public void What_a_program_returns_is_published(string program, string expected)
    {
        using var project = new ProgramProject(program);
        var run = project.Run();
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(expected.Split('|'), project.Published());
        Assert.Empty(project.DeadLetters());
    }

    [Theory]
    [InlineData("python", "1,low|2,high|3,low")]
    [InlineData("sh", "1,low|2,low|3,low")]
    [InlineData("js", "1,low|2,low|3,low")]
    public void The_guides_programs_do_what_it_says(string language, string expected)
    {
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "docs/guides/own-steps.md"));
        var start = guide.IndexOf($"```{language}\n", StringComparison.Ordinal) + language.Length + 4;
        using var project = new ProgramProject(guide[start..guide.IndexOf("```", start, StringComparison.Ordinal)]);
        var run = project.Run();
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(expected.Split('|'), project.Published());
    }

    [Fact]
    public void An_executable_runs_without_a_run_bit_and_from_a_private_copy()
    {
        using var project = new ProgramProject("#!/bin/sh\ncat >/dev/null\necho \"{\\\"id\\\":1,\\\"grade\\\":\\\"$0\\\"}\"\n");
        Assert.Equal(0, project.Run().ExitCode);
        var path = Assert.Single(project.Published());
        Assert.DoesNotContain("steps/step", path, StringComparison.Ordinal);
    }

    [Fact]
    public void More_than_a_pipe_holds_flows_through()
    {
        const int Orders = 200_000;
        using var project = new ProgramProject("#!/usr/bin/awk -f\n{ match($0, /[0-9]+/); printf \"{\\\"id\\\":%s,\\\"grade\\\":\\\"%080d\\\"}\\n\", substr($0, RSTART, RLENGTH), NR }\n");
        var csv = new StringBuilder("id,total\n");
        for (var i = 0; i < Orders; i++) csv.Append(CultureInfo.InvariantCulture, $"{i},1.00\n");
        project.Orders(csv.ToString());
        var run = project.Run();
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(Orders, project.Published().Length);
    }

    [Fact]
    public void A_record_that_a_program_rejects_is_a_dead_letter_with_its_reason()
    {
        using var project = new ProgramProject("#!/bin/sh\ncat >/dev/null\necho '{\"id\":1,\"grade\":\"a\"}'\necho '{\"_reject\":\"no such customer\",\"id\":2}'\n");
        var run = project.Run();
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(["1,a"], project.Published());
        var letter = Assert.Single(project.DeadLetters());
        Assert.Equal("no such customer", letter.GetProperty("errors")[0].GetProperty("actual").GetString());
        Assert.Equal("2", letter.GetProperty("payload").GetProperty("id").GetString());
        Assert.Equal(("steps/step", 2), (letter.GetProperty("file").GetString(), letter.GetProperty("record").GetInt32()));
    }

    [Theory]
    [InlineData("{\"id\":\"many\",\"grade\":\"a\"}", "id", "logicalType")]
    [InlineData("not json", "record", "json")]
    [InlineData("[1]", "record", "json")]
    public void A_line_that_does_not_fit_is_a_dead_letter(string line, string field, string rule)
    {
        using var project = new ProgramProject($"#!/bin/sh\ncat >/dev/null\necho '{line}'\n");
        Assert.Equal(0, project.Run().ExitCode);
        Assert.Empty(project.Published());
        var error = Assert.Single(project.DeadLetters()).GetProperty("errors")[0];
        Assert.Equal((field, rule), (error.GetProperty("field").GetString(), error.GetProperty("rule").GetString()));
    }

    [Fact]
    public void A_program_that_fails_fails_the_run_with_its_last_words_and_publishes_nothing()
    {
        using var project = new ProgramProject("#!/bin/sh\ncat >/dev/null\necho '{\"id\":1,\"grade\":\"a\"}'\necho 'no model found' >&2\nexit 3\n");
        var run = project.Run();
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("step \"graded\": the program steps/step failed: it exited with code 3; its last words: no model found", run.Error, StringComparison.Ordinal);
        Assert.False(project.HasPublished());
        Assert.Contains("no model found", project.Invoke("logs").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_does_not_read_its_input_to_the_end_is_to_blame()
    {
        using var project = new ProgramProject("#!/bin/sh\nread -r line\necho '{\"id\":1,\"grade\":\"a\"}'\n");
        var csv = new StringBuilder("id,total\n");
        for (var i = 0; i < 100_000; i++) csv.Append(CultureInfo.InvariantCulture, $"{i},1.00\n");
        project.Orders(csv.ToString());
        var run = project.Run();
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("ended before it had read all its input", run.Error, StringComparison.Ordinal);
        Assert.False(project.HasPublished());
    }

    [Fact]
    public void A_killed_program_is_said_to_be_killed()
    {
        using var project = new ProgramProject("#!/bin/sh\nkill -9 $$\n");
        var run = project.Run();
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("it was killed by signal 9", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interpreter_that_does_not_exist_is_explained()
    {
        using var project = new ProgramProject("#!/nowhere/python\n");
        var run = project.Run();
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("the program steps/step failed: it exited with code 127", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_hangs_is_ended_with_the_timeout()
    {
        using var project = new ProgramProject("#!/bin/sh\nexec sleep 1000\n", tags: "@timeout:2s");
        var run = project.Run();
        Assert.Equal(6, run.ExitCode);
        Assert.Contains("was stopped: its timeout of 2 s was over", run.Error, StringComparison.Ordinal);
        Assert.Empty(ProcessTable.Below(project.Root));
    }

    [Fact]
    public void A_program_that_fails_is_tried_again_with_all_of_its_stage_and_rejections_are_no_failure()
    {
        using var project = new ProgramProject("""
            #!/bin/sh
            cat >/dev/null
            echo attempt >>ROOT/attempts
            [ "$(wc -l <ROOT/attempts)" -gt 1 ] || { echo 'the model server is away' >&2; exit 1; }
            echo '{"_reject":"no such customer","id":2}'
            """, tags: "@retries:3");
        project.Write("steps/step", File.ReadAllText(Path.Combine(project.Root, "steps/step")).Replace("ROOT", project.Root, StringComparison.Ordinal));
        // Only a program that nothing isolates can remember anything.
        var run = project.Run("--isolation", "none");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("the model server is away", run.Error, StringComparison.Ordinal);
        Assert.Equal(2, File.ReadAllLines(Path.Combine(project.Root, "attempts")).Length);
        Assert.Single(project.DeadLetters());
    }

    [Fact]
    public void A_program_that_makes_calls_of_another_architecture_is_said_to()
    {
        Assert.SkipUnless(System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64, "the call is one of x86");
        using var project = new ProgramProject("""
            #!/usr/bin/env python3
            import ctypes, mmap
            code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
            code.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")
            ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))()
            """, tags: "@retries:3");
        var run = project.Run();
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("step \"graded\" (steps/step) was killed: it made a system call of another architecture (SIGSYS)", run.Error, StringComparison.Ordinal);
        Assert.Contains("docs/internals/seccomp.md", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_each_process_used_is_shown_as_explain_numbers_them()
    {
        using var project = new ProgramProject(Python);
        var run = project.Run();
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Matches(@"processes\s+1 makes orders .*\n\s+2 the program steps/step .*\n\s+3 makes graded ", project.Invoke("status").Output);
        var stage = JsonDocument.Parse(project.Invoke("status", "-o", "json").Output).RootElement.GetProperty("stages")[0];
        var slices = stage.GetProperty("slices").EnumerateArray().ToList();
        Assert.Equal(["makes orders", "the program steps/step", "makes graded"], slices.Select(slice => slice.GetProperty("work").GetString()));
        Assert.Equal(stage.GetProperty("cpuMilliseconds").GetInt64(), slices.Sum(slice => slice.GetProperty("cpuMilliseconds").GetInt64()));
        Assert.All([0, 2], index => Assert.True(slices[index].GetProperty("edgeBytes").GetInt64() > 0, $"slice {index} counted no bytes"));
        Assert.Equal(stage.GetProperty("edgeBytes").GetInt64(), slices.Sum(slice => slice.GetProperty("edgeBytes").GetInt64()));
    }

    [Fact]
    public void A_program_finds_a_clean_environment_and_an_empty_directory_of_its_own()
    {
        using var project = new ProgramProject("#!/bin/sh\ncat >/dev/null\necho \"{\\\"id\\\":$(ls -A | wc -l),\\\"grade\\\":\\\"$(env | cut -d= -f1 | sort | tr '\\n' ' ')\\\"}\"\n");
        Assert.Equal(0, project.Run().ExitCode);
        Assert.Equal("0,HOME LANG PATH PWD TMPDIR TZ ", Assert.Single(project.Published()).Replace("\"", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_programs_in_a_row_and_side_by_side_come_together()
    {
        using var project = new ProgramProject(Python, then: """
            And orders are transformed by the program "steps/step" as again
                  | column | type  |
                  | id     | int64 |
                  | grade  | text  |
                And graded are transformed by the program "steps/count" as counted
                  | column | type  |
                  | id     | int64 |
                  | grade  | text  |
                And counted and again are unioned as all_of_them
                Then all_of_them goes to "csv://out/graded.csv"
            """);
        project.Write("steps/count", "#!/bin/sh\nwc -l | sed 's/ *\\([0-9]*\\).*/{\"id\":\\1,\"grade\":\"lines\"}/'\n");
        var run = project.Run();
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(["1,low", "2,high", "3,lines", "3,low"], project.Published());
    }

    [Fact]
    public void A_program_sees_nothing_of_the_project_unless_somebody_wants_no_isolation()
    {
        using var project = new ProgramProject("#!/bin/sh\ncat >/dev/null\necho \"{\\\"id\\\":1,\\\"grade\\\":\\\"$(cat ROOT/runink.yaml 2>/dev/null)\\\"}\"\n");
        project.Write("steps/step", File.ReadAllText(Path.Combine(project.Root, "steps/step")).Replace("ROOT", project.Root, StringComparison.Ordinal));
        Assert.Equal(0, project.Run().ExitCode);
        Assert.Equal("1,\"\"", Assert.Single(project.Published()));
        var open = project.Run("--isolation", "none");
        Assert.True(open.ExitCode == 0, open.Error);
        Assert.Contains("NO ISOLATION: this run, with steps/step, can read", open.Error, StringComparison.Ordinal);
        Assert.Equal("1,name: programs", Assert.Single(project.Published()));
    }

    [Fact]
    public void A_program_that_takes_too_much_memory_is_said_to()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can limit memory here");
        using var project = new ProgramProject("#!/usr/bin/env python3\nimport sys\nsys.stdin.read()\nx = bytearray(b'x' * (600 << 20))\n", tags: "@memory:256Mi @retries:3");
        var run = project.Run();
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("step \"graded\" (steps/step) was killed: memory limit 256 MiB reached (peak 256 MiB)", run.Error, StringComparison.Ordinal);
        Assert.Contains("raise @memory or filter earlier", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_shows_the_processes_and_why()
    {
        using var project = new ProgramProject(Python);
        var explained = project.Invoke("explain", "features/orders.feature").Output;
        Assert.Contains("in 3 processes:", explained, StringComparison.Ordinal);
        Assert.Contains("2 the program steps/step: a program of one's own runs alone", explained, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_was_changed_is_another_plan()
    {
        using var project = new ProgramProject("#!/bin/sh\nexit 1\n");
        Assert.Equal(1, project.Run().ExitCode);
        project.Write("steps/step", Shell);
        var resumed = project.Invoke("resume", "--last");
        Assert.NotEqual(0, resumed.ExitCode);
        Assert.False(project.HasPublished());
    }
}
