using Google.Protobuf;
using Runink.Protocol;
using static Runink.Barn.Tests.EtcdCalls;
using WireRequest = Runink.Protocol.WatchRequest;

namespace Runink.Barn.Tests;

/// <summary>Requests of every kind, with every field set somewhere, for fuzzing to start from.</summary>
internal static class RequestCorpus
{
    public static PutRequest[] Puts =>
    [
        new() { Key = Utf8("key"), Value = Utf8("value"), Lease = -7, PrevKv = true },
        new() { Key = Utf8("k"), IgnoreValue = true, IgnoreLease = true },
        new() { Key = Utf8(new string('k', 130)), Value = Utf8(new string('v', 300)), Lease = 1L << 62 },
    ];

    public static RangeRequest[] Ranges =>
    [
        new() { Key = Utf8("a"), RangeEnd = Utf8("b"), Limit = 3, Revision = 1L << 40, Serializable = true },
        new()
        {
            Key = Utf8("a"),
            SortOrder = RangeRequest.Types.SortOrder.Descend,
            SortTarget = RangeRequest.Types.SortTarget.Value,
            KeysOnly = true,
            CountOnly = true,
            MinModRevision = 4,
            MaxModRevision = 5,
            MinCreateRevision = 6,
            MaxCreateRevision = 7,
        },
    ];

    public static TxnRequest Txn
    {
        get
        {
            var inner = new TxnRequest { Failure = { new RequestOp { RequestPut = Puts[0] } } };
            return new TxnRequest
            {
                Compare =
                {
                    new Compare { Key = Utf8("a"), Target = Compare.Types.CompareTarget.Value, Value = Utf8("1") },
                    new Compare { Key = Utf8("b"), RangeEnd = Utf8("c"), Target = Compare.Types.CompareTarget.Mod, Result = Compare.Types.CompareResult.Less, ModRevision = 9 },
                    new Compare { Key = Utf8("c"), Target = Compare.Types.CompareTarget.Lease, Result = Compare.Types.CompareResult.NotEqual, Lease = 9 },
                },
                Success = { new RequestOp { RequestRange = Ranges[1] }, new RequestOp { RequestTxn = inner } },
                Failure = { new RequestOp { RequestDeleteRange = Delete } },
            };
        }
    }

    public static DeleteRangeRequest Delete => new() { Key = Utf8("a"), RangeEnd = Utf8("z"), PrevKv = true };

    /// <summary>One of every type that the services take, and more of those with many fields.</summary>
    public static IMessage[] All =>
    [
        .. Puts, .. Ranges, Txn, Delete,
        new CompactionRequest { Revision = 5, Physical = true },
        new WireRequest
        {
            CreateRequest = new WatchCreateRequest
            {
                Key = Utf8("w"),
                RangeEnd = Utf8("x"),
                StartRevision = 4,
                ProgressNotify = true,
                Filters = { WatchCreateRequest.Types.FilterType.Noput, WatchCreateRequest.Types.FilterType.Nodelete },
                PrevKv = true,
                WatchId = 7,
                Fragment = true,
            },
        },
        new WireRequest { CancelRequest = new WatchCancelRequest { WatchId = 8 } }, new WireRequest { ProgressRequest = new WatchProgressRequest() },
        new LeaseGrantRequest { TTL = 60, ID = 7 }, new LeaseRevokeRequest { ID = 7 }, new LeaseKeepAliveRequest { ID = 7 },
        new LeaseTimeToLiveRequest { ID = 7, Keys = true }, new LeaseLeasesRequest(),
        new AlarmRequest { Action = AlarmRequest.Types.AlarmAction.Activate, MemberID = 5, Alarm = AlarmType.Nospace },
        new StatusRequest(), new DefragmentRequest(), new HashRequest(), new HashKVRequest { Revision = 8 }, new SnapshotRequest(),
        new MoveLeaderRequest { TargetID = 9 }, new DowngradeRequest { Action = DowngradeRequest.Types.DowngradeAction.Cancel, Version = "3.4" },
        new MemberAddRequest { PeerURLs = { "http://a:1", "http://b:2" }, IsLearner = true }, new MemberRemoveRequest { ID = 4 },
        new MemberUpdateRequest { ID = 4, PeerURLs = { "http://a:1" } }, new MemberListRequest(), new MemberPromoteRequest { ID = 4 },
        new AuthEnableRequest(), new AuthDisableRequest(), new AuthStatusRequest(), new AuthenticateRequest { Name = "root", Password = "geheim€" },
        new AuthUserAddRequest { Name = "root", Password = "geheim", Options = new UserAddOptions { NoPassword = true } },
        new AuthUserGetRequest { Name = "u" }, new AuthUserListRequest(), new AuthUserDeleteRequest { Name = "u" },
        new AuthUserChangePasswordRequest { Name = "u", Password = "p" }, new AuthUserGrantRoleRequest { User = "u", Role = "r" },
        new AuthUserRevokeRoleRequest { Name = "u", Role = "r" }, new AuthRoleAddRequest { Name = "r" }, new AuthRoleGetRequest { Role = "r" },
        new AuthRoleListRequest(), new AuthRoleDeleteRequest { Role = "r" },
        new AuthRoleGrantPermissionRequest
        {
            Name = "r",
            Perm = new Permission { PermType = Permission.Types.Type.Readwrite, Key = Utf8("a"), RangeEnd = Utf8("b") },
        },
        new AuthRoleRevokePermissionRequest { Role = "r", Key = Utf8("a"), RangeEnd = Utf8("b") },
        new LockRequest { Name = Utf8("l"), Lease = 7 }, new UnlockRequest { Key = Utf8("l/7") },
        new CampaignRequest { Name = Utf8("e"), Lease = 7, Value = Utf8("v") }, new LeaderRequest { Name = Utf8("e") },
        new ProclaimRequest { Leader = new LeaderKey { Name = Utf8("e"), Key = Utf8("e/7"), Rev = 4, Lease = 7 }, Value = Utf8("v") },
        new ResignRequest { Leader = new LeaderKey { Name = Utf8("e"), Key = Utf8("e/7"), Rev = 4, Lease = 7 } },
    ];
}
