using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Runink.Cli.Tests.EndToEnd;
using Runink.Cli.Tests.EndToEnd.Servers;
using YamlDotNet.RepresentationModel;

namespace Runink.Cli.Tests.Deploy;

/// <summary>Alerts, dashboard and metrics belong together.</summary>
public sealed partial class MonitoringTests
{
    private const string Promtool = "/usr/bin/promtool";
    private const string Rules = "deploy/prometheus/barn-alerts.yaml";

    private static IReadOnlyList<YamlNode> Alerts
    {
        get
        {
            using var text = File.OpenText(Path.Combine(Repository.Root, Rules));
            var stream = new YamlStream();
            stream.Load(text);
            return [.. ((YamlSequenceNode)stream.Documents[0].RootNode["groups"]).SelectMany(group => (YamlSequenceNode)group["rules"])];
        }
    }

    private static IEnumerable<string> DashboardExpressions =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "deploy/grafana/barn.json")))!["panels"]!.AsArray()
            .SelectMany(panel => panel!["targets"]!.AsArray()).Select(target => (string)target!["expr"]!);

    [Fact]
    public void Every_alert_has_a_runbook() => Assert.All(Alerts, alert =>
    {
        var runbook = alert["annotations"]["runbook"].ToString();
        Assert.StartsWith("docs/runbooks/", runbook, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Repository.Root, runbook)), runbook);
    });

    [Theory]
    [InlineData("NOSPACE")]
    [InlineData("CORRUPT")]
    public void Every_alarm_of_a_group_alerts_somebody(string alarm) =>
        Assert.Contains(Alerts, alert => alert["expr"].ToString().Contains($"alarm=\"{alarm}\"", StringComparison.Ordinal));

    [Fact]
    public async Task Prometheus_takes_the_rules() =>
        await CheckAsync(["check", "rules", Path.Combine(Repository.Root, Rules)], input: "");

    [Fact]
    public async Task Members_tell_everything_that_alerts_and_dashboard_ask_for_and_what_they_send_each_other()
    {
        using var cluster = await RuniCluster.StartAsync("a", "b", "c");
        using var http = new HttpClient();
        var metrics = "";
        Wait.Until(() => (metrics = cluster.Running.Select(name => Get(http, cluster[name].Url))
            .FirstOrDefault(text => text.Contains("\netcd_server_is_leader 1\n", StringComparison.Ordinal)) ?? "").Length > 0 && SpeaksWithBoth(metrics));
        var expressions = DashboardExpressions.Concat(Alerts.Select(alert => alert["expr"].ToString())).ToList();
        var names = expressions.SelectMany(expression => Metric().Matches(expression)).Select(match => match.Groups["name"].Value).ToHashSet();
        Assert.True(names.Count > 15, string.Join(' ', names));
        Assert.All(names, name => Assert.Contains($"# TYPE {name} ", metrics, StringComparison.Ordinal));

        Assert.Contains("\netcd_server_is_learner 0\n", metrics, StringComparison.Ordinal);
        await CheckAsync(["check", "metrics"], metrics);
    }

    private static string Get(HttpClient http, string url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{url}/metrics");
        using var answer = http.Send(request);
        using var text = new StreamReader(answer.Content.ReadAsStream());
        return text.ReadToEnd();
    }

    private static bool SpeaksWithBoth(string metrics)
    {
        string[] starts = ["etcd_network_active_peers{Local=", "etcd_network_peer_sent_bytes_total{To=", "etcd_network_peer_received_bytes_total{From="];
        var lines = metrics.Split('\n');
        return starts.All(start => lines.Count(line => line.StartsWith(start, StringComparison.Ordinal) && !line.EndsWith(" 0", StringComparison.Ordinal)) == 2);
    }

    private static async Task CheckAsync(string[] line, string input)
    {
        Assert.SkipUnless(File.Exists(Promtool), "this needs promtool: apt-get install prometheus");
        using var promtool = Process.Start(new ProcessStartInfo(Promtool, line)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await promtool.StandardInput.WriteAsync(input);
        promtool.StandardInput.Close();
        var said = promtool.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var wrong = await promtool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await promtool.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(promtool.ExitCode == 0, wrong + await said);
    }

    [GeneratedRegex(@"\b(?<name>(etcd|grpc|process|runink)_[a-z_]+?)(_bucket)?\b(?=[{\[])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Metric();
}
