namespace Runink.Cli.Commands.Server.Configuration;

/// <summary>
/// Settings of etcd that a Barn does not have. Most only tune what is built differently here: they are taken and a warning says that
/// they do nothing, so that a unit file or a configuration written for etcd starts a Barn. A few promise something that
/// would be missed without them: those are refused.
/// </summary>
internal static class ForeignSettings
{
    /// <summary>Why a setting does nothing here.</summary>
    public static readonly IReadOnlyDictionary<string, string> Ignored = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["initial-election-tick-advance"] = "a node that hears a leader does not stand against it",
        ["strict-reconfig-check"] = "changes that would cost the majority are always refused",
        ["pre-vote"] = "candidates always ask before they stand",
        ["max-snapshots"] = "files that nobody needs are deleted by themselves",
        ["max-wals"] = "files that nobody needs are deleted by themselves",
        ["backend-batch-interval"] = "there is no backend file",
        ["backend-batch-limit"] = "there is no backend file",
        ["experimental-backend-bbolt-freelist-type"] = "there is no backend file",
        ["experimental-compaction-batch-limit"] = "compaction works in small steps by itself",
        ["experimental-enable-lease-checkpoint"] = "leases are always checkpointed",
        ["experimental-enable-lease-checkpoint-persist"] = "leases are always checkpointed",
        ["experimental-warning-apply-duration"] = "it is not adjustable",
        ["experimental-watch-progress-notify-interval"] = "it is not adjustable",
        ["grpc-keepalive-min-time"] = "it is not adjustable",
        ["grpc-keepalive-interval"] = "it is not adjustable",
        ["grpc-keepalive-timeout"] = "it is not adjustable",
        ["max-concurrent-streams"] = "it is not adjustable",
        ["bcrypt-cost"] = "passwords are not hashed with bcrypt",
        ["auth-token-ttl"] = "it is not adjustable",
        ["metrics"] = "all metrics are always shown",
        ["logger"] = "see --log-format",
        ["log-output"] = "the log goes to standard error",
        ["log-outputs"] = "the log goes to standard error",
        ["log-package-levels"] = "see --log-level",
        ["debug"] = "see --log-level",
        ["enable-grpc-gateway"] = "the JSON gateway is always served",
        ["cors"] = "no page of another origin is let in",
        ["discovery-fallback"] = "there is no discovery",
        ["proxy-failure-wait"] = "there is no proxy",
        ["proxy-refresh-interval"] = "there is no proxy",
        ["proxy-dial-timeout"] = "there is no proxy",
        ["proxy-write-timeout"] = "there is no proxy",
        ["proxy-read-timeout"] = "there is no proxy",
    };

    /// <summary>Why a setting is refused, unless its value asks for nothing.</summary>
    public static readonly IReadOnlyDictionary<string, string> Refused = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["wal-dir"] = "the log lies in --data-dir",
        ["auto-tls"] = "certificates are not made up: give --cert-file and --key-file",
        ["peer-auto-tls"] = "certificates are not made up: give --peer-cert-file and --peer-key-file",
        ["client-crl-file"] = "revocation lists are not read",
        ["peer-crl-file"] = "revocation lists are not read",
        ["client-cert-allowed-hostname"] = "names of clients are not checked",
        ["peer-cert-allowed-cn"] = "certificates of members are checked against --peer-trusted-ca-file only",
        ["peer-cert-allowed-hostname"] = "certificates of members are checked against --peer-trusted-ca-file only",
        ["experimental-peer-skip-client-san-verification"] = "certificates of members are checked against --peer-trusted-ca-file only",
        ["cipher-suites"] = "the operating system's policy chooses the cipher suites",
        ["host-whitelist"] = "hosts are not checked, and plaintext is served on loopback only",
        ["listen-metrics-urls"] = "metrics are served at the clients' URLs",
        ["discovery"] = "there is no discovery: give --initial-cluster",
        ["discovery-proxy"] = "there is no discovery: give --initial-cluster",
        ["discovery-srv"] = "there is no discovery: give --initial-cluster",
        ["discovery-srv-name"] = "there is no discovery: give --initial-cluster",
        ["proxy"] = "there is no proxy mode",
        ["enable-v2"] = "the v2 API is not served",
        ["experimental-enable-v2v3"] = "the v2 API is not served",
        ["enable-pprof"] = "there is no such profiler",
        ["auth-token"] = "tokens are of the kind 'simple' only",
        ["force-new-cluster"] = "use 'runi cluster recover' instead",
        ["unsafe-no-fsync"] = "nothing is acknowledged before it is on the disk",
    };

    /// <summary>Values with which a refused setting asks for nothing.</summary>
    public static bool AsksForNothing(string value) => value is "" or "false" or "0" or "0s" or "off" or "*" or "simple";
}
