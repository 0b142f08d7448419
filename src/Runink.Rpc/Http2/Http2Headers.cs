using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Runink.Rpc;

/// <summary>
/// The headers of one message: few, so that they are looked for one after the other, and the object is used again without keeping
/// anything. Names are told apart without regard to case. Not thread-safe.
/// </summary>
internal sealed class Http2Headers : IHeaderDictionary
{
    private readonly List<KeyValuePair<string, StringValues>> _fields = [];

    public int Count => _fields.Count;

    public bool IsReadOnly => false;

    public ICollection<string> Keys => [.. _fields.Select(item => item.Key)];

    public ICollection<StringValues> Values => [.. _fields.Select(item => item.Value)];

    public long? ContentLength
    {
        get => long.TryParse(this["content-length"], NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : null;
        set => this["content-length"] = value?.ToString(CultureInfo.InvariantCulture);
    }

    public StringValues this[string key]
    {
        get => Find(key) is >= 0 and var at ? _fields[at].Value : StringValues.Empty;
        set
        {
            var at = Find(key);
            var item = KeyValuePair.Create(key, value);
            if (at < 0 && value.Count > 0) _fields.Add(item);
            else if (at >= 0 && value.Count > 0) _fields[at] = item;
            else if (at >= 0) _fields.RemoveAt(at);
        }
    }

    StringValues IDictionary<string, StringValues>.this[string key]
    {
        get => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"there is no header {key}");
        set => this[key] = value;
    }

    /// <summary>
    /// Adds what was received: of a name that was there before, as another value. Crumbs of cookies stay apart, too: put together, a few
    /// bytes that point to the table of headers again and again would become a long text for each request.
    /// </summary>
    public void Receive(string name, string value)
    {
        var at = Find(name);
        if (at < 0) _fields.Add(KeyValuePair.Create(name, new StringValues(value)));
        else _fields[at] = KeyValuePair.Create(name, StringValues.Concat(_fields[at].Value, value));
    }

    public void Add(string key, StringValues value)
    {
        if (Find(key) >= 0) throw new ArgumentException($"the header {key} is there", nameof(key));
        this[key] = value;
    }

    public void Add(KeyValuePair<string, StringValues> item) => Add(item.Key, item.Value);

    public void Clear() => _fields.Clear();

    public bool Contains(KeyValuePair<string, StringValues> item) => TryGetValue(item.Key, out var value) && value.Equals(item.Value);

    public bool ContainsKey(string key) => Find(key) >= 0;

    public void CopyTo(KeyValuePair<string, StringValues>[] array, int arrayIndex) => _fields.CopyTo(array, arrayIndex);

    public bool Remove(string key)
    {
        var at = Find(key);
        if (at >= 0) _fields.RemoveAt(at);
        return at >= 0;
    }

    public bool Remove(KeyValuePair<string, StringValues> item) => Contains(item) && Remove(item.Key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out StringValues value)
    {
        var at = Find(key);
        value = at < 0 ? default : _fields[at].Value;
        return at >= 0;
    }

    public List<KeyValuePair<string, StringValues>>.Enumerator GetEnumerator() => _fields.GetEnumerator();

    IEnumerator<KeyValuePair<string, StringValues>> IEnumerable<KeyValuePair<string, StringValues>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int Find(string name)
    {
        for (var i = 0; i < _fields.Count; i++)
        {
            var key = _fields[i].Key;
            if (ReferenceEquals(key, name) || (key.Length == name.Length && key.Equals(name, StringComparison.OrdinalIgnoreCase))) return i;
        }

        return -1;
    }
}
