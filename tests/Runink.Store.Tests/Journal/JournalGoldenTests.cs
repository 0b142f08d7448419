using Runink.Store.Journal;
using Runink.Store.Machine;

namespace Runink.Store.Tests.Journal;

/// <summary>
/// The bytes that earlier versions wrote, in golden/journal-v1, are read for ever; and this version writes the same ones.
/// </summary>
public sealed class JournalGoldenTests : IDisposable
{
    private const long Year2100 = 4_102_444_800_000;
    private static readonly GenerationName Name = new(7, 0x0123_4567_89ab_cdef);

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Golden => Path.Combine(AppContext.BaseDirectory, "golden", "journal-v1", Name.ToString());

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_journal_of_version_1_is_read()
    {
        File.Copy(Golden, Path.Combine(_directory.Path, Name.ToString()));
        await using var store = await JournalStore.OpenAsync(_directory.Path, null, Cancel);
        var all = await store.ListAsync("", Cancel);
        Assert.Equal(
            ["empty:0/4/4/1/0", "key:2/2/6/3/2", "schlüssel:1/5/5/1/0"],
            all.Items.Select(entry =>
                $"{entry.Key}:{entry.Value.Length}/{entry.CreateRevision}/{entry.ModRevision}/{entry.Version}/{entry.Lease}"));
        Assert.Equal(8, all.Revision);
        var past = await store.RangeAsync(new RangeRequest(KeyRange.All, 0, 3), Cancel);
        Assert.Equal(["gone", "key"], past.Items.Select(entry => entry.Key.ToString()));
        await Assert.ThrowsAsync<StoreCompactedException>(
            async () => await store.RangeAsync(new RangeRequest(KeyRange.All, 0, 2), Cancel));
        Assert.Equal(4, (await store.GrantLeaseAsync(TimeSpan.FromSeconds(1), Cancel)).Id);
    }

    [Fact]
    public async Task The_same_commands_make_the_same_bytes()
    {
        var machine = new StoreMachine();
        Apply(
            new GrantLeaseCommand(1, 60_000, Year2100),
            new ChangeCommand(2, [Put("key", "1")]),
            new ChangeCommand(3, [Put("key", "22"), Put("gone", "x", 1)]),
            new CompactCommand(3),
            new ChangeCommand(4, [Put("empty", "")]));
        var directory = new JournalDirectory(_directory.Path);
        using (var file = JournalFile.Create(directory, Name, machine, Libc.SyncData))
        {
            var records = new RecordBuffer();
            records.Reset(file.Chain);
            foreach (var command in new Command[]
            {
                new ChangeCommand(5, [Put("schlüssel", "v")]),
                new GrantLeaseCommand(2, 60_000, Year2100),
                new ChangeCommand(6, [Put("key", "33", 2)]),
                new GrantLeaseCommand(3, 60_000, Year2100),
                new RenewLeaseCommand(2, Year2100 + 1),
                new ChangeCommand(7, [Put("short", "s", 3), new Mutation(ChangeKind.Delete, "gone")]),
                new EndLeaseCommand(3),
                new EndLeaseCommand(1),
            })
            {
                CommandCodec.Write(records, command);
            }

            file.Write(records.Written);
        }

        var written = await File.ReadAllBytesAsync(directory.File(Name), Cancel);
        Assert.Equal(Convert.ToHexString(await File.ReadAllBytesAsync(Golden, Cancel)), Convert.ToHexString(written));

        static Mutation Put(string key, string value, long lease = 0) =>
            new(ChangeKind.Put, key, System.Text.Encoding.UTF8.GetBytes(value), lease);

        void Apply(params Command[] commands)
        {
            foreach (var command in commands) machine.Apply(command);
        }
    }
}
