namespace Runink.Barn;

/// <summary>The binary form of members.</summary>
internal static class MemberCodec
{
    public static void Write(KvWriter writer, KvMembers members)
    {
        writer.Unsigned((ulong)members.Table.Length);
        foreach (var member in members.Table) Write(writer, member);
        writer.Unsigned((ulong)members.RemovedTable.Length);
        foreach (var id in members.RemovedTable) writer.Unsigned(id);
    }

    public static KvMembers Read(ref KvReader reader)
    {
        var members = new KvMember[reader.Elements()];
        for (var i = 0; i < members.Length; i++)
        {
            members[i] = ReadMember(ref reader);
            if (i > 0 && members[i].Id <= members[i - 1].Id) throw new KvFormatException("members are not in order");
        }

        var removed = new ulong[reader.Elements()];
        for (var i = 0; i < removed.Length; i++) removed[i] = reader.Unsigned();
        if (removed.Length > MemberTable.RemovedMax) throw new KvFormatException("too many removed members");
        return new(members, removed);
    }

    public static void Write(KvWriter writer, KvMember member)
    {
        writer.Unsigned(member.Id);
        writer.Text(member.Name);
        WriteUrls(writer, member.PeerUrls);
        WriteUrls(writer, member.ClientUrls);
    }

    public static KvMember ReadMember(ref KvReader reader) =>
        new(reader.Unsigned(), reader.Text(), ReadUrls(ref reader), ReadUrls(ref reader));

    private static void WriteUrls(KvWriter writer, IReadOnlyList<string> urls)
    {
        writer.Unsigned((ulong)urls.Count);
        foreach (var url in urls) writer.Text(url);
    }

    private static string[] ReadUrls(ref KvReader reader)
    {
        var urls = new string[reader.Elements()];
        for (var i = 0; i < urls.Length; i++) urls[i] = reader.Text();
        return urls;
    }
}
