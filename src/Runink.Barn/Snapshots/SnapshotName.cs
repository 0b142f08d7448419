using System.Globalization;
using Runink.Raft;

namespace Runink.Barn;

/// <summary>The names of a group's snapshot files: they say what is inside, and how far it got.</summary>
/// <param name="Group">Whose state.</param>
/// <param name="Position">The last entry that it covers.</param>
internal readonly record struct SnapshotName(GroupId Group, LogPosition Position)
{
    public const string Folder = "snap";

    private const string WholeSuffix = ".snap";
    private const string StagedSuffix = ".part";
    private const string BegunSuffix = ".tmp";

    /// <summary>A whole snapshot.</summary>
    public string Whole => Stem + WholeSuffix;

    /// <summary>One that is being fetched.</summary>
    public string Staged => Stem + StagedSuffix;

    /// <summary>One that this node is writing.</summary>
    public string Begun => Stem + BegunSuffix;

    private string Stem => $"{Folder}/{Group.Value}-{Position.Index.Value:x16}-{Position.Term.Value:x16}";

    public static bool IsWhole(string name) => name.EndsWith(WholeSuffix, StringComparison.Ordinal);

    public static bool IsStaged(string name) => name.EndsWith(StagedSuffix, StringComparison.Ordinal);

    /// <summary>What a file is of, or null when it has no such name.</summary>
    public static SnapshotName? Parse(string name)
    {
        var from = name.IndexOf('/', StringComparison.Ordinal) + 1;
        var to = name.LastIndexOf('.');
        if (to < from) return null;
        var parts = name[from..to].Split('-');
        if (parts.Length != 3) return null;
        if (!ulong.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var group)) return null;
        if (!TryParse(parts[1], out var index) || !TryParse(parts[2], out var term)) return null;
        var parsed = new SnapshotName(new GroupId(group), new LogPosition(new LogIndex(index), new Term(term)));
        return name == parsed.Whole || name == parsed.Staged || name == parsed.Begun ? parsed : null;
    }

    private static bool TryParse(string hex, out long value) =>
        long.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value) && value >= 0;
}
