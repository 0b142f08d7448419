using System.Numerics;
using Runink.Data.Arrow;
using Runink.Data.Arrow.Ipc;

namespace Runink.Data.Tests.Arrow;

/// <summary>Dictionaries come by themselves, grow, are replaced, and a batch keeps those that it came with.</summary>
public sealed class DictionaryTests
{
    private static readonly ArrowField Name = new("name", new ArrowType.Utf8(IsLarge: false))
    {
        Dictionary = new ArrowDictionary(3, new ArrowType.Int(8, IsSigned: true), IsOrdered: false),
    };

    [Fact]
    public void Dictionaries_grow_and_are_replaced_between_batches()
    {
        using var stream = Crafted.Stream(Name,
            Crafted.Dictionary(3, isDelta: false, 2, [], Crafted.Ints(0, 1, 3), "abb"u8.ToArray()),
            Crafted.Batch(2, compression: null, [], [0, 1]),
            Crafted.Dictionary(3, isDelta: true, 1, [], Crafted.Ints(0, 3), "ccc"u8.ToArray()),
            Crafted.Batch(3, compression: null, [], [2, 1, 0]),
            Crafted.Dictionary(3, isDelta: false, 1, [], Crafted.Ints(0, 1), "z"u8.ToArray()),
            Crafted.Batch(2, compression: null, [], [0, 0]));
        using var reader = ArrowStreamReader.Open(stream);
        using var first = reader.Read();
        using var second = reader.Read();
        using var third = reader.Read();
        Assert.Equal(["\"a\"", "\"bb\""], Shown.Column(first!.Columns[0]));
        Assert.Equal(["\"ccc\"", "\"bb\"", "\"a\""], Shown.Column(second!.Columns[0]));
        Assert.Equal(["\"z\"", "\"z\""], Shown.Column(third!.Columns[0]));
    }

    [Fact]
    public void A_dictionary_grows_by_what_its_offsets_cover_and_not_by_what_pads_its_buffers()
    {
        using var stream = Crafted.Stream(Name,
            Crafted.Dictionary(3, isDelta: false, 2, [], Crafted.Ints(0, 1, 3), "abb\0\0\0\0\0"u8.ToArray()),
            Crafted.Dictionary(3, isDelta: true, 1, [], Crafted.Ints(1, 4), "xccc\0\0\0\0"u8.ToArray()),
            Crafted.Dictionary(3, isDelta: true, 1, [], Crafted.Ints(0, 1), "d\0\0\0\0\0\0\0"u8.ToArray()),
            Crafted.Batch(4, compression: null, [], [0, 1, 2, 3]));
        using var reader = ArrowStreamReader.Open(stream);
        using var batch = reader.Read();
        Assert.Equal(["\"a\"", "\"bb\"", "\"ccc\"", "\"d\""], Shown.Column(batch!.Columns[0]));
    }

    [Fact]
    public void Lists_are_put_behind_each_other_without_items_that_belong_to_none()
    {
        var first = Lists(0b11101, [0, 1, 3], 1, 2, 3, 9, 9);
        var second = Lists(0b1011, [1, 3], 9, 4, 5, 9);
        var third = Lists(0b111, [1, 1, 3], 9, 6, 7);
        var joined = ColumnConcat.Join(ColumnConcat.Join(first, second, ArrowLimits.Default), third, ArrowLimits.Default);
        Assert.Equal(["[1]", "[null, 3]", "[4, null]", "[]", "[6, 7]"], Shown.Column(joined));
        Assert.Equal((7, 2), (joined.Children[0].Length, joined.Children[0].NullCount));
    }

    [Fact]
    public void Without_its_dictionary_a_column_is_refused()
    {
        using var reader = ArrowStreamReader.Open(Crafted.Stream(Name, Crafted.Batch(1, compression: null, [], [0])));
        var failure = Assert.Throws<ArrowFormatException>(() => reader.Read());
        Assert.Contains("outside its dictionary of 0 values", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dictionary_that_no_column_uses_is_refused()
    {
        using var reader = ArrowStreamReader.Open(Crafted.Stream(Name, Crafted.Dictionary(4, isDelta: false, 0, [], [], [])));
        Assert.Contains("no column uses", Assert.Throws<ArrowFormatException>(() => reader.Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_types_under_one_id_are_refused()
    {
        var other = new ArrowField("n", new ArrowType.Int(32, IsSigned: true)) { Dictionary = Name.Dictionary };
        using var stream = RoundTripTests.Write(new ArrowSchema([Name, other]));
        var failure = Assert.Throws<ArrowFormatException>(() => ArrowStreamReader.Open(stream));
        Assert.Contains("dictionary 3 is used with several types", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_of_every_type_are_put_behind_each_other()
    {
        var random = new RandomBatches(Seed.Next());
        var schema = random.SchemaOfAll();
        foreach (var (one, two) in new[] { (0, 5), (7, 0), (13, 70), (64, 64) })
        {
            using var first = random.Batch(schema, one);
            using var second = random.Batch(schema, two);
            foreach (var (head, tail) in first.Columns.Zip(second.Columns).Where(pair => pair.First.Field.Dictionary is null))
            {
                var joined = ColumnConcat.Join(head, tail, ArrowLimits.Default);
                Assert.Equal(Shown.Column(head).Concat(Shown.Column(tail)), Shown.Column(joined));
            }
        }
    }

    [Fact]
    public void A_dictionary_grows_only_as_far_as_the_limit()
    {
        var grows = Crafted.Dictionary(3, isDelta: true, 1, [], Crafted.Ints(0, 600), new byte[600]);
        using var stream = Crafted.Stream(Name, grows, grows, Crafted.Batch(0, compression: null, [], []));
        using var reader = ArrowStreamReader.Open(stream, new ArrowLimits { MaxBodyBytes = 1000 });
        Assert.Contains("limit of 1000", Assert.Throws<ArrowFormatException>(() => reader.Read()).Message, StringComparison.Ordinal);
    }

    private static ArrowColumn Lists(byte validItems, int[] offsets, params int[] items)
    {
        var item = new ArrowField("item", new ArrowType.Int(32, IsSigned: true));
        return new ArrowColumn(new ArrowField("lists", new ArrowType.List(IsLarge: false)) { Children = [item] }, offsets.Length - 1)
        {
            Offsets = Crafted.Ints(offsets),
            Children =
            [
                new ArrowColumn(item, items.Length)
                {
                    NullCount = items.Length - BitOperations.PopCount(validItems),
                    Validity = new[] { validItems },
                    Data = Crafted.Ints(items),
                },
            ],
        };
    }
}
