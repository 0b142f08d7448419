using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Runink.Raft;
using static Runink.Barn.Tests.Kv.Text;

namespace Runink.Barn.Tests.Kv.Versions;

public sealed class ByteSlabTests
{
    private readonly Bench _kv = new();

    [Fact]
    public void Small_puts_share_a_slab_and_all_others_have_bytes_of_their_own()
    {
        _kv.Put("a", "1");
        _kv.Put("b", "2");
        _kv.Put("large", new string('x', ByteSlab.MostBytes));
        _kv.Txn([], [new PutCommand(B("txn"), B("3")), new PutCommand(B("with txn"), B(new string('x', 100)))]);

        Assert.Same(Newest("a").Data, Newest("b").Data);
        Assert.Equal([true, true, false, false], new[] { "a", "b", "large", "txn" }.Select(key => Newest(key).IsInSlab));
        Assert.Equal("a=1 b=2", _kv.Values("a", "c"));
    }

    [Fact]
    public void An_entry_that_is_more_than_a_put_does_not_stay_with_the_puts_beside_it()
    {
        var put = new PutCommand(B("a"), B("1"));
        bool IsInSlab(KvCommand command, string? user = null, ulong group = 1) => MemoryMarshal.TryGetArray(
            EntryBuffer.Encode(new(ulong.MaxValue, long.MaxValue, 300, command, user, 1), new GroupId(group)), out var array) && ByteSlab.Is(array.Array!);

        Assert.True(IsInSlab(put));
        Assert.False(IsInSlab(put, "ann"));
        Assert.False(IsInSlab(put, group: 2));
        Assert.False(IsInSlab(new TxnCommand([], [put], [])));
        Assert.False(IsInSlab(new LeaseGrantCommand(7, 100)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("01")]
    [InlineData("01FF")]
    [InlineData("0101010100")]
    [InlineData("0201010100010000")]
    public void Bytes_that_end_early_or_are_of_another_version_are_no_put(string bytes) =>
        Assert.False(KvCommandCodec.IsBarePut(Convert.FromHexString(bytes)));

    [Fact]
    public void A_value_that_outlives_a_compaction_leaves_its_slab_and_is_read_as_before()
    {
        var stays = _kv.Put("stays", "for ever", lease: Lease());
        _kv.Put("goes", "1");
        _kv.Put("goes", "2");
        var before = _kv.View;
        Compact(_kv.Put("goes", "3"));

        Assert.False(Newest("stays").IsInSlab);
        Assert.True(Newest("goes").IsInSlab);
        Assert.Equal("goes=3 stays=for ever", _kv.Values("a", "z"));
        var kept = Newest("stays");
        Assert.Equal((stays, stays, 1L, 7L), (kept.ModRevision, kept.CreateRevision, kept.Version, kept.Lease));
        Assert.Equal("for ever", S(before.Root.From(B("stays").Span).Next()!.Value));
        Assert.Equal(_kv.View.KeyHash, _kv.View.HashAt(0).Hash);

        _kv.Put("stays", "no longer");
        Assert.Equal("for ever", S(_kv.Range("stays", revision: _kv.View.Revision - 1).Pairs.Single().Value));
    }

    [Fact]
    public void What_one_key_needs_does_not_keep_the_bytes_of_all_that_came_beside_it()
    {
        _kv.Put("stays", "for ever");
        var slab = SlabOf("stays");
        for (var i = 0; i < 1_000; i++) _kv.Put("goes", $"{i} {new string('x', 256)}");
        Compact(_kv.Put("goes", "at last"));
        _kv.Machine.Publish();
        // More than once, as other tests have their own collections under way.
        for (var i = 0; i < 5 && IsKept(slab); i++) GC.Collect();

        Assert.False(IsKept(slab), "the slab is kept");
        Assert.Equal("goes=at last stays=for ever", _kv.Values("a", "z"));
    }

    [Fact]
    public void An_array_of_a_client_that_is_as_long_as_a_slab_is_none()
    {
        _kv.Put("a", "1");
        var slab = Newest("a").Data;
        Assert.Equal((true, false), (ByteSlab.Is(slab), ByteSlab.Is(new byte[slab.Length])));
    }

    [Fact]
    public void A_node_with_nothing_more_to_do_shows_the_state_that_holds_no_slab()
    {
        var node = NodeBench.Serving();
        node.Does(NodeBench.Put("stays", "for ever"));
        node.Does(NodeBench.Put("goes", "1"));
        node.Does(new CompactCommand(node.View.Revision));
        Assert.True(node.View.Find(NodeBench.Bytes("stays"))!.IsInSlab);
        node.Seconds(1);
        Assert.False(node.View.Find(NodeBench.Bytes("stays"))!.IsInSlab);
        Assert.Equal("for ever", node.Value("stays"));
    }

    // Not inlined, or the test itself would keep the slab.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference<byte[]> SlabOf(string key) => new(Newest(key).Data);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsKept(WeakReference<byte[]> slab) => slab.TryGetTarget(out _);

    private KeyVersion Newest(string key) => _kv.View.Root.From(B(key).Span).Next()!;

    private long Lease()
    {
        _kv.Apply(new LeaseGrantCommand(7, 100));
        return 7;
    }

    private void Compact(long revision)
    {
        _kv.Apply(new CompactCommand(revision));
        _kv.SweepAll();
    }
}
