using System.Text;
using Runink.Pipelines.Diagnostics;
using Runink.Runs.Ledger;
using Runink.Runs.Tests.Slice;
using Runink.Store;
using Runink.Store.Memory;

namespace Runink.Runs.Tests.Coordination;

public sealed class LostAnswerTests
{
    [Fact]
    public async Task A_commit_whose_answer_is_lost_keeps_its_parts_and_is_published_by_the_next_command()
    {
        await using var project = new TestProject(new ForgetfulStore(new MemoryStore()));

        var failure = await Assert.ThrowsAsync<RuninkException>(() => project.RunAsync(Scenarios.Copy()));
        Assert.Equal("R5017", failure.Diagnostic.Definition.Code);
        Assert.Empty(project.Read("out/silver"));

        var report = await project.RecoverAsync();

        Assert.Single(report.Published);
        Assert.Equal(["EU,1", "EU,2", "US,3", "US,4"], project.Read("out/silver"));
        Assert.Equal(RunState.Succeeded, Assert.Single(await project.Ledger.ListAsync(TestProject.Cancellation)).State);
        Assert.Empty(project.Litter());
    }

    /// <summary>Commits everything, but loses the answer to the first commit of a stage.</summary>
    private sealed class ForgetfulStore(IStore inner) : IStore
    {
        private bool _lost;

        public async ValueTask<TxnResponse> TxnAsync(TxnRequest request, CancellationToken cancellationToken = default)
        {
            var response = await inner.TxnAsync(request, cancellationToken);
            if (_lost || !request.Then.OfType<PutOp>().Any(IsCommit)) return response;
            _lost = true;
            throw new StoreUnavailableException("the connection broke", "try again");
        }

        public ValueTask<RangeResponse> RangeAsync(RangeRequest request, CancellationToken cancellationToken = default) =>
            inner.RangeAsync(request, cancellationToken);

        public IAsyncEnumerable<StoreChange> WatchAsync(KeyRange range, long fromRevision, CancellationToken cancellationToken = default) =>
            inner.WatchAsync(range, fromRevision, cancellationToken);

        public ValueTask<Lease> GrantLeaseAsync(TimeSpan timeToLive, CancellationToken cancellationToken = default) =>
            inner.GrantLeaseAsync(timeToLive, cancellationToken);

        public ValueTask<Lease> KeepAliveAsync(long leaseId, CancellationToken cancellationToken = default) =>
            inner.KeepAliveAsync(leaseId, cancellationToken);

        public ValueTask RevokeLeaseAsync(long leaseId, CancellationToken cancellationToken = default) =>
            inner.RevokeLeaseAsync(leaseId, cancellationToken);

        public ValueTask CompactAsync(long revision, CancellationToken cancellationToken = default) =>
            inner.CompactAsync(revision, cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();

        private static bool IsCommit(PutOp put) =>
            Encoding.UTF8.GetString(put.Value.Span).Contains("\"state\":\"committed\"", StringComparison.Ordinal);
    }
}
