namespace Runink.Barn;

/// <summary>Which groups there are. They come and go seldom, so each change makes a new array.</summary>
internal sealed class GroupTable
{
    /// <summary>The most groups at a time.</summary>
    public const int Max = 4096;

    /// <summary>Characters of a name, at most.</summary>
    public const int NameMax = 63;

    public KvGroups Current { get; set; } = KvGroups.None;

    /// <summary>Whether it is a name for a group: lower-case letters, digits and dashes, a letter first and no dash last.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= NameMax && char.IsAsciiLetterLower(name[0]) && name[^1] != '-'
        && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');

    /// <summary>Begins a group: <see cref="KvGroups.LastId"/> is its id.</summary>
    /// <param name="create">Which.</param>
    /// <param name="members">Who was removed founds nothing.</param>
    /// <returns>Why not, or null.</returns>
    public KvError? Create(GroupCreateCommand create, KvMembers members)
    {
        if (!IsName(create.Name)) return KvErrors.GroupNameInvalid;
        if (create.Name == KvGroups.System || Current.Find(create.Name) is not null) return KvErrors.GroupExists;
        if (Current.Table.Length >= Max) return KvErrors.TooManyGroups;
        if (create.QuotaBytes < 0) return KvErrors.GroupQuotaInvalid;
        if (!AreFounders(create.Founders) || create.Founders.Any(members.WasRemoved)) return KvErrors.MemberNotFound;
        var group = new KvGroup(Current.LastId + 1, create.Name, create.Founders, create.QuotaBytes);
        Current = new([.. Current.Table, group], group.Id);
        return null;
    }

    /// <summary>Ends a group. Its id is not given again.</summary>
    /// <returns>Why not, or null.</returns>
    public KvError? Remove(string name)
    {
        if (name == KvGroups.System) return KvErrors.GroupIsSystem;
        if (Current.Find(name) is not { } group) return KvErrors.GroupNotFound;
        Current = new([.. Current.Table.Where(other => other != group)], Current.LastId);
        return null;
    }

    private static bool AreFounders(IReadOnlyList<ulong> founders)
    {
        for (var i = 0; i < founders.Count; i++)
            if (founders[i] <= (i > 0 ? founders[i - 1] : 0)) return false;
        return founders.Count > 0;
    }
}
