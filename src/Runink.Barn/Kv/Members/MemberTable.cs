namespace Runink.Barn;

/// <summary>Who the members are. Few, so each change makes new arrays.</summary>
internal sealed class MemberTable
{
    /// <summary>The most removed members that are remembered; the oldest is forgotten first.</summary>
    public const int RemovedMax = 1024;

    public KvMembers Current { get; set; } = KvMembers.None;

    /// <summary>Carries out a command; returns why not, or null.</summary>
    public KvError? Apply(MemberCommand command) => command switch
    {
        MemberAddCommand add => Add(add.Member),
        MemberPublishCommand publish => Publish(publish.Member),
        MemberUpdateCommand update => Update(update),
        MemberForgetCommand forget => Forget(forget.Id),
        _ => throw new ArgumentException($"{command.GetType().Name} is not known", nameof(command)),
    };

    private KvError? Add(KvMember member)
    {
        if (Current.Find(member.Id) is not null || Current.WasRemoved(member.Id)) return KvErrors.MemberExists;
        if (HasOther(member.Id, member.PeerUrls)) return KvErrors.PeerUrlExists;
        Set(member);
        return null;
    }

    // A founder enters the table by this, too: it was a member before there was a table.
    private KvError? Publish(KvMember member)
    {
        if (Current.WasRemoved(member.Id)) return KvErrors.MemberNotFound;
        Set(Current.Find(member.Id) is { } known ? member with { PeerUrls = known.PeerUrls } : member);
        return null;
    }

    private KvError? Update(MemberUpdateCommand update)
    {
        if (Current.Find(update.Id) is not { } known) return KvErrors.MemberNotFound;
        if (HasOther(update.Id, update.PeerUrls)) return KvErrors.PeerUrlExists;
        Set(known with { PeerUrls = update.PeerUrls });
        return null;
    }

    private KvError? Forget(ulong id)
    {
        if (Current.WasRemoved(id)) return null;
        var removed = Current.RemovedTable.Append(id).TakeLast(RemovedMax);
        Current = new([.. Current.Table.Where(member => member.Id != id)], [.. removed]);
        return null;
    }

    private bool HasOther(ulong id, IReadOnlyList<string> urls) =>
        Array.Exists(Current.Table, member => member.Id != id && member.PeerUrls.Intersect(urls).Any());

    private void Set(KvMember member) => Current = new(
        [.. Current.Table.Where(known => known.Id != member.Id).Append(member).OrderBy(known => known.Id)], Current.RemovedTable);
}
