using System.Buffers;

namespace Runink.Barn;

/// <summary>The groups beside that of the platform, as of a view. Immutable, safe for any thread.</summary>
public sealed class KvGroups
{
    /// <summary>The name of the platform's own group, which no other may have.</summary>
    public const string System = "sys";

    /// <summary>The id of the platform's own group; the ids of others follow it.</summary>
    internal const ulong SystemId = 1;

    internal KvGroups(KvGroup[] groups, ulong lastId) => (Table, LastId) = (groups, lastId);

    internal static KvGroups None { get; } = new([], SystemId);

    /// <summary>The groups by id.</summary>
    public IReadOnlyList<KvGroup> All => Table;

    internal KvGroup[] Table { get; }

    /// <summary>The newest id that was ever given.</summary>
    internal ulong LastId { get; }

    /// <summary>Whether any has a quota of its own.</summary>
    internal bool HaveQuotas => Array.Exists(Table, group => group.QuotaBytes != 0);

    /// <summary>The group with this name, or null.</summary>
    public KvGroup? Find(string name) => Array.Find(Table, group => group.Name == name);

    /// <summary>The group with this id, or null.</summary>
    internal KvGroup? Find(ulong id)
    {
        var (low, high) = (0, Table.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (Table[middle].Id == id) return Table[middle];
            if (Table[middle].Id < id) low = middle + 1;
            else high = middle - 1;
        }

        return null;
    }

    internal UInt128 Hash()
    {
        if (LastId == SystemId) return 0;
        var bytes = new ArrayBufferWriter<byte>();
        GroupCodec.Write(new(bytes), this);
        return VersionHash.Of(8, VersionHash.Digest(bytes.WrittenSpan));
    }
}
