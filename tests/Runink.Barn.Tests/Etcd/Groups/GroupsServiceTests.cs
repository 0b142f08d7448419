using System.Net.Http.Json;
using Runink.Protocol;
using Runink.Protocol.BarnV1;
using Runink.Rpc;
using static Runink.Barn.Tests.EtcdCalls;

namespace Runink.Barn.Tests;

public sealed class GroupsServiceTests(EtcdHostFixture fixture) : IClassFixture<EtcdHostFixture>
{
    private readonly RpcChannel _channel = fixture.Channel;

    [Fact]
    public async Task The_metadata_of_a_call_says_of_which_group_it_is()
    {
        await _channel.AddGroupAsync("keys");
        await _channel.PutAsync("shared", "of the platform");
        var put = await _channel.PutInAsync("keys", "shared", "of the group");
        Assert.Equal(2, put.Header.Revision);
        Assert.Equal("of the group", (await _channel.GetInAsync("keys", "shared")).Kvs[0].Value.ToStringUtf8());
        Assert.Equal("of the platform", (await _channel.GetAsync("shared")).Kvs[0].Value.ToStringUtf8());
        Assert.Equal("of the platform", (await _channel.GetInAsync("sys", "shared")).Kvs[0].Value.ToStringUtf8());
        var txn = new TxnRequest { Success = { new RequestOp { RequestRange = new RangeRequest { Key = Utf8("shared") } } } };
        var response = await _channel.CallAsync<TxnRequest, TxnResponse>(EtcdCalls.Kv, "Txn", txn, group: "keys");
        Assert.Equal("of the group", response.Responses[0].ResponseRange.Kvs[0].Value.ToStringUtf8());
    }

    [Fact]
    public async Task An_unknown_group_is_not_found_and_named()
    {
        var refused = await Assert.ThrowsAsync<RpcException>(() => _channel.GetInAsync("nowhere", "a"));
        Assert.Equal((RpcCode.NotFound, "runink: group not found: nowhere"), (refused.Code, refused.Message));
        await Assert.ThrowsAsync<RpcException>(() => _channel.PutInAsync("nowhere", "a", "b"));
    }

    [Fact]
    public async Task What_is_the_platforms_alone_is_refused_for_a_group()
    {
        await _channel.AddGroupAsync("plain");
        await RefusedAsync(KvErrors.GroupNotServed, () => _channel.CallAsync<MemberListRequest, MemberListResponse>(
            Cluster, "MemberList", new MemberListRequest(), group: "plain"));
        await RefusedAsync(KvErrors.GroupNotServed, () => _channel.CallAsync<MoveLeaderRequest, MoveLeaderResponse>(
            Maintenance, "MoveLeader", new MoveLeaderRequest { TargetID = 1 }, group: "plain"));
    }

    [Fact]
    public async Task A_group_has_leases_a_status_and_a_hash_of_its_own()
    {
        await _channel.AddGroupAsync("leases");
        var lease = await _channel.CallAsync<LeaseGrantRequest, LeaseGrantResponse>(
            Lease, "LeaseGrant", new LeaseGrantRequest { ID = 77, TTL = 100 }, group: "leases");
        Assert.Equal(77, lease.ID);
        var left = await _channel.CallAsync<LeaseTimeToLiveRequest, LeaseTimeToLiveResponse>(
            Lease, "LeaseTimeToLive", new LeaseTimeToLiveRequest { ID = 77 }, group: "leases");
        Assert.InRange(left.TTL, 90, 100);
        var none = await _channel.CallAsync<LeaseTimeToLiveRequest, LeaseTimeToLiveResponse>(
            Lease, "LeaseTimeToLive", new LeaseTimeToLiveRequest { ID = 77 });
        Assert.Equal(-1, none.TTL);
        var status = await _channel.CallAsync<StatusRequest, StatusResponse>(Maintenance, "Status", new StatusRequest(), group: "leases");
        Assert.Equal((fixture.Host.Node.Options.MemberId, 1L), (status.Leader, status.Header.Revision));
        var hash = await _channel.CallAsync<HashKVRequest, HashKVResponse>(Maintenance, "HashKV", new HashKVRequest(), group: "leases");
        Assert.Equal(0U, hash.Hash);
    }

    [Fact]
    public async Task A_groups_state_is_saved_as_that_of_the_platform_is()
    {
        await _channel.AddGroupAsync("saved");
        await _channel.PutInAsync("saved", "a", "of the group");
        await _channel.PutAsync("a", "of the platform");
        var options = new RpcCallOptions { Headers = new RpcMetadata { { "runink-group", "saved" } } };
        await using var call = _channel.Start(
            RpcSignature.Protobuf<SnapshotRequest, SnapshotResponse>(Maintenance, "Snapshot"), new SnapshotRequest(), options,
            TestContext.Current.CancellationToken);
        using var saved = new MemoryStream();
        await foreach (var piece in call.Responses) piece.Blob.WriteTo(saved);
        saved.Position = 0;
        var view = KvMachine.Restore(saved).View;
        Assert.Equal("of the group", System.Text.Encoding.UTF8.GetString(view.Find(Utf8("a").Span)!.Value.Span));
        Assert.Empty(view.Groups.All);
    }

    [Fact]
    public async Task An_alarm_of_a_group_is_raised_and_ends_in_that_group_and_there_is_nothing_to_defragment()
    {
        await _channel.AddGroupAsync("alarmed");
        await AlarmAsync(AlarmRequest.Types.AlarmAction.Activate);
        await RefusedAsync(KvErrors.NoSpace, () => _channel.PutInAsync("alarmed", "a", "1"));
        await _channel.PutAsync("alarmed", "of the platform");
        Assert.Single((await AlarmAsync(AlarmRequest.Types.AlarmAction.Get)).Alarms);
        await AlarmAsync(AlarmRequest.Types.AlarmAction.Deactivate);
        await _channel.PutInAsync("alarmed", "a", "1");
        await _channel.CallAsync<DefragmentRequest, DefragmentResponse>(Maintenance, "Defragment", new DefragmentRequest(), group: "alarmed");

        Task<AlarmResponse> AlarmAsync(AlarmRequest.Types.AlarmAction action) => _channel.CallAsync<AlarmRequest, AlarmResponse>(
            Maintenance, "Alarm", new AlarmRequest { Action = action, Alarm = AlarmType.Nospace, MemberID = 1 }, group: "alarmed");
    }

    [Fact]
    public async Task A_watch_of_a_group_sees_the_group_and_ends_with_it()
    {
        await _channel.AddGroupAsync("watched");
        await using var watch = new WatchClient(_channel, group: "watched");
        Assert.True((await watch.CreateAsync("w")).Created);
        await _channel.PutAsync("w", "of the platform");
        await _channel.PutInAsync("watched", "w", "of the group");
        Assert.Equal("of the group", (await watch.NextAsync()).Events.Single().Kv.Value.ToStringUtf8());
        await _channel.CallAsync<RemoveGroupRequest, RemoveGroupResponse>(Groups, "Remove", new RemoveGroupRequest { Name = "watched" });
        var ended = await Assert.ThrowsAsync<RpcException>(() => watch.NextAsync());
        Assert.Equal((RpcCode.NotFound, KvErrors.GroupNotFound.Message), (ended.Code, ended.Message));
    }

    [Fact]
    public async Task Groups_are_listed_and_what_makes_no_sense_is_refused()
    {
        var added = await _channel.AddGroupAsync("listed");
        Assert.NotEqual(0UL, added.Group.Leader);
        var listed = await _channel.GroupsAsync();
        Assert.Equal("sys", listed[0].Name);
        Assert.Equal(added.Group.Id, Assert.Single(listed, group => group.Name == "listed").Id);
        await RefusedAsync(KvErrors.GroupExists, () => _channel.AddGroupAsync("listed"));
        await RefusedAsync(KvErrors.GroupNameInvalid, () => _channel.AddGroupAsync("Listed"));
        await RefusedAsync(KvErrors.GroupNotFound, () => _channel.CallAsync<RemoveGroupRequest, RemoveGroupResponse>(
            Groups, "Remove", new RemoveGroupRequest { Name = "unlisted" }));
    }

    [Fact]
    public async Task The_JSON_gateway_takes_the_group_as_a_header()
    {
        await _channel.AddGroupAsync("gateway");
        await _channel.PutInAsync("gateway", "a", "1");
        using var http = new HttpClient { BaseAddress = fixture.Host.Address };
        http.DefaultRequestHeaders.Add("runink-group", "gateway");
        var answer = await http.PostAsJsonAsync("/v3/kv/range", new { key = "YQ==" }, TestContext.Current.CancellationToken);
        Assert.Contains("MQ==", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
