using System.Runtime.InteropServices;
using System.Text;
using Runink.Data.Arrow;
using Runink.Data.Arrow.Memory;

namespace Runink.Data.Tests.Arrow;

/// <summary>Makes schemas and batches of every type out of a seed.</summary>
internal sealed class RandomBatches(int seed)
{
    private readonly Random _random = new(seed);
    private readonly Dictionary<long, ArrowColumn> _dictionaries = [];
    private long _nextDictionary;

    /// <summary>A field of each type that there is, nested ones with random children.</summary>
    internal ArrowSchema SchemaOfAll() =>
        new([.. Leaves().Concat(Nested(depth: 3)).Select((type, i) => Field($"c{i}", type, depth: 3)), DictionaryField()])
        {
            Metadata = [new("origin", "seed"), new("", "\u20ac")],
        };

    internal RecordBatch Batch(ArrowSchema schema, int rows) =>
        new(schema, rows, [.. schema.Fields.Select(field => Column(field, rows))], new BatchMemory())
        {
            Metadata = [new("rows", $"{rows}")],
        };

    private static IEnumerable<ArrowType> Leaves()
    {
        yield return new ArrowType.Null();
        yield return new ArrowType.Bool();
        foreach (var bits in new[] { 8, 16, 32, 64 })
        {
            yield return new ArrowType.Int(bits, IsSigned: true);
            yield return new ArrowType.Int(bits, IsSigned: false);
        }
        foreach (var bits in new[] { 16, 32, 64 }) yield return new ArrowType.Float(bits);
        yield return new ArrowType.Decimal(9, 2, 32);
        yield return new ArrowType.Decimal(18, 3, 64);
        yield return new ArrowType.Decimal(38, 5, 128);
        yield return new ArrowType.Decimal(76, 10, 256);
        foreach (var isLarge in new[] { false, true })
        {
            yield return new ArrowType.Utf8(isLarge);
            yield return new ArrowType.Binary(isLarge);
            yield return new ArrowType.Date(isLarge);
        }
        yield return new ArrowType.FixedBinary(7);
        yield return new ArrowType.FixedBinary(0);
        foreach (var unit in Enum.GetValues<TimeUnit>())
        {
            yield return new ArrowType.Time(unit);
            yield return new ArrowType.Timestamp(unit, Zone: null);
            yield return new ArrowType.Timestamp(unit, "Europe/Paris");
            yield return new ArrowType.Duration(unit);
        }
        foreach (var unit in Enum.GetValues<IntervalUnit>()) yield return new ArrowType.Interval(unit);
    }

    private IEnumerable<ArrowType> Nested(int depth)
    {
        if (depth <= 0) yield break;
        yield return new ArrowType.List(IsLarge: false);
        yield return new ArrowType.List(IsLarge: true);
        yield return new ArrowType.FixedList(_random.Next(4));
        yield return new ArrowType.Struct();
        yield return new ArrowType.Map(KeysSorted: _random.Next(2) == 0);
    }

    private ArrowField Field(string name, ArrowType type, int depth) => new(name, type)
    {
        IsNullable = _random.Next(4) > 0,
        Metadata = _random.Next(5) == 0 ? [new("note", name)] : [],
        Children = type switch
        {
            ArrowType.Struct => [.. Enumerable.Range(0, _random.Next(4)).Select(i => Field($"f{i}", AnyType(depth - 1), depth - 1))],
            ArrowType.Map =>
            [
                new("entries", new ArrowType.Struct())
                {
                    IsNullable = false,
                    Children =
                    [
                        new("key", new ArrowType.Utf8(IsLarge: false)) { IsNullable = false }, Field("value", AnyType(depth - 1), depth - 1),
                    ],
                },
            ],
            ArrowType.List or ArrowType.FixedList => [Field("item", AnyType(depth - 1), depth - 1)],
            _ => [],
        },
    };

    private ArrowType AnyType(int depth)
    {
        var types = Leaves().Concat(Nested(depth)).ToArray();
        return types[_random.Next(types.Length)];
    }

    private ArrowField DictionaryField() => Field("dictionary", new ArrowType.Utf8(IsLarge: false), depth: 0) with
    {
        Dictionary = new ArrowDictionary(_nextDictionary++, new ArrowType.Int(16, IsSigned: true), IsOrdered: true),
    };

    private ArrowColumn Column(ArrowField field, int length)
    {
        var stored = field.Stored;
        if (stored.Layout == ColumnLayout.Nothing) return new ArrowColumn(field, length);
        var validity = Validity(field, length, out var nulls);
        if (field.Dictionary is { } dictionary)
        {
            if (!_dictionaries.TryGetValue(dictionary.Id, out var values) || _random.Next(3) == 0)
                _dictionaries[dictionary.Id] = values = Column(field with { Dictionary = null }, 5 + _random.Next(20));
            var places = new short[length];
            for (var i = 0; i < length; i++) places[i] = (short)_random.Next(values.Length);
            return new(field, length)
            {
                NullCount = nulls,
                Validity = validity,
                Data = MemoryMarshal.AsBytes<short>(places).ToArray(),
                Dictionary = values,
            };
        }
        return stored.Layout switch
        {
            ColumnLayout.Bits => new(field, length) { NullCount = nulls, Validity = validity, Data = Bytes(BitSpan.Bytes(length)) },
            ColumnLayout.Fixed => new(field, length) { NullCount = nulls, Validity = validity, Data = Fixed(stored, length) },
            ColumnLayout.Bytes or ColumnLayout.LargeBytes => Texts(field, length, nulls, validity),
            ColumnLayout.List or ColumnLayout.LargeList => List(field, length, nulls, validity),
            ColumnLayout.FixedList => new(field, length)
            {
                NullCount = nulls,
                Validity = validity,
                Children = [Column(field.Children[0], length * ((ArrowType.FixedList)field.Type).Size)],
            },
            _ => new(field, length)
            {
                NullCount = nulls,
                Validity = validity,
                Children = [.. field.Children.Select(child => Column(child, length))],
            },
        };
    }

    private byte[]? Validity(ArrowField field, int length, out int nulls)
    {
        nulls = 0;
        if (!field.IsNullable || _random.Next(4) == 0) return null;
        var bits = Bytes(BitSpan.Bytes(length));
        nulls = length - BitSpan.Count(bits, length);
        return nulls == 0 ? null : bits;
    }

    private byte[] Fixed(ArrowType type, int length)
    {
        var bytes = Bytes(length * type.Width);
        // Random bits would be NaN now and then, which has no single text.
        if (type is ArrowType.Float { Bits: 64 }) Fill<double>(bytes, () => _random.NextDouble() * 1e6);
        if (type is ArrowType.Float { Bits: 32 }) Fill<float>(bytes, () => _random.NextSingle());
        if (type is ArrowType.Float { Bits: 16 }) Fill<Half>(bytes, () => (Half)_random.NextSingle());
        return bytes;
    }

    private static void Fill<T>(byte[] bytes, Func<T> value)
        where T : unmanaged
    {
        var values = MemoryMarshal.Cast<byte, T>(bytes.AsSpan());
        for (var i = 0; i < values.Length; i++) values[i] = value();
    }

    private ArrowColumn Texts(ArrowField field, int length, int nulls, byte[]? validity)
    {
        using var data = new MemoryStream();
        var offsets = Offsets(field, length, () =>
        {
            data.Write(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("a\u00e9\u20ac\U0001F600", _random.Next(5)))));
            return (int)data.Length;
        });
        return new(field, length) { NullCount = nulls, Validity = validity, Offsets = offsets, Data = data.ToArray() };
    }

    private ArrowColumn List(ArrowField field, int length, int nulls, byte[]? validity)
    {
        var end = 0;
        var offsets = Offsets(field, length, () => end += _random.Next(4));
        return new(field, length) { NullCount = nulls, Validity = validity, Offsets = offsets, Children = [Column(field.Children[0], end)] };
    }

    private static byte[] Offsets(ArrowField field, int length, Func<int> next)
    {
        var isLarge = field.Type.Layout is ColumnLayout.LargeBytes or ColumnLayout.LargeList;
        var ends = Enumerable.Range(0, length).Select(_ => (long)next()).Prepend(0L).ToArray();
        return isLarge ? MemoryMarshal.AsBytes<long>(ends).ToArray() : MemoryMarshal.AsBytes<int>(ends.Select(end => (int)end).ToArray()).ToArray();
    }

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }
}
