using System.Text.Json;

namespace Runink.Cli.Tests.EndToEnd.Programs;

/// <summary>Programs that may reach network endpoints, with the clients that everybody has, in real sandboxes.</summary>
public sealed class NetworkRunTests
{
    [Fact]
    public async Task Curl_reaches_the_endpoint_that_the_step_names_and_nothing_else()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/curl"), "not installed here: curl");
        await using var named = new LoopbackServer();
        await using var other = new LoopbackServer();
        using var project = new ProgramProject($$"""
            #!/bin/sh
            cat >/dev/null
            try() { if curl -s -f -o /dev/null --max-time 10 "$@"; then echo reached; else echo refused; fi; }
            echo "{\"id\":1,\"grade\":\"$(curl -s --max-time 10 http://{{named.Endpoint}}/)\"}"
            echo "{\"id\":2,\"grade\":\"$(try http://{{other.Endpoint}}/)\"}"
            echo "{\"id\":3,\"grade\":\"$(try http://169.254.169.254/latest/meta-data/)\"}"
            echo "{\"id\":4,\"grade\":\"$(try https://example.org/)\"}"
            echo "{\"id\":5,\"grade\":\"$(try http://localhost:{{named.Endpoint.Split(':')[1]}}/)\"}"
            echo "{\"id\":6,\"grade\":\"$(try --noproxy '*' http://{{named.Endpoint}}/)\"}"
            """, endpoints: named.Endpoint);
        var run = project.Run();
        Assert.True(run.ExitCode == 0, run.Error + project.Invoke("logs").Output);
        Assert.Equal(["1,hello", "2,refused", "3,refused", "4,refused", "5,refused", "6,refused"], project.Published());
        Assert.Equal((1, 0), (named.Connections, other.Connections));
        var log = project.Invoke("logs").Output;
        Assert.Contains($"network: {named.Endpoint} reached at 127.0.0.1", log, StringComparison.Ordinal);
        Assert.Contains($"network: {other.Endpoint} refused (NotNamed)", log, StringComparison.Ordinal);
        Assert.Contains("network: 169.254.169.254:80 refused (NotNamed)", log, StringComparison.Ordinal);
        Assert.Contains("network: example.org:443 refused (NotNamed)", log, StringComparison.Ordinal);
        var slices = JsonDocument.Parse(project.Invoke("status", "-o", "json").Output).RootElement.GetProperty("stages")[0].GetProperty("slices");
        var used = slices[1].GetProperty("network");
        Assert.Equal((5, 4), (used.GetProperty("attempts").GetInt64(), used.GetProperty("refused").GetInt64()));
        Assert.True(used.GetProperty("bytesReceived").GetInt64() > 5);
    }

    [Fact]
    public async Task Python_reaches_it_with_what_it_has_itself()
    {
        await using var named = new LoopbackServer(tls: true);
        using var project = new ProgramProject($$"""
            #!/usr/bin/env python3
            import json, ssl, sys, urllib.request
            sys.stdin.read()
            context = ssl._create_unverified_context()
            with urllib.request.urlopen("https://{{named.Endpoint}}/", context=context, timeout=10) as answer:
                print(json.dumps({"id": 1, "grade": answer.read().decode()}))
            """, endpoints: named.Endpoint);
        var run = project.Run();
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(["1,hello"], project.Published());
    }

    [Fact]
    public async Task A_program_ends_with_its_own_code_and_words_behind_the_proxy()
    {
        await using var named = new LoopbackServer();
        using var project = new ProgramProject($"#!/bin/sh\ncat >/dev/null\ncurl -s http://{named.Endpoint}/\necho 'no answer' >&2\nexit 3\n", endpoints: named.Endpoint);
        var run = project.Run();
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("step \"graded\": the program steps/step failed: it exited with code 3; its last words: no answer", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_environment_of_a_program_tells_of_the_proxy_and_of_nothing_else()
    {
        await using var named = new LoopbackServer();
        using var project = new ProgramProject(
            "#!/bin/sh\ncat >/dev/null\necho \"{\\\"id\\\":1,\\\"grade\\\":\\\"$(env | cut -d= -f1 | sort | tr '\\n' ' ')\\\"}\"\n", endpoints: named.Endpoint);
        var run = project.Run();
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal("1,ALL_PROXY HOME HTTPS_PROXY LANG PATH PWD TMPDIR TZ all_proxy https_proxy ", Assert.Single(project.Published()).Replace("\"", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_program_whose_step_names_nothing_has_no_way_beside_one_that_has()
    {
        await using var named = new LoopbackServer();
        const string Look = "#!/bin/sh\ncat >/dev/null\necho \"{\\\"id\\\":1,\\\"grade\\\":\\\"$(find / -xdev -type s 2>/dev/null; find /slice /tmp /run -type s 2>/dev/null; echo $ALL_PROXY)\\\"}\"\n";
        using var project = new ProgramProject("#!/bin/sh\nexec cat >/dev/null\n", endpoints: named.Endpoint, then: """
            And orders are transformed by the program "steps/look" as seen
                  | column | type  |
                  | id     | int64 |
                  | grade  | text  |
                And graded and seen are unioned as all_of_them
                Then all_of_them goes to "csv://out/graded.csv"
            """);
        project.Write("steps/look", Look);
        var run = project.Run();
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal("1,", Assert.Single(project.Published()).Replace("\"", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_isolation_nothing_holds_a_program_and_that_is_said()
    {
        await using var named = new LoopbackServer();
        using var project = new ProgramProject("#!/bin/sh\nexec cat >/dev/null\n", endpoints: named.Endpoint);
        var run = project.Run("--isolation", "none");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("nothing holds programs to the network endpoints that their steps name", run.Error, StringComparison.Ordinal);
    }
}
