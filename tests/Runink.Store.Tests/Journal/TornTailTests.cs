using System.Text;
using Runink.Store.Journal;

namespace Runink.Store.Tests.Journal;

/// <summary>What a journal does with a file that ends, or was changed, where no commit ended.</summary>
public sealed class TornTailTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new(inMemory: true);
    private readonly ManualTime _time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_torn_tail_is_cut_at_every_byte_and_the_rest_is_kept()
    {
        var (whole, last) = await WriteAsync();
        for (var cut = last; cut < whole.Length; cut++)
        {
            await File.WriteAllBytesAsync(_directory.Journal, whole[..cut], Cancel);
            await AssertOnlyTheLastIsMissingAsync(whole[..last]);
        }
    }

    [Fact]
    public async Task A_tail_of_zeros_where_data_did_not_arrive_is_cut_at_every_byte()
    {
        var (whole, last) = await WriteAsync();
        for (var cut = last; cut < whole.Length; cut++)
        {
            var torn = whole.ToArray();
            torn.AsSpan(cut).Clear();
            await File.WriteAllBytesAsync(_directory.Journal, torn, Cancel);
            await AssertOnlyTheLastIsMissingAsync(whole[..last]);
        }
    }

    [Fact]
    public async Task Readers_leave_a_torn_tail_alone_and_the_next_writer_cuts_it()
    {
        await using var store = await OpenAsync();
        await store.PutAsync("a", "one"u8.ToArray(), 0, Cancel);
        var good = await File.ReadAllBytesAsync(_directory.Journal, Cancel);
        await File.WriteAllBytesAsync(_directory.Journal, [.. good, 1, 2, 3], Cancel);
        Assert.Equal("one", Text(await store.GetAsync("a", Cancel)));
        Assert.Equal(good.Length + 3, new FileInfo(_directory.Journal).Length);
        await store.PutAsync("a", "two"u8.ToArray(), 0, Cancel);
        await using var again = await OpenAsync();
        Assert.Equal("two", Text(await again.GetAsync("a", Cancel)));
    }

    [Fact]
    public async Task A_flipped_bit_is_refused_at_every_byte_and_nothing_is_changed()
    {
        var (whole, _) = await WriteAsync();
        for (var at = 0; at < whole.Length; at++)
        {
            var damaged = whole.ToArray();
            damaged[at] ^= (byte)(1 << (at * 5 % 8));
            await AssertRefusedAsync(damaged, at);
        }
    }

    [Fact]
    public async Task A_record_that_is_missing_doubled_or_swapped_is_refused()
    {
        var (whole, last) = await WriteAsync();
        var before = await LengthsAsync();
        var (first, second) = (whole[before[0]..before[1]], whole[before[1]..before[2]]);
        var head = whole[..before[0]];
        var rest = whole[before[2]..];
        await AssertRefusedAsync([.. head, .. second, .. rest], null);
        await AssertRefusedAsync([.. head, .. second, .. first, .. rest], null);
        await AssertRefusedAsync([.. head, .. first, .. first, .. second, .. rest], null);
        await AssertRefusedAsync([.. whole, .. whole[last..]], null);
    }

    [Fact]
    public async Task A_hole_of_zeros_inside_the_log_is_refused()
    {
        var (whole, last) = await WriteAsync();
        var damaged = whole.ToArray();
        damaged.AsSpan(last - 20, 20).Clear();
        await AssertRefusedAsync(damaged, null);
    }

    [Fact]
    public async Task A_snapshot_that_is_cut_off_is_damage_and_not_a_shorter_log()
    {
        var (whole, _) = await WriteAsync();
        var snapshot = (await LengthsAsync())[0];
        for (var cut = 0; cut < snapshot; cut++) await AssertRefusedAsync(whole[..cut], null);
    }

    [Fact]
    public async Task A_journal_that_is_cut_while_it_is_open_is_refused()
    {
        var (whole, last) = await WriteAsync();
        await using var store = await OpenAsync();
        await File.WriteAllBytesAsync(_directory.Journal, whole[..last], Cancel);
        var error = await Assert.ThrowsAsync<StoreDamagedException>(async () => await store.GetAsync("a", Cancel));
        Assert.Contains("cut off", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreDamagedException>(async () => await store.PutAsync("a", default, 0, Cancel));
    }

    /// <summary>A small journal: its bytes, and where its last record begins.</summary>
    private async Task<(byte[] Whole, int Last)> WriteAsync()
    {
        int last;
        await using (var store = await OpenAsync())
        {
            await store.PutAsync("a", "one"u8.ToArray(), 0, Cancel);
            var lease = await store.GrantLeaseAsync(TimeSpan.FromHours(1), Cancel);
            await store.PutAsync("b", new byte[40], lease.Id, Cancel);
            last = (int)new FileInfo(_directory.Journal).Length;
            await store.TxnAsync(
                new TxnRequest { Then = [new PutOp("c", "three"u8.ToArray()), new DeleteOp("b")] }, Cancel);
        }

        return (await File.ReadAllBytesAsync(_directory.Journal, Cancel), last);
    }

    /// <summary>Where the records after the snapshot begin, and the end.</summary>
    private async Task<List<int>> LengthsAsync()
    {
        var whole = await File.ReadAllBytesAsync(_directory.Journal, Cancel);
        var starts = new List<int>();
        for (var at = JournalFormat.FileHeader; at < whole.Length;)
        {
            at += JournalFormat.RecordHeader + BitConverter.ToInt32(whole, at) + JournalFormat.RecordTrailer;
            starts.Add(at);
        }

        return starts;
    }

    private async Task AssertOnlyTheLastIsMissingAsync(byte[] good)
    {
        await using (var store = await OpenAsync())
        {
            var found = await store.ListAsync("", Cancel);
            Assert.Equal(["a", "b"], found.Items.Select(item => item.Key.ToString()));
            Assert.Equal(3, found.Revision);
            Assert.Equal(good, await File.ReadAllBytesAsync(_directory.Journal, Cancel));
            Assert.Equal(4, await store.PutAsync("d", "four"u8.ToArray(), 0, Cancel));
        }

        await using var again = await OpenAsync();
        Assert.Equal("four", Text(await again.GetAsync("d", Cancel)));
    }

    private async Task AssertRefusedAsync(byte[] damaged, int? at)
    {
        await File.WriteAllBytesAsync(_directory.Journal, damaged, Cancel);
        var error = await Assert.ThrowsAsync<StoreDamagedException>(OpenAsync);
        Assert.Equal(_directory.Journal, error.File);
        Assert.Contains(_directory.Journal, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Hint);
        if (at is not null) Assert.InRange(error.Offset, 0, at.Value);
        Assert.Equal(damaged, await File.ReadAllBytesAsync(_directory.Journal, Cancel));
    }

    private async Task<JournalStore> OpenAsync() =>
        await JournalStore.OpenAsync(_directory.Path, new JournalOptions { Clock = _time, SyncData = _ => { } }, Cancel);

    private static string Text(KeyValue? entry) => Encoding.UTF8.GetString(entry!.Value.Span);
}
