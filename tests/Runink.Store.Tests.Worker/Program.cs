using System.Globalization;
using System.Text;
using Runink.Store;
using Runink.Store.Journal;

// A process that uses a journal until it is killed. The tests start several in one directory.
//   increment DIRECTORY ID   adds one to "n" and to "by/ID" in one transaction, prints each acknowledged count of its own
//   echo DIRECTORY           watches "ping" and writes each value it sees to "pong"
var options = new JournalOptions { CompactAfterBytes = 8192, KeptRevisions = 50, PollInterval = TimeSpan.FromMilliseconds(1) };
await using var store = await JournalStore.OpenAsync(args[1], options);
switch (args[0])
{
    case "increment":
        await IncrementAsync(store, args[2]);
        break;
    case "echo":
        await EchoAsync(store);
        break;
    default:
        return 2;
}

return 0;

static async Task IncrementAsync(JournalStore store, string id)
{
    while (true)
    {
        var all = await store.GetAsync("n");
        var own = await store.GetAsync($"by/{id}");
        var next = Number(own) + 1;
        var response = await store.TxnAsync(new TxnRequest
        {
            If = [Same("n", all), Same($"by/{id}", own)],
            Then = [new PutOp("n", Bytes(Number(all) + 1)), new PutOp($"by/{id}", Bytes(next))],
        });
        if (response.Succeeded) await Console.Out.WriteLineAsync(next.ToString(CultureInfo.InvariantCulture));
    }
}

static async Task EchoAsync(JournalStore store)
{
    var seen = await store.ListAsync("ping");
    await Console.Out.WriteLineAsync("ready");
    await foreach (var change in store.WatchAsync(KeyRange.Single("ping"), seen.Revision + 1))
    {
        foreach (var key in change.Keys) await store.PutAsync("pong", key.Entry.Value);
    }
}

static Compare Same(string key, KeyValue? seen) => Compare.ModRevision(key, CompareOperator.Equal, seen?.ModRevision ?? 0);

static long Number(KeyValue? entry) =>
    entry is null ? 0 : long.Parse(Encoding.UTF8.GetString(entry.Value.Span), CultureInfo.InvariantCulture);

static byte[] Bytes(long number) => Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture));
