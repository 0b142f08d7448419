using Google.Protobuf;
using Runink.Protocol;
using Runink.Rpc;
using static Runink.Barn.Tests.EtcdCalls;

namespace Runink.Barn.Tests;

public sealed class KvServiceTests(EtcdHostFixture fixture) : IClassFixture<EtcdHostFixture>
{
    private RpcChannel Channel => fixture.Channel;

    [Fact]
    public async Task What_was_put_is_read_with_the_header_of_the_node()
    {
        var put = await Channel.PutAsync("read/a", "1");
        var read = await Channel.GetAsync("read/a");
        var pair = Assert.Single(read.Kvs);
        Assert.Equal(("read/a", "1", 1L), (pair.Key.ToStringUtf8(), pair.Value.ToStringUtf8(), pair.Version));
        Assert.Equal((put.Header.Revision, put.Header.Revision), (pair.CreateRevision, pair.ModRevision));
        Assert.Equal((EtcdHost.NodeDefaults.ClusterId, EtcdHost.NodeDefaults.MemberId), (read.Header.ClusterId, read.Header.MemberId));
        Assert.True(read.Header.RaftTerm > 0 && read.Header.Revision >= put.Header.Revision);
    }

    [Fact]
    public async Task A_put_answers_with_what_was_there_when_asked()
    {
        await Channel.PutAsync("prev/a", "1");
        var second = await Channel.PutAsync(new PutRequest { Key = Utf8("prev/a"), Value = Utf8("2"), PrevKv = true });
        Assert.Equal("1", second.PrevKv.Value.ToStringUtf8());
        Assert.Null((await Channel.PutAsync("prev/a", "3")).PrevKv);
    }

    [Fact]
    public async Task Keys_only_and_counts_leave_out_the_rest()
    {
        for (var i = 0; i < 3; i++) await Channel.PutAsync($"some/{i}", "x");
        var all = new RangeRequest { Key = Utf8("some/"), RangeEnd = Utf8("some0") };
        var keys = await Channel.RangeAsync(new RangeRequest(all) { KeysOnly = true, Limit = 2 });
        Assert.Equal((2, true, 3L), (keys.Kvs.Count, keys.More, keys.Count));
        Assert.All(keys.Kvs, pair => Assert.Equal(ByteString.Empty, pair.Value));
        var count = await Channel.RangeAsync(new RangeRequest(all) { CountOnly = true });
        Assert.Equal((0, 3L), (count.Kvs.Count, count.Count));
    }

    [Fact]
    public async Task A_transaction_answers_each_of_its_operations_nested_ones_too()
    {
        var response = await Channel.TxnAsync(new TxnRequest
        {
            Compare = { new Compare { Key = Utf8("txn/a"), Target = Compare.Types.CompareTarget.Create, CreateRevision = 0 } },
            Success =
            {
                new RequestOp { RequestPut = new PutRequest { Key = Utf8("txn/a"), Value = Utf8("1") } },
                new RequestOp { RequestRange = new RangeRequest { Key = Utf8("txn/a") } },
                new RequestOp { RequestDeleteRange = new DeleteRangeRequest { Key = Utf8("txn/b"), PrevKv = true } },
                new RequestOp { RequestTxn = new TxnRequest { Success = { new RequestOp { RequestPut = new PutRequest { Key = Utf8("txn/c") } } } } },
            },
        });
        Assert.True(response.Succeeded);
        Assert.Equal(response.Header.Revision, response.Responses[0].ResponsePut.Header.Revision);
        Assert.Equal("1", response.Responses[1].ResponseRange.Kvs[0].Value.ToStringUtf8());
        Assert.Equal(0, response.Responses[2].ResponseDeleteRange.Deleted);
        Assert.True(response.Responses[3].ResponseTxn.Succeeded);
    }

    [Fact]
    public async Task Requests_that_make_no_sense_are_refused_in_etcds_words()
    {
        await RefusedAsync(KvErrors.EmptyKey, () => Channel.PutAsync("", "x"));
        await RefusedAsync(KvErrors.EmptyKey, () => Channel.GetAsync(""));
        await RefusedAsync(KvErrors.EmptyKey, () => Channel.DeleteAsync(""));
        await RefusedAsync(KvErrors.ValueProvided, () => Channel.PutAsync(new PutRequest { Key = Utf8("a"), Value = Utf8("b"), IgnoreValue = true }));
        await RefusedAsync(KvErrors.LeaseProvided, () => Channel.PutAsync(new PutRequest { Key = Utf8("a"), Lease = 1, IgnoreLease = true }));
        await RefusedAsync(KvErrors.LeaseNotFound, () => Channel.PutAsync(new PutRequest { Key = Utf8("a"), Lease = 4242 }));
        await RefusedAsync(KvErrors.KeyNotFound, () => Channel.PutAsync(new PutRequest { Key = Utf8("not/there"), IgnoreValue = true }));
        await RefusedAsync(KvErrors.KeyNotFound, () => Channel.TxnAsync(new TxnRequest { Success = { new RequestOp() } }));
        await RefusedAsync(KvErrors.InvalidSortOption, () =>
            Channel.RangeAsync(new RangeRequest { Key = Utf8("a"), SortOrder = (RangeRequest.Types.SortOrder)9 }));
        await RefusedAsync(KvErrors.FutureRevision, () => Channel.RangeAsync(new RangeRequest { Key = Utf8("a"), Revision = 1L << 40 }));
        await RefusedAsync(KvErrors.FutureRevision, () => Channel.CompactAsync(1L << 40));
    }

    [Fact]
    public async Task Transactions_are_bounded_and_change_no_key_twice()
    {
        static RequestOp Put(string key) => new() { RequestPut = new PutRequest { Key = Utf8(key) } };
        static RequestOp Delete(string key, string end) =>
            new() { RequestDeleteRange = new DeleteRangeRequest { Key = Utf8(key), RangeEnd = Utf8(end) } };
        var many = new TxnRequest();
        for (var i = 0; i < 129; i++) many.Success.Add(Put($"many/{i}"));
        await RefusedAsync(KvErrors.TooManyOps, () => Channel.TxnAsync(many));
        await RefusedAsync(KvErrors.DuplicateKey, () => Channel.TxnAsync(new TxnRequest { Success = { Put("a"), Put("a") } }));
        await RefusedAsync(KvErrors.DuplicateKey, () => Channel.TxnAsync(new TxnRequest { Success = { Delete("a", "c"), Put("b") } }));
        await RefusedAsync(KvErrors.DuplicateKey, () => Channel.TxnAsync(new TxnRequest
        {
            Failure = { Put("a"), new RequestOp { RequestTxn = new TxnRequest { Success = { Put("a") } } } },
        }));
    }

    [Fact]
    public async Task A_request_that_is_too_large_is_refused_in_etcds_words()
    {
        await RefusedAsync(KvErrors.RequestTooLarge, () =>
            Channel.PutAsync(new PutRequest { Key = Utf8("large"), Value = ByteString.CopyFrom(new byte[1536 * 1024]) }));
        var refused = await Assert.ThrowsAsync<RpcException>(() =>
            Channel.PutAsync(new PutRequest { Key = Utf8("large"), Value = ByteString.CopyFrom(new byte[3 << 20]) }));
        Assert.Equal(RpcCode.ResourceExhausted, refused.Code);
        Assert.StartsWith("grpc: received message larger than max (", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("vs. 2097152)", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_compacted_cannot_be_read()
    {
        var put = await Channel.PutAsync("old", "1");
        await Channel.PutAsync("old", "2");
        var now = (await Channel.PutAsync("old", "3")).Header.Revision;
        await using var other = await EtcdHost.StartAsync();
        var channel = other.Connect();
        for (var i = 0; i < 5; i++) await channel.PutAsync("old", $"{i}");
        await channel.CompactAsync(4);
        await RefusedAsync(KvErrors.Compacted, () => channel.RangeAsync(new RangeRequest { Key = Utf8("old"), Revision = 3 }));
        await RefusedAsync(KvErrors.Compacted, () => channel.CompactAsync(4));
        Assert.Equal("2", (await channel.RangeAsync(new RangeRequest { Key = Utf8("old"), Revision = 4 })).Kvs[0].Value.ToStringUtf8());
        Assert.True(now > put.Header.Revision);
    }

    [Fact]
    public async Task What_could_not_be_read_from_the_log_again_does_not_get_into_it()
    {
        var compare = new Compare { Key = Utf8("a"), Target = (Compare.Types.CompareTarget)77 };
        await RefusedAsync(KvErrors.InvalidCompare, () => Channel.TxnAsync(new TxnRequest { Compare = { compare } }));
        var alarm = new AlarmRequest { Action = AlarmRequest.Types.AlarmAction.Activate, Alarm = (AlarmType)77 };
        await RefusedAsync(KvErrors.InvalidAlarm, () => Channel.CallAsync<AlarmRequest, AlarmResponse>(Maintenance, "Alarm", alarm));
        await Channel.PutAsync("still/there", "1");
    }

    [Fact]
    public async Task A_transaction_that_only_reads_takes_no_place_in_the_log()
    {
        await Channel.PutAsync("only/read", "1");
        var before = fixture.Host.Node.Status.LastIndex;
        var range = new RequestOp { RequestRange = new RangeRequest { Key = Utf8("only/read") } };
        var compare = new Compare { Key = Utf8("only/read"), Target = Compare.Types.CompareTarget.Value, Value = Utf8("1") };
        var inner = new RequestOp { RequestTxn = new TxnRequest { Compare = { compare }, Success = { range } } };
        var read = await Channel.TxnAsync(new TxnRequest { Compare = { compare }, Success = { range, inner }, Failure = { range } });
        Assert.True(read.Succeeded && read.Responses[1].ResponseTxn.Succeeded);
        Assert.Equal("1", read.Responses[1].ResponseTxn.Responses[0].ResponseRange.Kvs[0].Value.ToStringUtf8());
        Assert.Equal(before, fixture.Host.Node.Status.LastIndex);
        range.RequestRange.Revision = 1 << 30;
        await RefusedAsync(KvErrors.FutureRevision, () => Channel.TxnAsync(new TxnRequest { Success = { range } }));
        range.RequestRange = new RangeRequest { Key = Utf8("only/read"), Serializable = true };
        Assert.Equal(read.Header.Revision, (await Channel.TxnAsync(new TxnRequest { Success = { range } })).Responses[0].ResponseRange.Header.Revision);
        Assert.Equal(before, fixture.Host.Node.Status.LastIndex);
    }
}
