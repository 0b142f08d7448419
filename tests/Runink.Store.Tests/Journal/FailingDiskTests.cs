using Runink.Store.Journal;

namespace Runink.Store.Tests.Journal;

/// <summary>Disks that are full, fail to sync, or may not be written.</summary>
public sealed class FailingDiskTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_disk_fails_the_transaction_and_nothing_else()
    {
        using var disk = new TemporaryFileSystem(256);
        var ballast = Path.Combine(disk.Path, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[100 << 10], Cancel);
        var directory = Path.Combine(disk.Path, "journal");
        var options = new JournalOptions { CompactAfterBytes = 1 << 20 };
        await using var store = await JournalStore.OpenAsync(directory, options, Cancel);
        await using var other = await JournalStore.OpenAsync(directory, null, Cancel);
        var last = 1L;
        StoreDiskFullException? full = null;
        for (var i = 0; full is null && i < 100; i++)
        {
            try
            {
                last = await store.PutAsync("k", new byte[6000], 0, Cancel);
            }
            catch (StoreDiskFullException error)
            {
                full = error;
            }
        }

        Assert.NotNull(full);
        Assert.InRange(last, 10, 60);
        foreach (var instance in new[] { store, other })
        {
            Assert.Equal(last, (await instance.GetAsync("k", Cancel))!.ModRevision);
            await Assert.ThrowsAsync<StoreDiskFullException>(async () => await instance.PutAsync("k", new byte[6000], 0, Cancel));
        }

        File.Delete(ballast);
        Assert.Equal(last + 1, await other.PutAsync("k", new byte[6000], 0, Cancel));
        Assert.Equal(last + 2, await store.PutAsync("k", new byte[6000], 0, Cancel));
        await using var again = await JournalStore.OpenAsync(directory, null, Cancel);
        Assert.Equal(last + 2, (await again.GetAsync("k", Cancel))!.ModRevision);
    }

    [Fact]
    public async Task A_full_disk_does_not_keep_anybody_from_reading_when_a_lease_is_due()
    {
        using var disk = new TemporaryFileSystem(64);
        var time = new ManualTime();
        await using var store = await JournalStore.OpenAsync(disk.Path, new JournalOptions { Clock = time }, Cancel);
        var lease = await store.GrantLeaseAsync(TimeSpan.FromSeconds(5), Cancel);
        await store.PutAsync("leased", default, lease.Id, Cancel);
        await using (var ballast = File.Create(Path.Combine(disk.Path, "ballast")))
        {
            await Assert.ThrowsAnyAsync<IOException>(async () =>
            {
                while (true) await FillAsync(ballast);
            });
        }

        // The rest of the journal's last page is still there to be used.
        await Assert.ThrowsAsync<StoreDiskFullException>(async () => await store.PutAsync("k", new byte[4096], 0, Cancel));
        for (var room = 1024; room > 0; room /= 2) await TryPutAsync(store, room);
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.NotNull(await store.GetAsync("leased", Cancel));
        File.Delete(Path.Combine(disk.Path, "ballast"));
        Assert.Null(await store.GetAsync("leased", Cancel));
    }

    [Fact]
    public async Task A_failed_sync_ends_the_instance_and_what_was_acknowledged_is_kept()
    {
        using var directory = new TemporaryDirectory();
        var broken = false;
        var options = new JournalOptions
        {
            SyncData = _ =>
            {
                if (broken) throw new IOException("Input/output error", 5);
            },
        };
        await using (var store = await JournalStore.OpenAsync(directory.Path, options, Cancel))
        {
            await store.PutAsync("k", "kept"u8.ToArray(), 0, Cancel);
            broken = true;
            var error = await Assert.ThrowsAsync<StoreUnavailableException>(
                async () => await store.PutAsync("k", "lost"u8.ToArray(), 0, Cancel));
            Assert.Contains("Input/output error", error.Message, StringComparison.Ordinal);
            broken = false;
            await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.GetAsync("k", Cancel));
            await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.PutAsync("k", default, 0, Cancel));
        }

        await using var again = await JournalStore.OpenAsync(directory.Path, null, Cancel);
        Assert.Equal("kept"u8.ToArray(), (await again.GetAsync("k", Cancel))!.Value.ToArray());
    }

    [Fact]
    public async Task Nobody_believes_what_another_wrote_until_it_is_synced()
    {
        using var directory = new TemporaryDirectory();
        var broken = false;
        var options = new JournalOptions
        {
            SyncData = _ =>
            {
                if (broken) throw new IOException("Input/output error", 5);
            },
        };
        await using var reader = await JournalStore.OpenAsync(directory.Path, options, Cancel);
        await using var writer = await JournalStore.OpenAsync(directory.Path, null, Cancel);
        await writer.PutAsync("k", default, 0, Cancel);
        broken = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await reader.GetAsync("k", Cancel));
    }

    [Fact]
    public async Task A_directory_that_may_not_be_written_can_be_read_and_says_why_it_cannot_be_changed()
    {
        using var disk = new TemporaryFileSystem(256);
        await using (var store = await JournalStore.OpenAsync(disk.Path, null, Cancel))
        {
            Assert.False(store.IsReadOnly);
            await store.PutAsync("k", "v"u8.ToArray(), 0, Cancel);
        }

        disk.MakeReadOnly();
        await using var reader = await JournalStore.OpenAsync(disk.Path, null, Cancel);
        Assert.True(reader.IsReadOnly);
        Assert.NotNull(await reader.GetAsync("k", Cancel));
        var error = await Assert.ThrowsAsync<StoreReadOnlyException>(async () => await reader.PutAsync("k", default, 0, Cancel));
        Assert.Contains(disk.Path, error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await JournalStore.OpenAsync(Path.Combine(disk.Path, "missing"), null, Cancel));
    }

    [Fact]
    public async Task A_path_that_is_a_file_is_refused_with_a_message()
    {
        using var directory = new TemporaryDirectory();
        var file = Path.Combine(directory.Path, "file");
        await File.WriteAllTextAsync(file, "x", Cancel);
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(
            async () => await JournalStore.OpenAsync(file, null, Cancel));
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    private static async Task FillAsync(FileStream ballast)
    {
        await ballast.WriteAsync(new byte[4096], Cancel);
        await ballast.FlushAsync(Cancel);
    }

    private static async Task TryPutAsync(JournalStore store, int bytes)
    {
        try
        {
            while (true) await store.PutAsync("k", new byte[bytes], 0, Cancel);
        }
        catch (StoreDiskFullException)
        {
            // That is what was wanted.
        }
    }
}
