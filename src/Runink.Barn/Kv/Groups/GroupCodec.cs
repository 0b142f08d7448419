namespace Runink.Barn;

/// <summary>
/// The binary form of the groups in a snapshot. Quotas stand behind the groups, and only where a group has one, so that a state without any
/// has the same form and hash as in the version before.
/// </summary>
internal static class GroupCodec
{
    public static void Write(KvWriter writer, KvGroups groups)
    {
        writer.Unsigned(groups.LastId);
        writer.Unsigned((ulong)groups.Table.Length);
        foreach (var group in groups.Table)
        {
            writer.Unsigned(group.Id);
            writer.Text(group.Name);
            WriteFounders(writer, group.Founders);
        }

        if (!groups.HaveQuotas) return;
        foreach (var group in groups.Table) writer.Unsigned((ulong)group.QuotaBytes);
    }

    /// <param name="reader">What is read.</param>
    /// <param name="haveQuotas">Whether quotas stand behind the groups.</param>
    public static KvGroups Read(ref KvReader reader, bool haveQuotas)
    {
        var lastId = reader.Unsigned();
        var groups = new KvGroup[reader.Elements()];
        if (lastId < KvGroups.SystemId || groups.Length > GroupTable.Max) throw new KvFormatException("groups beyond their bounds");
        for (var i = 0; i < groups.Length; i++)
        {
            groups[i] = ReadGroup(ref reader);
            if (groups[i].Id <= (i > 0 ? groups[i - 1].Id : KvGroups.SystemId)) throw new KvFormatException("groups are not in order");
        }

        for (var i = 0; haveQuotas && i < groups.Length; i++) groups[i] = groups[i] with { QuotaBytes = reader.Count() };
        if (haveQuotas && Array.TrueForAll(groups, group => group.QuotaBytes == 0))
            throw new KvFormatException("quotas of which there are none");
        return groups.Length == 0 || groups[^1].Id <= lastId ? new(groups, lastId) : throw new KvFormatException("a group of a later time");
    }

    public static void WriteFounders(KvWriter writer, IReadOnlyList<ulong> founders)
    {
        writer.Unsigned((ulong)founders.Count);
        foreach (var founder in founders) writer.Unsigned(founder);
    }

    public static ulong[] ReadFounders(ref KvReader reader)
    {
        var founders = new ulong[reader.Elements()];
        for (var i = 0; i < founders.Length; i++) founders[i] = reader.Unsigned();
        return founders;
    }

    private static KvGroup ReadGroup(ref KvReader reader)
    {
        var id = reader.Unsigned();
        var name = reader.Text();
        if (!GroupTable.IsName(name)) throw new KvFormatException("a group without a name");
        return new(id, name, ReadFounders(ref reader));
    }
}
