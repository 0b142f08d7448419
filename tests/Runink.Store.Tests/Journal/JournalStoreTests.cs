using Runink.Store.Journal;
using Runink.Store.Tests.Contract;

namespace Runink.Store.Tests.Journal;

public sealed class JournalStoreTests : TimedStoreContract
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTime _time = new();

    protected override async ValueTask<IStore> OpenAsync() =>
        await JournalStore.OpenAsync(_directory.Path, new JournalOptions { Clock = _time }, Cancel);

    protected override void Pass(TimeSpan time) => _time.Advance(time);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Dispose();
    }
}
