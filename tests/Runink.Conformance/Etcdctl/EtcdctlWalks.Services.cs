namespace Runink.Conformance;

public static partial class EtcdctlWalks
{
    private const string NoRevision = "etcd puts no header into these answers; every answer of a Barn has one";
    private const string Snapshots = "a snapshot of a Barn is no bbolt file, which this command wants";

    private static Step[] Leases =>
    [
        new("lease grant 100") { Capture = "lease ([0-9a-f]+) granted", CaptureAs = "first" },
        "lease grant 9000000001", "lease grant x", "put l/a 1 --lease={first}", "get l/a --print-value-only",
        "lease timetolive {first}", "lease timetolive {first} --keys", "lease keep-alive {first} --once", "put l/a 2 --ignore-lease", "lease timetolive {first} --keys",
        "lease revoke {first}", "get l/ --prefix", "lease timetolive {first}", "lease revoke {first}", "lease keep-alive {first} --once",
        "lease timetolive abc -w json", "lease list", "put l/c 1 --lease={first}", "lease timetolive zz",
        // Last, as it lives for two seconds only, which may be over before another command has begun.
        new("lease grant 0") { Capture = "lease ([0-9a-f]+) granted", CaptureAs = "short" },
    ];

    private static Step[] Locks =>
    [
        "lock mine echo held", "lock mine --ttl=5 sh -c echo~$ETCD_LOCK_KEY|sed~s,/.*,,", "lock mine false",
        new("elect leader first") { Lines = 2 }, new("elect leader -l") { Lines = 2 },
    ];

    private static Step[] Members =>
    [
        new("member list") { Capture = "^([0-9a-f]+),", CaptureAs = "self" }, "member remove {self}", "member list -w json", "member remove 1234", "member promote 1234", "member update 1234 --peer-urls=http://localhost:1",
        "member add x", "member add x --peer-urls=nonsense", "endpoint health", "endpoint health -w json", "endpoint health --cluster",
        new("endpoint status") { Difference = "the sizes and the index of the log are of another engine" },
        new("endpoint status -w json") { Difference = "the answer holds the quota, as those of etcd 3.6 do" },
        "move-leader 1234", "move-leader",
        new("member add other --peer-urls=http://localhost:9")
        {
            Difference = "a Barn of one does not take in others yet",
            ExitCodeDiffers = true,
        },
    ];

    private static Step[] Maintenance =>
    [
        "put m 1", "alarm list", "alarm disarm", "defrag", "snapshot save {folder}/snapshot.db",
        new("snapshot status {folder}/snapshot.db") { Difference = Snapshots, ExitCodeDiffers = true },
        new("endpoint hashkv") { Difference = "another hash, of another engine" },
        new("alarm list -w json") { Difference = NoRevision },
        "snapshot save", "put m 2", "get m",
    ];

    private static Step[] Auth =>
    [
        "auth enable", "user add root:root", "auth enable", "user grant-role root root", "user add alice:secret", "user add alice:again", "user add",
        "user get alice", "user get nobody", "user list", "role add reader", "role add reader", "role add writer", "role list", "role get nothing",
        "role grant-permission reader read a b", "role grant-permission reader read k --prefix=true", "role grant-permission reader read z --from-key=true",
        "role grant-permission writer readwrite w", "role get reader", "role get writer", "role grant-permission nothing read a",
        "user grant-role alice reader", "user grant-role alice nothing", "user grant-role nobody reader", "user get alice", "user get alice --detail",
        "put a 1", "put c 1", "auth enable", "get a", "put a 2",
        "get a --user alice:secret", "get c --user alice:secret", "get a --user alice:wrong", "get a --user nobody:x", "put a 2 --user alice:secret",
        "get a b --user alice:secret", "get a c --user alice:secret", "get a --from-key --user alice:secret", "get z --from-key --user alice:secret",
        "del a --user alice:secret", "user list --user alice:secret", "user get alice --user alice:secret", "role get reader --user alice:secret",
        "role get writer --user alice:secret", "user add eve:x --user alice:secret", "user grant-role alice writer --user root:root",
        "put w 1 --user alice:secret", "put w 2 --prev-kv --user alice:secret", "del w --user alice:secret",
        new("txn --user alice:secret") { Input = "\nget a\n\n\n" }, new("txn --user alice:secret") { Input = "\nput a 1\n\n\n" },
        "watch c --rev=1 --user alice:secret", new("watch a --rev=1 --user alice:secret") { Lines = 3 }, "compaction 2 --user alice:secret",
        "lease grant 10 --user root:root -w json", "defrag --user alice:secret", "defrag --user root:root", "member list --user alice:secret",
        "alarm list --user alice:secret", "move-leader 1234 --user alice:secret", "user delete root --user root:root", "user revoke-role root root --user root:root",
        "role revoke-permission reader a b --user root:root", "role revoke-permission reader a b --user root:root", "get a --user alice:secret",
        new("user passwd alice --interactive=false --user root:root") { Input = "changed\n" }, "get k --user alice:secret", "get k --user alice:changed",
        "user revoke-role alice reader --user root:root", "user revoke-role alice reader --user root:root", "get k --user alice:changed",
        "role delete writer --user root:root", "user get alice --user root:root", "user delete alice --user root:root", "user delete alice --user root:root",
        "user add nopass --no-password --user root:root", "get a --user nopass:", "auth disable", "auth disable --user root:root", "get a", "auth disable",
    ];
}
