using System.Diagnostics;
using System.Globalization;
using Runink.Bench.Raft;

// --case commit --batch N --rounds N | --case idle --groups N --ticks N [--asleep]; prints one line of JSON.
var options = new Dictionary<string, string>(StringComparer.Ordinal);
for (var i = 0; i < args.Length; i++)
    options[args[i]] = i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal) ? args[++i] : "";

if (options.GetValueOrDefault("--case") == "idle") Idle(Number("--groups", 10_000), Number("--ticks", 20), options.ContainsKey("--asleep"));
else Commit(Number("--batch", 1), Number("--rounds", 100_000));

int Number(string name, int otherwise) =>
    options.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

static void Commit(int batch, int rounds)
{
    var group = new InMemoryGroup(1);
    var command = new byte[16];
    for (var i = 0; i < rounds / 10; i++) group.Commit(command, batch);
    var allocated = GC.GetAllocatedBytesForCurrentThread();
    var start = group.Leader.Commit;
    var clock = Stopwatch.StartNew();
    for (var i = 0; i < rounds; i++) group.Commit(command, batch);
    var seconds = clock.Elapsed.TotalSeconds;
    var committed = group.Leader.Commit - start;
    var bytes = (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)committed;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{{\"case\":\"commit\",\"batch\":{batch},\"committed\":{committed},\"seconds\":{seconds:F6},\"bytesPerEntry\":{bytes:F1}}}"));
}

static void Idle(int count, int ticks, bool asleep)
{
    var before = GC.GetTotalMemory(forceFullCollection: true);
    var groups = new ManyGroups(count, asleep);
    var members = GC.GetTotalMemory(forceFullCollection: true) - before;
    for (var i = 0; i < 20; i++) groups.Tick();
    groups.Frames = 0;
    var clock = Stopwatch.StartNew();
    for (var i = 0; i < ticks; i++) groups.Tick();
    var seconds = clock.Elapsed.TotalSeconds / ticks;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{{\"case\":\"idle\",\"groups\":{count},\"asleep\":{(asleep ? "true" : "false")},\"secondsPerTick\":{seconds:F6},"
        + $"\"bytesPerMember\":{members / (count * 3.0):F1},\"messagesPerTick\":{groups.Frames / (double)ticks:F1}}}"));
    GC.KeepAlive(groups);
}
