namespace Runink.Barn;

/// <summary>The operations that stand alone or inside a transaction. They change the keyspace without committing.</summary>
internal sealed class Operations(KvState state)
{
    private readonly Keyspace _keys = state.Keys;

    /// <summary>Whether a put can be carried out: its lease is there, and the key if something of it is to stay.</summary>
    public KvError? CheckPut(PutCommand put)
    {
        if (put.Lease != 0 && state.Leases.Find(put.Lease) is null) return KvErrors.LeaseNotFound;
        return (put.IgnoreValue || put.IgnoreLease) && Find(put.Key.Span) is null ? KvErrors.KeyNotFound : null;
    }

    public KvResult Range(RangeQuery query) => RangeReader.Read(_keys.Tree.Current, _keys.WorkingRevision, _keys.Floor, query);

    public PutResult Put(PutCommand put)
    {
        var head = _keys.Tree.Seek(put.Key.Span);
        var previous = head is null || head.IsTombstone ? null : head;
        var value = put.IgnoreValue ? previous?.Value ?? default : put.Value;
        var lease = put.IgnoreLease ? previous?.Lease ?? 0 : put.Lease;
        _keys.Put(head, put.Key, value, lease);
        state.Leases.Move(put.Key.Span, previous?.Lease ?? 0, lease);
        return new(_keys.WorkingRevision, put.PrevKv ? previous : null);
    }

    public DeleteRangeResult Delete(DeleteRangeCommand delete)
    {
        var found = new List<KeyVersion>();
        var keys = new KeySpan(delete.Key.Span, delete.RangeEnd.Span);
        if (keys.IsSingle)
        {
            if (Find(keys.Start) is { } version) found.Add(version);
        }
        else
        {
            var cursor = _keys.Tree.Current.From(keys.Start);
            while (cursor.Next() is { } head && keys.Reaches(head.KeySpan))
            {
                if (!head.IsTombstone) found.Add(head);
            }
        }
        foreach (var version in found) Delete(version.KeySpan, version.Lease);
        return new(_keys.WorkingRevision, found.Count, delete.PrevKv ? [.. found] : []);
    }

    /// <summary>Deletes a key that exists and is attached to the lease, or to none when that is 0.</summary>
    public void Delete(ReadOnlySpan<byte> key, long lease)
    {
        _keys.Delete(key);
        state.Leases.Move(key, lease, 0);
    }

    /// <summary>What a key is now, or null.</summary>
    public KeyVersion? Find(ReadOnlySpan<byte> key) =>
        _keys.Tree.Seek(key) is { IsTombstone: false } version ? version : null;

    /// <summary>Whether a comparison holds now.</summary>
    public bool Holds(KvCompare compare) => CompareReader.Holds(_keys.Tree.Current, compare);
}
