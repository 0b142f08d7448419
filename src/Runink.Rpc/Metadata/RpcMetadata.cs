using System.Buffers;
using System.Collections;

namespace Runink.Rpc;

/// <summary>
/// The headers or trailers of a call, in order; a key may occur more than once. Keys are lower case letters, digits and
/// <c>-_.</c>;
/// those ending in <c>-bin</c> hold bytes, all others printable ASCII. Not thread-safe.
/// </summary>
public sealed class RpcMetadata : IReadOnlyCollection<RpcMetadataEntry>
{
    internal const string BinarySuffix = "-bin";

    private static readonly SearchValues<char> KeyCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_.");
    private readonly List<RpcMetadataEntry> _entries = [];

    /// <summary>How many entries there are.</summary>
    public int Count => _entries.Count;

    /// <summary>The newest text under <paramref name="key"/>, or null.</summary>
    public string? this[string key]
    {
        get
        {
            for (var i = _entries.Count - 1; i >= 0; i--)
                if (string.Equals(_entries[i].Key, key, StringComparison.Ordinal)) return _entries[i].Text;
            return null;
        }
    }

    /// <summary>Adds a text entry. <see cref="ArgumentException"/> if the key or value cannot travel.</summary>
    public void Add(string key, string value)
    {
        CheckKey(key);
        if (key.EndsWith(BinarySuffix, StringComparison.Ordinal))
            throw new ArgumentException($"the value of {key} must be bytes", nameof(key));
        if (value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            throw new ArgumentException($"the value of {key} is not printable ASCII", nameof(value));
        _entries.Add(new RpcMetadataEntry(key, value, default));
    }

    /// <summary>Adds a binary entry; the key must end in <c>-bin</c>.</summary>
    public void Add(string key, ReadOnlyMemory<byte> value)
    {
        CheckKey(key);
        if (!key.EndsWith(BinarySuffix, StringComparison.Ordinal))
            throw new ArgumentException($"the key {key} of a binary value does not end in {BinarySuffix}", nameof(key));
        _entries.Add(new RpcMetadataEntry(key, null, value));
    }

    /// <summary>The newest bytes under <paramref name="key"/>.</summary>
    public bool TryGetBytes(string key, out ReadOnlyMemory<byte> value)
    {
        for (var i = _entries.Count - 1; i >= 0; i--)
        {
            if (_entries[i].Text is not null || !string.Equals(_entries[i].Key, key, StringComparison.Ordinal)) continue;
            value = _entries[i].Bytes;
            return true;
        }

        value = default;
        return false;
    }

    /// <inheritdoc/>
    public IEnumerator<RpcMetadataEntry> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void AddReceived(RpcMetadataEntry entry) => _entries.Add(entry);

    private static void CheckKey(string key)
    {
        if (key.Length == 0 || key.AsSpan().ContainsAnyExcept(KeyCharacters))
            throw new ArgumentException($"'{key}' is no metadata key: lower case letters, digits and -_. only", nameof(key));
        if (MetadataHeaders.IsReserved(key)) throw new ArgumentException($"the key {key} belongs to gRPC", nameof(key));
    }
}
