using Microsoft.Extensions.Logging;

namespace Runink.Cli.Tests.Commands.Server.Configuration;

public sealed class ServerConfigurationTests
{
    [Fact]
    public void The_defaults_are_those_of_etcd_but_for_faster_elections()
    {
        var configuration = Given.Flags().Accepted();
        var server = configuration.Server;

        Assert.Equal("default", server.Name);
        Assert.Equal(["http://127.0.0.1:2379"], server.ListenClients.Select(address => address.ToString()));
        Assert.Equal(["http://localhost:2379"], server.AdvertiseClientUrls);
        Assert.Equal(["http://localhost:2380"], server.AdvertisePeerUrls);
        Assert.Equal((30, 150), (server.HeartbeatInterval.TotalMilliseconds, server.ElectionTimeout.TotalMilliseconds));
        Assert.Equal((2L << 30, 100_000L), (server.QuotaBytes, server.SnapshotEntries));
        Assert.Equal((1_572_864, 128), (server.MaxRequestBytes, server.MaxTxnOperations));
        Assert.Equal("etcd-cluster", server.ClusterToken);
        Assert.Equal((null, null), (server.AutoCompaction.Period, server.AutoCompaction.Revisions));
        Assert.Equal((false, LogLevel.Information), (configuration.LogAsJson, configuration.LogLevel));
        Assert.True(server.MayBeginCluster);
        Assert.True(server.ReadsByLease);
    }

    [Fact]
    public void A_member_to_follow_is_named_or_there_is_none()
    {
        Assert.Null(Given.Flags().Accepted().Server.Follows);
        Assert.Equal("barn-2", Given.Flags(("follow", "barn-2")).Accepted().Server.Follows);
    }

    [Fact]
    public void Reads_by_lease_are_turned_off_by_a_flag_a_variable_or_the_file()
    {
        Assert.False(Given.Flags(("read-lease", "false")).Accepted().Server.ReadsByLease);
        Assert.False(Given.Flags().And("RUNINK_READ_LEASE", "false").Accepted().Server.ReadsByLease);
        Assert.False(Given.File("read-lease: false").Accepted().Server.ReadsByLease);
        Assert.Contains("must be true or false", Given.Flags(("read-lease", "often")).Refused().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", 2L << 30)]
    [InlineData("8589934592", 8_589_934_592L)]
    [InlineData("-1", null)]
    public void A_quota_of_zero_is_the_default_and_a_negative_one_no_limit(string text, long? bytes) =>
        Assert.Equal(bytes, Given.Flags(("quota-backend-bytes", text)).Accepted().Server.QuotaBytes);

    [Theory]
    [InlineData("periodic", "0", null, null)]
    [InlineData("periodic", "24", 86_400, null)]
    [InlineData("periodic", "1h30m", 5_400, null)]
    [InlineData("periodic", "1.5h", 5_400, null)]
    [InlineData("revision", "0", null, null)]
    [InlineData("revision", "1000", null, 1000L)]
    public void Retention_counts_hours_durations_or_revisions(string mode, string text, int? seconds, long? revisions)
    {
        var compaction = Given.Flags(("auto-compaction-mode", mode), ("auto-compaction-retention", text)).Accepted().Server.AutoCompaction;
        Assert.Equal((seconds, revisions), ((int?)compaction.Period?.TotalSeconds, compaction.Revisions));
    }

    [Theory]
    [InlineData("auto-compaction-retention", "soon")]
    [InlineData("auto-compaction-retention", "-1h")]
    [InlineData("auto-compaction-retention", "5x")]
    [InlineData("auto-compaction-retention", "1.2.3h")]
    [InlineData("auto-compaction-mode", "sometimes")]
    [InlineData("quota-backend-bytes", "2GB")]
    [InlineData("heartbeat-interval", "0")]
    [InlineData("election-timeout", "50001")]
    [InlineData("snapshot-count", "0")]
    [InlineData("initial-cluster-state", "old")]
    [InlineData("insecure", "perhaps")]
    [InlineData("log-format", "xml")]
    [InlineData("log-level", "loud")]
    [InlineData("name", "a=b")]
    [InlineData("initial-cluster", "default")]
    [InlineData("initial-cluster", "default=host:2380")]
    [InlineData("advertise-client-urls", "localhost:2379")]
    [InlineData("advertise-client-urls", "http://localhost")]
    [InlineData("advertise-client-urls", "ftp://localhost:1")]
    [InlineData("advertise-client-urls", "http://localhost:2379/path")]
    [InlineData("advertise-client-urls", "http://user@localhost:2379")]
    [InlineData("advertise-client-urls", "http://localhost:99999")]
    [InlineData("listen-peer-urls", "http://example.org:2380")]
    [InlineData("listen-peer-urls", "http://127.0.0.1:1,http://localhost:1")]
    public void A_value_that_cannot_be_used_is_refused_by_name(string name, string value)
    {
        var errors = Given.Flags((name, value)).AllRefused();
        Assert.Contains(errors, error => error.Definition.Code == "R6101" && error.Message.StartsWith($"--{name} '{value}'", StringComparison.Ordinal));
    }

    [Fact]
    public void Everything_that_is_wrong_is_reported_at_once() =>
        Assert.Equal(3, Given.Flags(("max-txn-ops", "x"), ("log-format", "xml"), ("cert-file", "a.pem")).AllRefused().Count);

    [Fact]
    public void An_election_must_outlast_five_heartbeats() =>
        Assert.Equal("R6102", Given.Flags(("heartbeat-interval", "300"), ("election-timeout", "1000")).Refused().Definition.Code);

    [Fact]
    public void Who_says_where_to_listen_must_say_what_clients_are_told() =>
        Assert.Contains("--advertise-client-urls", Given.Flags(("listen-client-urls", "http://127.0.0.1:1")).Refused().Message, StringComparison.Ordinal);

    [Fact]
    public void This_member_alone_is_a_cluster() => Given.Flags(
        ("name", "a"), ("initial-cluster", "a=http://10.0.0.1:2380"), ("initial-advertise-peer-urls", "http://10.0.0.1:2380")).Accepted();

    [Theory]
    [InlineData("b=http://localhost:2380,c=http://localhost:2390", "--name")]
    [InlineData("b=http://localhost:2380", "--name")]
    [InlineData("default=http://localhost:9999", "same URLs")]
    public void Another_cluster_is_refused_with_what_to_do(string cluster, string hint)
    {
        var error = Given.Flags(("initial-cluster", cluster)).Refused();
        Assert.Equal("R6102", error.Definition.Code);
        Assert.Contains(hint, error.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("false", "http://127.0.0.1:2379")]
    [InlineData("true", "http://0.0.0.0:2379")]
    [InlineData("true", "http://10.1.2.3:2379")]
    [InlineData("true", "http://[::]:2379")]
    public void Plaintext_is_refused_without_insecure_and_beyond_loopback(string insecure, string url)
    {
        var error = Given.Flags(("insecure", insecure), ("listen-client-urls", url), ("advertise-client-urls", url)).Refused();
        Assert.Equal("R6106", error.Definition.Code);
        Assert.Contains(url, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cert-file", "a", "--key-file")]
    [InlineData("key-file", "a", "--cert-file")]
    [InlineData("trusted-ca-file", "a", "--cert-file")]
    [InlineData("client-cert-auth", "true", "--cert-file")]
    [InlineData("peer-cert-file", "a", "--peer-key-file")]
    public void Half_of_what_tls_needs_is_refused_naming_the_other_half(string name, string value, string missing)
    {
        var error = Given.Flags((name, value)).Refused();
        Assert.Equal("R6102", error.Definition.Code);
        Assert.Contains(missing, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_that_does_not_exist_is_refused()
    {
        var error = Given.Flags(("cert-file", "/nowhere/a.pem"), ("key-file", "/nowhere/b.pem")).Refused();
        Assert.Equal("R6107", error.Definition.Code);
        Assert.Contains("/nowhere/a.pem", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Members_are_let_in_by_an_authority_that_is_named_and_never_without()
    {
        var given = Given.Flags(
            ("listen-peer-urls", "https://10.0.0.1:2380"), ("peer-cert-file", "/nowhere/a.pem"), ("peer-key-file", "/nowhere/b.pem"));
        var error = Assert.Single(given.AllRefused(), one => one.Definition.Code == "R6102");
        Assert.Contains("--peer-trusted-ca-file", error.Hint, StringComparison.Ordinal);
        Assert.DoesNotContain(given.AndFlag("peer-trusted-ca-file", "/nowhere/ca.pem").AllRefused(), one => one.Definition.Code == "R6102");
    }

    [Fact]
    public void A_tls_address_needs_a_certificate()
    {
        var error = Given.Flags(("listen-client-urls", "https://0.0.0.0:1"), ("advertise-client-urls", "https://h:1")).Refused();
        Assert.Equal("R6102", error.Definition.Code);
    }
}
