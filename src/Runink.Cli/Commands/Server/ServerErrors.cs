using Runink.Pipelines.Diagnostics;

namespace Runink.Cli.Commands.Server;

/// <summary>What can keep a server from starting, or end it.</summary>
internal static class ServerErrors
{
    /// <summary>A setting has a value that cannot be used.</summary>
    public static readonly ErrorDefinition BadSetting = new("R6101", "a setting of the server has a value that cannot be used",
        "Settings come from flags, RUNINK_ and ETCD_ variables and the configuration file, in this order; the message names the one that counted.",
        "see 'runi server --help' for what the setting takes");

    /// <summary>Settings that do not go together.</summary>
    public static readonly ErrorDefinition Contradiction = new("R6102", "settings of the server contradict each other",
        "Each value can be used, but not with the others: a certificate without its key, say. Nothing is started on a guess.",
        "change one of the settings that the message names");

    /// <summary>The configuration file cannot be read.</summary>
    public static readonly ErrorDefinition BadFile = new("R6103", "the configuration file of the server cannot be read",
        "The file named by --config-file does not exist, may not be read, or is not a YAML mapping of settings to values.",
        "correct the file; keys are the names of the flags, without dashes in front");

    /// <summary>A setting that nobody knows.</summary>
    public static readonly ErrorDefinition UnknownSetting = new("R6104", "a setting is not known",
        "A misspelt setting that is passed over would leave a server other than its owner believes, so it is refused.",
        "see 'runi server --help' for all settings");

    /// <summary>A setting of etcd that promises what a Barn does not do.</summary>
    public static readonly ErrorDefinition RefusedSetting = new("R6105", "a setting of etcd is not supported",
        "Settings of etcd that only tune are taken and warned of. This one promises something that would be missed, so the server does not start.",
        "remove the setting; the message says what there is instead");

    /// <summary>Plaintext where it is not allowed.</summary>
    public static readonly ErrorDefinition Plaintext = new("R6106", "plaintext is not served there",
        "Keys, values and passwords would be readable on the way. Plaintext needs --insecure, and is served to the machine itself only.",
        "use https:// URLs with --cert-file and --key-file, or --insecure with loopback URLs");

    /// <summary>A certificate, key or list of authorities that cannot be used.</summary>
    public static readonly ErrorDefinition BadCertificate = new("R6107", "a certificate or key cannot be used",
        "The file does not exist, may not be read, is not PEM, or the key is not the certificate's.",
        "check the file with openssl x509 -in FILE -noout -text; keys must not be encrypted");

    /// <summary>The address is taken.</summary>
    public static readonly ErrorDefinition CannotListen = new("R6110", "an address cannot be listened on",
        "Another process listens there already, the machine has no such address, or the port needs more rights.",
        "see who has the port with ss -ltnp, or choose another with --listen-client-urls");

    /// <summary>Another server has the directory.</summary>
    public static readonly ErrorDefinition DirectoryInUse = new("R6111", "the data directory is in use",
        "Two servers on one directory would destroy its log. The lock goes with the process that holds it, however that ends.",
        "stop the other server, or choose another directory with --data-dir");

    /// <summary>The directory is no place for data.</summary>
    public static readonly ErrorDefinition BadDirectory = new("R6112", "the data directory cannot be used",
        "It cannot be made, read or written by this user, it belongs to etcd, or it does not hold what it is said to hold.",
        "check the directory and its owner");

    /// <summary>What was stored does not read back.</summary>
    public static readonly ErrorDefinition Damaged = new("R6113", "log or snapshots are damaged",
        "Something that was written and synced does not read back as it was. Going on with less would undo what was acknowledged.",
        "see docs/runbooks/barn-log-damaged.md");

    /// <summary>The disk failed under a running server.</summary>
    public static readonly ErrorDefinition DiskFailed = new("R6114", "the server's disk failed",
        "A write or sync of the log failed. What is on the disk is unknown until it is read again, so the server acknowledges nothing more and ends.",
        "see docs/runbooks/barn-disk-failed.md");

    /// <summary>Nobody of the cluster to join answers.</summary>
    public static readonly ErrorDefinition CannotJoin = new("R6115", "the cluster to join cannot be asked",
        "A node that joins asks a member which one it is. None of those in --initial-cluster answered, or none but itself is named there.",
        "check that the others run, and that their peer URLs and certificates are the ones given here");

    /// <summary>This member holds something else than the others.</summary>
    public static readonly ErrorDefinition Differs = new("R6116", "a member holds another state than the others",
        "With --experimental-initial-corrupt-check a member is compared with the others before it serves. Something changed its data behind its back.",
        "see docs/runbooks/barn-members-differ.md");

    /// <summary>A rule of the server's own was broken.</summary>
    public static readonly ErrorDefinition Inconsistent = new("R6117", "the server found itself inconsistent",
        "A rule that must always hold did not. What is in memory may be ahead of what others may know, so the server acknowledges nothing more and ends.",
        "keep a copy of the data directory and the server's log, and report it; then start the server again");

    /// <summary>All of them, for the reference.</summary>
    public static readonly IReadOnlyList<ErrorDefinition> All =
    [
        BadSetting, Contradiction, BadFile, UnknownSetting, RefusedSetting, Plaintext, BadCertificate,
        CannotListen, DirectoryInUse, BadDirectory, Damaged, DiskFailed, CannotJoin, Differs, Inconsistent,
    ];
}
