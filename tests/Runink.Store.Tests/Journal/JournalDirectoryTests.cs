using Runink.Store.Journal;

namespace Runink.Store.Tests.Journal;

/// <summary>The way to a journal is as durable as what the journal acknowledged.</summary>
public sealed class JournalDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task Each_directory_that_is_made_is_synced_in_the_one_that_holds_it()
    {
        var synced = new List<string>();
        var options = new JournalOptions { SyncDirectory = synced.Add };
        var path = Path.Combine(_directory.Path, "state", "journal");
        await using (await JournalStore.OpenAsync(path, options, TestContext.Current.CancellationToken))
        {
            Assert.Equal([_directory.Path, Path.Combine(_directory.Path, "state")], synced);
        }

        await using (await JournalStore.OpenAsync(path, options, TestContext.Current.CancellationToken))
        {
            Assert.Equal(2, synced.Count);
        }
    }

    public void Dispose() => _directory.Dispose();
}
