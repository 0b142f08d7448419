using Runink.Data.Arrow.Flat;
using Runink.Data.Arrow.Memory;

namespace Runink.Data.Arrow.Ipc;

/// <summary>
/// The dictionaries that a reader has seen. A batch keeps the values that were current when it came. For one thread.
/// </summary>
internal sealed class Dictionaries(ArrowLimits limits)
{
    private readonly Dictionary<long, ArrowField> _fields = [];
    private readonly Dictionary<long, ArrowColumn> _values = [];

    /// <summary>Learns which dictionaries a schema speaks of; those that share an id must hold the same type.</summary>
    internal void Declare(IReadOnlyList<ArrowField> fields)
    {
        foreach (var field in fields)
        {
            Declare(field.Children);
            if (field.Dictionary is null) continue;
            var values = field with { Dictionary = null };
            if (_fields.TryAdd(field.Dictionary.Id, values)) continue;
            if (!SameType(_fields[field.Dictionary.Id], values))
                throw new ArrowFormatException($"dictionary {field.Dictionary.Id} is used with several types");
        }
    }

    /// <summary>The values of a dictionary; none as long as it has not come, which only a column of NULLs can bear.</summary>
    internal ArrowColumn Of(long id, ArrowField field) =>
        _values.TryGetValue(id, out var values) ? values : Empty(field with { Dictionary = null });

    /// <summary>Takes a dictionary's message: new values, or more of them.</summary>
    internal void Read(FlatTable message, ReadOnlyMemory<byte> body)
    {
        var id = message.Int64(0);
        if (!_fields.TryGetValue(id, out var field))
            throw new ArrowFormatException($"no column uses the dictionary {id} that came");
        var batch = message.Table(1, "values for its dictionary");
        var decoder = new BatchDecoder(batch, body, new BatchMemory(isPooled: false), this, limits);
        var values = decoder.Columns([field])[0];
        var isDelta = message.Bool(2);
        _values[id] = isDelta && _values.TryGetValue(id, out var known) ? ColumnConcat.Join(known, values, limits) : values;
    }

    private static ArrowColumn Empty(ArrowField field) =>
        new(field, 0) { Children = [.. field.Children.Select(Empty)] };

    private static bool SameType(ArrowField one, ArrowField other) =>
        one.Type == other.Type && one.Dictionary?.Id == other.Dictionary?.Id && one.Children.Count == other.Children.Count
        && one.Children.Zip(other.Children).All(pair => SameType(pair.First, pair.Second));
}
