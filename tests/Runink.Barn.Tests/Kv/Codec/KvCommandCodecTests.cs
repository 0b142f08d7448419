using System.Buffers;
using static Runink.Barn.Tests.Kv.Text;

namespace Runink.Barn.Tests.Kv.Codec;

public sealed class KvCommandCodecTests
{
    [Fact]
    public void What_was_written_is_read_and_written_the_same_again()
    {
        var random = Seed.Draw();
        var proposals = new RandomProposals(random);
        for (var i = 0; i < 5_000; i++)
        {
            var bytes = Encode(proposals.Next() with { Command = proposals.Command(i % 27) });
            Assert.Equal(bytes, Encode(KvCommandCodec.Decode(bytes)));
        }
    }

    [Fact]
    public void Every_field_of_a_put_arrives()
    {
        var put = new PutCommand(B("key"), B("value"), 77, PrevKv: true, IgnoreValue: false, IgnoreLease: true);
        var read = KvCommandCodec.Decode(Encode(new(5, 9, 4, put, "alice", 12)));
        var again = Assert.IsType<PutCommand>(read.Command);
        Assert.Equal((5UL, 9L, 4L, "alice", 12L), (read.Origin, read.Sequence, read.AcknowledgedThrough, read.User,
            read.AuthRevision));
        Assert.Equal(("key", "value", 77L), (S(again.Key), S(again.Value), again.Lease));
        Assert.Equal((true, false, true), (again.PrevKv, again.IgnoreValue, again.IgnoreLease));
    }

    [Fact]
    public void Keys_and_values_are_slices_and_not_copies()
    {
        var bytes = Encode(new(0, 0, 0, new PutCommand(B("key"), B("value"))));
        var put = Assert.IsType<PutCommand>(KvCommandCodec.Decode(bytes).Command);
        Assert.True(bytes.AsSpan().Overlaps(put.Key.Span));
        Assert.True(bytes.AsSpan().Overlaps(put.Value.Span));
    }

    [Fact]
    public void Damaged_bytes_are_a_typed_error_and_never_another_one()
    {
        var random = Seed.Draw();
        var proposals = new RandomProposals(random);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = Encode(proposals.Next());
            for (var flips = random.Next(1, 4); flips > 0; flips--)
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            Attempt(random.Next(3) == 0 ? bytes[..random.Next(bytes.Length)] : bytes);
        }
    }

    [Fact]
    public void Every_prefix_and_every_extension_is_refused()
    {
        var proposals = new RandomProposals(Seed.Draw());
        for (var i = 0; i < 200; i++)
        {
            var bytes = Encode(proposals.Next());
            for (var length = 0; length < bytes.Length; length++)
                Assert.Throws<KvFormatException>(() => KvCommandCodec.Decode(bytes.AsMemory(0, length)));
            Assert.Throws<KvFormatException>(() => KvCommandCodec.Decode((byte[])[.. bytes, 0]));
        }
    }

    [Fact]
    public void Another_version_of_the_format_is_refused()
    {
        var bytes = Encode(new(0, 0, 0, new AuthEnableCommand()));
        bytes[0]++;
        Assert.Contains("version 2", Assert.Throws<KvFormatException>(() => KvCommandCodec.Decode(bytes)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Transactions_are_nested_up_to_the_limit_and_no_deeper()
    {
        Assert.IsType<TxnCommand>(KvCommandCodec.Decode(Encode(new(0, 0, 0, Nested(KvCommandCodec.DepthMax)))).Command);
        Assert.Throws<ArgumentException>(() => Encode(new(0, 0, 0, Nested(KvCommandCodec.DepthMax + 1))));
        var inner = Enumerable.Repeat<byte[]>([3, 0, 1], 100_000).SelectMany(b => b);
        var deep = new byte[] { 1, 0, 0, 0, 0 }.Concat(inner).ToArray();
        Assert.Throws<KvFormatException>(() => KvCommandCodec.Decode(deep));
    }

    [Fact]
    public void What_could_not_be_read_again_is_not_written_and_leaves_nothing_behind()
    {
        var put = new KvEnvelope(1, 2, 3, new PutCommand(B("a"), B("1")));
        var before = EntryBuffer.Encode(put, NodeCore.System);
        foreach (var command in new KvCommand[]
        {
            new TxnCommand([new((KvCompareTarget)77, KvCompareResult.Equal, B("a"))], [], []), new TxnCommand([new(KvCompareTarget.Mod, (KvCompareResult)(-1), B("a"))], [], []),
            new RangeQuery(B("a")) { SortOrder = (KvSortOrder)3 }, new RangeQuery(B("a")) { SortTarget = (KvSortTarget)5 },
            new AlarmCommand((KvAlarmAction)3, 1, KvAlarm.NoSpace), new AlarmCommand(KvAlarmAction.Raise, 1, (KvAlarm)3),
            new RoleGrantPermissionCommand("r", new((KvPermissionKind)3, B("a"))),
        })
        {
            Assert.Throws<ArgumentException>(() => EntryBuffer.Encode(put with { Command = command }, NodeCore.System));
            Assert.Equal(before, EntryBuffer.Encode(put, NodeCore.System));
        }
    }

    private static TxnCommand Nested(int depth)
    {
        var txn = new TxnCommand([], [], []);
        for (; depth > 1; depth--) txn = new([], [txn], []);
        return txn;
    }

    private static void Attempt(byte[] bytes)
    {
        try
        {
            Encode(KvCommandCodec.Decode(bytes));
        }
        catch (KvFormatException)
        {
            // Refused, as it should be.
        }
    }

    private static byte[] Encode(in KvEnvelope envelope)
    {
        var output = new ArrayBufferWriter<byte>();
        KvCommandCodec.Encode(envelope, output);
        return output.WrittenSpan.ToArray();
    }
}
