namespace Runink.Conformance;

/// <summary>The walks. Each starts with an empty server.</summary>
public static partial class EtcdctlWalks
{
    public static IReadOnlyDictionary<string, Step[]> All { get; } = new Dictionary<string, Step[]>
    {
        ["keys"] = Keys,
        ["ranges"] = Ranges,
        ["transactions"] = Transactions,
        ["watches"] = Watches,
        ["compaction"] = Compaction,
        ["leases"] = Leases,
        ["locks and elections"] = Locks,
        ["members and endpoints"] = Members,
        ["maintenance"] = Maintenance,
        ["users and roles"] = Auth,
    };

    private static Step[] Keys =>
    [
        "version", "get missing", "put a 1", "get a", "put a 2 --prev-kv", "get a -w json", "get a -w fields", "get a --hex",
        "get a --print-value-only", "get a --keys-only", "get a --count-only -w fields", "get a --consistency=s", "get a --rev=2",
        "get a --rev=100", "get a -w json --rev=2", "put empty ~", "put b", "put", "put ~ x",
        new("put c") { Input = "from the standard input" }, "get c", "put missing --ignore-value", "put a --ignore-value", "put a 3 --ignore-value",
        "put a 3 --ignore-lease", "put a 3 --lease=1234", "put a 4 -w json", "put a 5 --prev-kv -w json", "del a", "del a", "del a --prev-kv", "put d 1", "del d --prev-kv",
        "put p/1 1", "put p/2 2", "del p/ --prefix --prev-kv", "put p/1 1", "del p/1 p/9", "del ~ --from-key", "get ~ --prefix", "del", "get",
        "put x 1", "del x -w json", "del x --prev-kv --prefix -w json",
    ];

    private static Step[] Ranges =>
    [
        "put k/3 c", "put k/1 z", "put k/2 a", "put k/1 y", "put l/1 other", "put k/10 ten",
        "get k/ --prefix", "get k/ --prefix --limit=2", "get k/ --prefix --limit=2 -w json", "get k/ --prefix --keys-only", "get k/1 k/3",
        "get k/2 --from-key", "get ~ --prefix --keys-only", "get k/ --prefix --count-only -w json", "get k/ --prefix --order=DESCEND",
        "get k/ --prefix --sort-by=VALUE", "get k/ --prefix --sort-by=VALUE --order=DESCEND", "get k/ --prefix --sort-by=MODIFY", "get k/ --prefix --sort-by=CREATE",
        "get k/ --prefix --sort-by=VERSION --order=DESCEND", "get k/ --prefix --sort-by=NONSENSE", "get k/ --prefix --order=NONSENSE",
        "get k/ --prefix --sort-by=MODIFY --limit=1 --order=DESCEND -w json", "get k/3 k/1", "get k/ --prefix --rev=3", "get k/ --prefix -w fields",
    ];

    private static Step[] Transactions =>
    [
        new("txn") { Input = "value(\"a\") = \"1\"\n\nput a x\n\nput a 1\nget a\n\n" },
        new("txn") { Input = "value(\"a\") = \"1\"\nmod(\"a\") > \"0\"\nver(\"a\") = \"1\"\ncreate(\"a\") < \"100\"\n\nput a 2\nget a\ndel missing\n\nput a 9\n\n" },
        new("txn") { Input = "\nput a 1\nput a 2\n\n\n" },
        new("txn") { Input = "\ndel a z\nput b 2\n\n\n" },
        new("txn") { Input = "\ndel a \nput b 2\nget b --prefix\n\n\n" },
        new("txn -w json") { Input = "\nput json 1\nget json\ndel json\n\n\n" },
        new("txn -w json") { Input = "\nput json 1\nget json\n\n\n" },
        new("txn -w fields") { Input = "ver(\"nothing\") = \"0\"\n\nput fields 1\nget fields\n\n\n" },
        new("txn") { Input = "ver(\"nothing\") != \"0\"\n\nput n 1\n\nget n\n\n" },
        new("txn") { Input = "\nput a 1 --lease=77\n\n\n" },
        new("txn") { Input = "\nget a --rev=1000\n\n\n" },
        new("txn") { Input = "nonsense\n\nput a 1\n\n\n" },
        "get ~ --prefix",
    ];

    private static Step[] Watches =>
    [
        "put w/a 1", "put w/b 1", "put w/a 2", "del w/a", "put other 1", "put w/a 3",
        new("watch w/a --rev=1") { Lines = 11 },
        new("watch w/ --prefix --rev=1") { Lines = 14 },
        new("watch w/ --prefix --rev=3 --prev-kv") { Lines = 12 },
        new("watch w/a other --rev=1") { Lines = 2 },
        new("watch w/a --rev=1 -w json") { Lines = 1 },
        new("watch w/a --rev=4 -- sh -c echo~$ETCD_WATCH_EVENT_TYPE~$ETCD_WATCH_KEY~$ETCD_WATCH_VALUE~$ETCD_WATCH_REVISION") { Lines = 6 },
        "compaction 4",
        "watch w/a --rev=2",
        new("watch w/ --prefix --rev=4") { Lines = 8 },
    ];

    private static Step[] Compaction =>
    [
        "put c 1", "put c 2", "put c 3", "put c 4", "compaction 3", "get c --rev=2", "get c --rev=3", "get c --rev=4", "compaction 3", "compaction 2",
        "compaction 100", "compaction 5 --physical", "get c --rev=4", "get c", "compaction", "compaction x", "get c -w json",
    ];
}
