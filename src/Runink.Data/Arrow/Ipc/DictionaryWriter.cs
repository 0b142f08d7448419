namespace Runink.Data.Arrow.Ipc;

/// <summary>Writes the dictionaries of a batch ahead of it, each once as long as it stays the same. For one thread.</summary>
internal sealed class DictionaryWriter(MessageWriter messages)
{
    private readonly Dictionary<long, ArrowColumn> _written = [];

    /// <summary>Writes what is new; <paramref name="written"/> is told where, and whether it replaces others.</summary>
    internal void Write(IReadOnlyList<ArrowColumn> columns, Action<MessageBlock, bool>? written = null)
    {
        foreach (var column in columns)
        {
            Write(column.Children, written);
            if (column.Field.Dictionary is not { } dictionary || column.Dictionary is not { } values) continue;
            var isKnown = _written.TryGetValue(dictionary.Id, out var known);
            if (ReferenceEquals(known, values)) continue;
            // Dictionaries inside this one come first.
            Write(values.Children, written);
            _written[dictionary.Id] = values;
            var block = messages.WriteDictionary(dictionary.Id, values);
            written?.Invoke(block, isKnown);
        }
    }
}
