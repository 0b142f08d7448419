using Runink.Data.Arrow.Memory;

namespace Runink.Data.Tests.Arrow;

/// <summary>Bits are moved as a loop over single ones would.</summary>
public sealed class BitSpanTests
{
    [Fact]
    public void Bits_are_copied_between_any_two_places()
    {
        var random = Seed.Draw();
        for (var i = 0; i < 5_000; i++)
        {
            var (from, to, count) = (random.Next(100), random.Next(100), random.Next(300));
            var source = new byte[BitSpan.Bytes(from + count)];
            random.NextBytes(source);
            var target = new byte[BitSpan.Bytes(to + count) + 8];
            random.NextBytes(target);
            var before = target.ToArray();
            BitSpan.Copy(source, from, target, to, count);
            for (var bit = 0; bit < to; bit++) Assert.Equal(BitSpan.Get(before, bit), BitSpan.Get(target, bit));
            for (var bit = 0; bit < count; bit++) Assert.Equal(BitSpan.Get(source, from + bit), BitSpan.Get(target, to + bit));
            Assert.Equal(before.AsSpan(BitSpan.Bytes(to + count)), target.AsSpan(BitSpan.Bytes(to + count)));
        }
    }

    [Fact]
    public void Bits_are_set_counted_packed_and_unpacked()
    {
        var random = Seed.Draw();
        for (var i = 0; i < 2_000; i++)
        {
            var values = new byte[random.Next(200)];
            for (var at = 0; at < values.Length; at++) values[at] = (byte)(random.Next(2) * random.Next(1, 256));
            var bits = new byte[values.Length / 8 + 8];
            BitSpan.Pack(values, bits);
            Assert.Equal(values.Select(value => value != 0), Enumerable.Range(0, values.Length).Select(bit => BitSpan.Get(bits, bit)));
            Assert.Equal(values.Count(value => value != 0), BitSpan.Count(bits, values.Length));
            var start = random.Next(values.Length + 1);
            var bytes = new byte[values.Length - start];
            BitSpan.Unpack(bits, start, bytes);
            Assert.Equal(values.Skip(start).Select(value => value != 0 ? 1 : 0), bytes.Select(value => (int)value));
            var set = new byte[bits.Length];
            BitSpan.Set(set, start, values.Length - start);
            Assert.Equal(values.Length - start, BitSpan.Count(set, set.Length * 8));
        }
    }

    [Fact]
    public void Blocks_are_used_again_and_their_pool_is_bounded()
    {
        var first = BlockPool.Rent(100_000);
        Assert.InRange(first.Size, 100_000, 131_072);
        BlockPool.Return(first);
        for (var i = 0; i < 64; i++) BlockPool.Return(new Block(4 << 20));
        Assert.InRange(BlockPool.Kept, 1, BlockPool.KeptMax);
    }
}
