using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Runink.Barn.Tests;

public sealed class HttpApiTests(EtcdHostFixture fixture) : IClassFixture<EtcdHostFixture>, IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = fixture.Host.Address, Timeout = TimeSpan.FromSeconds(20) };

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("/health", """{"health":"true"}""")]
    [InlineData("/livez", "ok\n")]
    [InlineData("/readyz?verbose", "[+]data_corruption ok\n[+]serializable_read ok\n[+]linearizable_read ok\nok\n")]
    public async Task Health_is_told(string path, string expected) => Assert.Equal(expected, await GetAsync(path));

    [Fact]
    public async Task An_alarm_makes_it_unhealthy_unless_it_is_left_out()
    {
        await using var host = await EtcdHost.StartAsync();
        using var http = new HttpClient { BaseAddress = host.Address };
        await host.Node.ProposeAsync(new AlarmCommand(KvAlarmAction.Raise, 0, KvAlarm.Corrupt));
        foreach (var (path, status) in new[] { ("/health", 503), ("/health?exclude=CORRUPT", 200), ("/readyz", 503), ("/readyz?exclude=data_corruption", 200), ("/livez", 200) })
        {
            using var response = await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal((path, status), (path, (int)response.StatusCode));
        }

        // Nobody is named where the alarm is of no member.
        var told = await host.Connect().CallAsync<Protocol.StatusRequest, Protocol.StatusResponse>(EtcdCalls.Maintenance, "Status", new Protocol.StatusRequest());
        Assert.Equal("alarm:CORRUPT ", Assert.Single(told.Errors));
    }

    [Fact]
    public async Task The_version_is_that_of_etcd_and_our_own()
    {
        using var page = JsonDocument.Parse(await GetAsync("/version"));
        Assert.Equal(["3.4.23", "3.4.0"], new[] { "etcdserver", "etcdcluster" }.Select(name => page.RootElement.GetProperty(name).GetString()));
        Assert.NotEmpty(page.RootElement.GetProperty("runink").GetString()!);
    }

    [Fact]
    public async Task Metrics_are_clean_and_count_calls()
    {
        await fixture.Channel.PutAsync("metrics", "1");
        var text = await GetAsync("/metrics");
        Assert.Contains("grpc_server_handled_total{grpc_code=\"OK\",grpc_method=\"Put\",grpc_service=\"etcdserverpb.KV\",grpc_type=\"unary\"}", text, StringComparison.Ordinal);
        Assert.Contains("\netcd_server_has_leader 1\n", text, StringComparison.Ordinal);
        Assert.Contains("\netcd_server_proposals_failed_total 0\n", text, StringComparison.Ordinal);
        Assert.Contains("\netcd_disk_wal_fsync_duration_seconds_bucket{le=\"0.001\"} ", text, StringComparison.Ordinal);
        Assert.Contains("\netcd_disk_wal_fsync_duration_seconds_bucket{le=\"8.192\"} ", text, StringComparison.Ordinal);
        Assert.Contains("\netcd_disk_backend_snapshot_duration_seconds_bucket{le=\"655.36\"} ", text, StringComparison.Ordinal);
        Assert.SkipUnless(File.Exists("/usr/bin/promtool"), "promtool is not installed here (apt-get install prometheus)");
        using var promtool = Process.Start(new ProcessStartInfo("promtool", ["check", "metrics"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        await promtool.StandardInput.WriteAsync(text);
        promtool.StandardInput.Close();
        var cancellation = TestContext.Current.CancellationToken;
        var said = await promtool.StandardError.ReadToEndAsync(cancellation) + await promtool.StandardOutput.ReadToEndAsync(cancellation);
        Assert.Equal("", said);
        await promtool.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, promtool.ExitCode);
    }

    [Fact]
    public async Task Metrics_grow_by_what_calls_carry_and_the_disk_does()
    {
        var before = Values(await GetAsync("/metrics"));
        await fixture.Channel.PutAsync("metrics", new string('x', 1000));
        await fixture.Channel.GetAsync("metrics");
        var after = Values(await GetAsync("/metrics"));
        Assert.InRange(after["etcd_network_client_grpc_received_bytes_total"] - before["etcd_network_client_grpc_received_bytes_total"], 1000, 1100);
        Assert.InRange(after["etcd_network_client_grpc_sent_bytes_total"] - before["etcd_network_client_grpc_sent_bytes_total"], 1000, 1200);
        Assert.InRange(after["etcd_disk_wal_write_bytes_total"] - before["etcd_disk_wal_write_bytes_total"], 1000, 2000);
        var syncs = after["etcd_disk_wal_fsync_duration_seconds_count"];
        Assert.True(syncs > before["etcd_disk_wal_fsync_duration_seconds_count"]);
        Assert.Equal(syncs, after["etcd_disk_wal_fsync_duration_seconds_bucket{le=\"+Inf\"}"]);
        Assert.True(after["etcd_disk_wal_fsync_duration_seconds_sum"] > before["etcd_disk_wal_fsync_duration_seconds_sum"]);
    }

    private static Dictionary<string, double> Values(string metrics) => metrics.Split('\n')
        .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' '))
        .ToDictionary(words => words[0], words => double.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public async Task The_gateway_puts_reads_and_transacts_in_base64()
    {
        Assert.Contains("\"header\":", Plain(await PostAsync("/v3/kv/put", """{"key":"Z3c=","value":"MQ=="}""")), StringComparison.Ordinal);
        var read = Plain(await PostAsync("/v3/kv/range", """{"key":"Z3c="}"""));
        Assert.Contains("\"key\":\"Z3c=\"", read, StringComparison.Ordinal);
        Assert.Contains("\"value\":\"MQ==\"", read, StringComparison.Ordinal);
        Assert.Contains("\"count\":\"1\"", read, StringComparison.Ordinal);
        var txn = """{"compare":[{"target":"VERSION","key":"Z3c=","version":"1"}],"success":[{"request_range":{"key":"Z3c="}}]}""";
        Assert.Contains("\"succeeded\":true", Plain(await PostAsync("/v3/kv/txn", txn)), StringComparison.Ordinal);
        Assert.Contains("\"deleted\":\"1\"", Plain(await PostAsync("/v3/kv/deleterange", """{"key":"Z3c="}""")), StringComparison.Ordinal);
        Assert.Contains("\"ID\":\"55\"", Plain(await PostAsync("/v3/lease/grant", """{"TTL":"50","ID":"55"}""")), StringComparison.Ordinal);
        Assert.Contains("\"grantedTTL\":\"50\"", Plain(await PostAsync("/v3/lease/timetolive", """{"ID":55}""")), StringComparison.Ordinal);
        Assert.StartsWith("{\"result\":{", Plain(await PostAsync("/v3/lease/keepalive", """{"ID":55}""")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v3/kv/put", "{}", 400, 3, "etcdserver: key is not provided")]
    [InlineData("/v3/kv/put", """{"key":"YQ==","lease":"4242"}""", 404, 5, "etcdserver: requested lease not found")]
    [InlineData("/v3/kv/range", "", 400, 3, "etcdserver: key is not provided")]
    public async Task The_gateway_refuses_as_grpc_gateway_does(string path, string body, int status, int code, string message)
    {
        using var response = await SendAsync(path, body);
        Assert.Equal(status, (int)response.StatusCode);
        using var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var root = error.RootElement;
        Assert.Equal(
            (code, message, message),
            (root.GetProperty("code").GetInt32(), root.GetProperty("error").GetString(), root.GetProperty("message").GetString()));
    }

    [Theory]
    [InlineData("/v3/lease/leases", "", "\"leases\":")]
    [InlineData("/v3/kv/range", """{"key":"bm9uZQ==","of_a_later_version":[{"a":1}]}""", "\"header\":")]
    public async Task The_gateway_takes_no_body_and_fields_that_it_does_not_know(string path, string body, string expected)
    {
        await fixture.Channel.GrantAsync(60);
        Assert.Contains(expected, Plain(await PostAsync(path, body)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v3/watch")]
    [InlineData("/v3/lease/keepalive")]
    public async Task A_stream_without_a_request_has_no_answers(string path) => Assert.Equal("", await PostAsync(path, ""));

    [Fact]
    public async Task A_watch_over_the_gateway_is_a_stream_of_objects()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v3/watch") { Content = new StringContent("""{"create_request":{"key":"d2F0Y2g="}}""") };
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), Encoding.UTF8);
        Assert.Contains("\"created\":true", Plain((await lines.ReadLineAsync(TestContext.Current.CancellationToken))!), StringComparison.Ordinal);
        await fixture.Channel.PutAsync("watch", "1");
        Assert.Contains("\"value\":\"MQ==\"", Plain((await lines.ReadLineAsync(TestContext.Current.CancellationToken))!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_over_the_gateway_takes_one_request_after_the_other()
    {
        await fixture.Channel.GrantAsync(50, 61);
        await fixture.Channel.GrantAsync(50, 62);
        var answers = Plain(await PostAsync("/v3/lease/keepalive", "{\"ID\":61}\n {\"ID\":\"62\"}\n")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Collection(answers,
            answer => Assert.Contains("\"ID\":\"61\"", answer, StringComparison.Ordinal),
            answer => Assert.Contains("\"ID\":\"62\"", answer, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_of_a_stream_is_answered_before_the_next_one_comes()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await fixture.Channel.GrantAsync(50, 63);
        using var client = new TcpClient();
        await client.ConnectAsync(fixture.Host.Address.Host, fixture.Host.Address.Port, cancellation);
        await using var stream = client.GetStream();
        using var lines = new StreamReader(stream, Encoding.UTF8);
        await stream.WriteAsync("POST /v3/lease/keepalive HTTP/1.1\r\nHost: barn\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray(), cancellation);
        for (var i = 0; i < 2; i++)
        {
            await stream.WriteAsync("9\r\n{\"ID\":63}\r\n"u8.ToArray(), cancellation);
            var line = await lines.ReadLineAsync(cancellation);
            while (line?.Contains("\"result\"", StringComparison.Ordinal) == false) line = await lines.ReadLineAsync(cancellation);
            Assert.Contains("\"ID\":\"63\"", Plain(line!), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_stream_over_the_gateway_may_carry_several_watches()
    {
        const string Requests = """{"create_request":{"key":"dHdvL2E="}}{"create_request":{"key":"dHdvL2I="}}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v3/watch") { Content = new StringContent(Requests) };
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), Encoding.UTF8);
        for (var i = 0; i < 2; i++)
            Assert.Contains("\"created\":true", Plain((await lines.ReadLineAsync(TestContext.Current.CancellationToken))!), StringComparison.Ordinal);
        foreach (var (key, written) in new[] { ("two/b", "dHdvL2I="), ("two/a", "dHdvL2E=") })
        {
            await fixture.Channel.PutAsync(key, "1");
            Assert.Contains($"\"key\":\"{written}\"", Plain((await lines.ReadLineAsync(TestContext.Current.CancellationToken))!), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_not_there_or_not_allowed_is_said()
    {
        using var missing = await _http.GetAsync(new Uri("/nothing", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        using var wrong = await _http.GetAsync(new Uri("/v3/kv/put", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, wrong.StatusCode);
    }

    private static string Plain(string json) => json.Replace(" ", "", StringComparison.Ordinal);

    private Task<string> GetAsync(string path) => _http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    private async Task<string> PostAsync(string path, string body)
    {
        using var response = await SendAsync(path, body);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, text);
        return text;
    }

    private async Task<HttpResponseMessage> SendAsync(string path, string body)
    {
        using var content = new StringContent(body);
        return await _http.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
    }
}
