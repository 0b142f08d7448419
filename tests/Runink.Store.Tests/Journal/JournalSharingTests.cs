using Runink.Store.Journal;

namespace Runink.Store.Tests.Journal;

/// <summary>Several users of one directory; each instance holds its own kernel lock, as each process does.</summary>
public sealed class JournalSharingTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTime _time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task What_one_commits_the_other_sees_and_builds_on()
    {
        await using var first = await OpenAsync();
        await using var second = await OpenAsync();
        for (var i = 0; i < 20; i++)
        {
            var (writer, reader) = i % 2 == 0 ? (first, second) : (second, first);
            Assert.Equal(i + 2, await writer.PutAsync("k", BitConverter.GetBytes(i), 0, Cancel));
            Assert.Equal(i + 1, (await reader.GetAsync("k", Cancel))!.Version);
        }
    }

    [Fact]
    public async Task A_watch_sees_what_another_instance_commits()
    {
        await using var first = await OpenAsync();
        await using var second = await OpenAsync();
        await using var watch = second.WatchAsync(KeyRange.All, 2, Cancel).GetAsyncEnumerator(Cancel);
        for (var i = 2; i < 30; i++)
        {
            var next = watch.MoveNextAsync().AsTask();
            Assert.False(next.IsCompleted);
            await first.PutAsync("k", BitConverter.GetBytes(i), 0, Cancel);
            while (!next.IsCompleted)
            {
                _time.Advance(TimeSpan.FromMilliseconds(20));
                await Task.Yield();
            }

            Assert.True(await next);
            Assert.Equal(i, watch.Current.Revision);
        }
    }

    [Fact]
    public async Task Whoever_looks_next_ends_a_lease_that_is_due()
    {
        await using var first = await OpenAsync();
        await using var second = await OpenAsync();
        var lease = await first.GrantLeaseAsync(TimeSpan.FromSeconds(5), Cancel);
        await first.PutAsync("k", default, lease.Id, Cancel);
        Assert.NotNull(await second.GetAsync("k", Cancel));
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(await second.GetAsync("k", Cancel));
        await Assert.ThrowsAsync<StoreLeaseNotFoundException>(async () => await first.KeepAliveAsync(lease.Id, Cancel));
    }

    [Fact]
    public async Task Concurrent_increments_by_several_instances_lose_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => IncrementAsync(50), Cancel)));
        await using var store = await OpenAsync();
        Assert.Equal(200, (await store.GetAsync("n", Cancel))!.Version);
        Assert.Equal(200, BitConverter.ToInt32((await store.GetAsync("n", Cancel))!.Value.Span));
    }

    [Fact]
    public async Task A_journal_that_is_removed_while_open_is_not_written_to_any_more()
    {
        await using var store = await OpenAsync();
        await store.PutAsync("k", default, 0, Cancel);
        File.Delete(_directory.Journal);
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.PutAsync("k", default, 0, Cancel));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.GetAsync("k", Cancel));
    }

    [Fact]
    public async Task A_journal_that_was_made_anew_is_not_taken_for_the_old_one()
    {
        await using var store = await OpenAsync();
        await store.PutAsync("k", default, 0, Cancel);
        foreach (var file in Directory.GetFiles(_directory.Path)) File.Delete(file);
        await using var anew = await OpenAsync();
        await anew.PutAsync("k", default, 0, Cancel);
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.GetAsync("k", Cancel));
        Assert.Contains("another one", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.PutAsync("k", default, 0, Cancel));
        Assert.NotNull(await anew.GetAsync("k", Cancel));
    }

    [Fact]
    public async Task Files_of_two_journals_in_one_directory_are_refused()
    {
        await (await OpenAsync()).DisposeAsync();
        await File.WriteAllBytesAsync(Path.Combine(_directory.Path, "00000001-00000000000000ff.journal"), [], Cancel);
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(OpenAsync);
        Assert.Contains("two different journals", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lock_that_is_not_given_back_ends_in_a_message_and_not_in_waiting_for_ever()
    {
        await using var store = await OpenAsync(new JournalOptions { LockPatience = TimeSpan.Zero });
        var path = Path.Combine(_directory.Path, "lock");
        using (var other = Libc.OpenToLock(path, writable: true))
        {
            Assert.Equal(0, Libc.Lock(other, Libc.LockExclusive));
            var error = await Assert.ThrowsAsync<StoreUnavailableException>(
                async () => await store.PutAsync("k", default, 0, Cancel));
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
            using var enough = new CancellationTokenSource();
            await using var patient = await OpenWhileLockedAsync(other);
            var waiting = patient.PutAsync("k", default, 0, enough.Token);
            await enough.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
            // Closing is not enough: a process that is just being started has a copy until it runs its program.
            Libc.Lock(other, Libc.Unlock);
        }

        Assert.Equal(2, await store.PutAsync("k", default, 0, Cancel));
    }

    private async Task<JournalStore> OpenWhileLockedAsync(Microsoft.Win32.SafeHandles.SafeFileHandle other)
    {
        Libc.Lock(other, Libc.Unlock);
        var store = await OpenAsync();
        Assert.Equal(0, Libc.Lock(other, Libc.LockExclusive));
        return store;
    }

    private async Task IncrementAsync(int times)
    {
        await using var store = await JournalStore.OpenAsync(_directory.Path, null, Cancel);
        for (var done = 0; done < times;)
        {
            var seen = await store.GetAsync("n", Cancel);
            var next = seen is null ? 1 : BitConverter.ToInt32(seen.Value.Span) + 1;
            var response = await store.TxnAsync(
                new TxnRequest
                {
                    If = [Compare.ModRevision("n", CompareOperator.Equal, seen?.ModRevision ?? 0)],
                    Then = [new PutOp("n", BitConverter.GetBytes(next))],
                },
                Cancel);
            if (response.Succeeded) done++;
        }
    }

    private async Task<JournalStore> OpenAsync() => await OpenAsync(new JournalOptions());

    private async Task<JournalStore> OpenAsync(JournalOptions options) =>
        await JournalStore.OpenAsync(_directory.Path, options with { Clock = _time }, Cancel);
}
