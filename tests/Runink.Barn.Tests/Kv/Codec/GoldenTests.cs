using System.Buffers;
using static Runink.Barn.Tests.Kv.Text;

namespace Runink.Barn.Tests.Kv.Codec;

/// <summary>
/// The formats byte by byte. When one of these changes there is a new version, and the old one can still be read.
/// </summary>
public sealed class GoldenTests
{
    public static TheoryData<string, string> Proposals => new()
    {
        { "put", "0107AC02AB0200010000036B65790576616C7565" },
        { "put with everything", "010701000105616C6963650C010701016B00" },
        { "delete", "0100000000020101610162" },
        { "range", "01000000000404020001610100001408000000" },
        { "txn", "010000000003020302016100017602000161000A01010000016101310103000000" },
        { "compact", "010000000005D00F" },
        { "lease grant", "0100000000060E78" },
        { "lease revoke", "0100000000070E01" },
        { "lease checkpoint", "010000000008010E3C" },
        { "alarm", "0100000000090103018020" },
        { "member add", "01000000000A0501610109687474703A2F2F663A0109687474703A2F2F633A" },
        { "member publish", "01000000000B050161010000" },
        { "member update", "01000000000C05000109687474703A2F2F663A00" },
        { "member forget", "01000000000D05" },
        { "group create", "01000000000E057465616D61020105" },
        { "group create with quota", "01000000001B057465616D610201058020" },
        { "group remove", "01000000000F057465616D61" },
        { "user add", "01000000001204726F6F74046861736800" },
        { "role grant permission", "01000000001901720201610162" },
    };

    [Theory]
    [MemberData(nameof(Proposals))]
    public void A_proposal_is_written_and_read_as_version_one_has_it(string name, string hex)
    {
        var output = new ArrayBufferWriter<byte>();
        KvCommandCodec.Encode(Named(name), output);
        Assert.Equal(hex, Convert.ToHexString(output.WrittenSpan));
        output.ResetWrittenCount();
        KvCommandCodec.Encode(KvCommandCodec.Decode(Convert.FromHexString(hex)), output);
        Assert.Equal(hex, Convert.ToHexString(output.WrittenSpan));
    }

    [Fact]
    public void A_snapshot_of_version_one_is_still_read()
    {
        const string hex =
            "524B565301060604010E7800001000020104726F6F74046861736800000006010902060202010101613102010E0200010101"
            + "623203010001010062000000D20B4DA30B776E64C20A9A171782D912";
        var restored = KvMachine.Restore(new MemoryStream(Convert.FromHexString(hex)));
        Assert.Equal(Filled().View.StateHash(), restored.View.StateHash());
        Assert.Empty(restored.View.Members.All);
    }

    [Fact]
    public void A_snapshot_of_version_two_is_still_read()
    {
        const string hex =
            "524B565302080604010E7800001000020104726F6F740468617368000000060109020602022D010504666976650110687474"
            + "703A2F2F666976653A323338300110687474703A2F2F666976653A323337390104010101613102010E020001010162320301"
            + "00010100620000007A184643CADED3A2C49720EDD62A5DB2";
        var kv = Filled();
        kv.Apply(new MemberPublishCommand(new(5, "five", ["http://five:2380"], ["http://five:2379"])));
        kv.Apply(new MemberForgetCommand(4));
        var restored = KvMachine.Restore(new MemoryStream(Convert.FromHexString(hex)));
        Assert.Equal(kv.View.StateHash(), restored.View.StateHash());
        Assert.Equal(kv.View.Members.All, restored.View.Members.All);
        Assert.True(restored.View.Members.WasRemoved(4));
        Assert.Empty(restored.View.Groups.All);
    }

    [Fact]
    public void A_snapshot_is_written_and_read_as_version_three_has_it()
    {
        const string hex =
            "524B5653030A0604010E7800001000020104726F6F74046861736800000006010902060202030001040C030103067465"
            + "616D2D620105010101613102010E0200010101623203010001010062000000472A5117FCEA9B8498C429BA080BFDF8";
        var kv = Filled();
        kv.Apply(new MemberForgetCommand(4));
        kv.Apply(new GroupCreateCommand("team-a", [1, 2, 3]));
        kv.Apply(new GroupCreateCommand("team-b", [5]));
        kv.Apply(new GroupRemoveCommand("team-a"));
        var stream = new MemoryStream();
        KvSnapshot.Write(kv.View, stream);
        Assert.Equal(hex, Convert.ToHexString(stream.ToArray()));
        var restored = KvMachine.Restore(new MemoryStream(Convert.FromHexString(hex)));
        Assert.Equal(kv.View.StateHash(), restored.View.StateHash());
        Assert.Equal([new KvGroup(3, "team-b", [5])], restored.View.Groups.All);
        Assert.Equal(4UL, Assert.IsType<GroupCreateResult>(restored.Apply(
            restored.AppliedIndex.Next, new(0, 0, 0, new GroupCreateCommand("team-a", [5])))).Id);
    }

    [Fact]
    public void A_snapshot_with_quotas_is_written_and_read_as_version_four_has_it()
    {
        const string hex =
            "524B565304080604010E7800001000020104726F6F740468617368000000060109020602020200001B030202067465616D2D61"
            + "0301020303067465616D2D620105802000010101613102010E02000101016232030100010100620000007B284B0F64E89B25A23F"
            + "854E214F6D3E";
        var kv = Filled();
        kv.Apply(new GroupCreateCommand("team-a", [1, 2, 3], 4096));
        kv.Apply(new GroupCreateCommand("team-b", [5]));
        var stream = new MemoryStream();
        KvSnapshot.Write(kv.View, stream);
        Assert.Equal(hex, Convert.ToHexString(stream.ToArray()));
        var restored = KvMachine.Restore(new MemoryStream(Convert.FromHexString(hex)));
        Assert.Equal(kv.View.StateHash(), restored.View.StateHash());
        Assert.Equal([new KvGroup(2, "team-a", [1, 2, 3], 4096), new KvGroup(3, "team-b", [5])], restored.View.Groups.All);
    }

    private static Bench Filled()
    {
        var kv = new Bench();
        kv.Apply(new LeaseGrantCommand(7, 60));
        kv.Put("a", "1", 7);
        kv.Put("b", "2");
        kv.Apply(new CompactCommand(3));
        kv.Delete("b");
        kv.Machine.Apply(kv.Machine.AppliedIndex.Next, new(9, 4, 2, new UserAddCommand("root", B("hash"))));
        return kv;
    }

    private static KvEnvelope Named(string name) => name switch
    {
        "put" => new(7, 300, 299, new PutCommand(B("key"), B("value"))),
        "put with everything" => new(7, 1, 0, new PutCommand(B("k"), B(""), -1, true, true, true), "alice", 12),
        "delete" => new(0, 0, 0, new DeleteRangeCommand(B("a"), B("b"), true)),
        "range" => new(
            0, 0, 0, new RangeQuery(B("a"), B("\0")) { Limit = 10, SortOrder = KvSortOrder.Descend, MinModRevision = 4 }),
        "txn" => new(0, 0, 0, new TxnCommand(
            [
                new(KvCompareTarget.Value, KvCompareResult.Less, B("a"), Value: B("v")),
                new(KvCompareTarget.Mod, KvCompareResult.Equal, B("a"), Number: 5),
            ],
            [new PutCommand(B("a"), B("1"))],
            [new TxnCommand([], [], [])])),
        "compact" => new(0, 0, 0, new CompactCommand(1000)),
        "lease grant" => new(0, 0, 0, new LeaseGrantCommand(7, 60)),
        "lease revoke" => new(0, 0, 0, new LeaseRevokeCommand(7, Expired: true)),
        "lease checkpoint" => new(0, 0, 0, new LeaseCheckpointCommand([new(7, 30)])),
        "alarm" => new(0, 0, 0, new AlarmCommand(KvAlarmAction.Raise, 3, KvAlarm.NoSpace, 2048)),
        "member add" => new(0, 0, 0, new MemberAddCommand(new(5, "a", ["http://f:"], ["http://c:"]))),
        "member publish" => new(0, 0, 0, new MemberPublishCommand(new(5, "a", [""], []))),
        "member update" => new(0, 0, 0, new MemberUpdateCommand(5, ["http://f:"])),
        "member forget" => new(0, 0, 0, new MemberForgetCommand(5)),
        "group create" => new(0, 0, 0, new GroupCreateCommand("teama", [1, 5])),
        "group create with quota" => new(0, 0, 0, new GroupCreateCommand("teama", [1, 5], 2048)),
        "group remove" => new(0, 0, 0, new GroupRemoveCommand("teama")),
        "user add" => new(0, 0, 0, new UserAddCommand("root", B("hash"))),
        _ => new(0, 0, 0, new RoleGrantPermissionCommand("r", new(KvPermissionKind.ReadWrite, B("a"), B("b")))),
    };
}
