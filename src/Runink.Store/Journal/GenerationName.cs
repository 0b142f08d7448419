using System.Globalization;

namespace Runink.Store.Journal;

/// <summary>
/// Which file of which journal. Every compaction begins a new generation. The identity is drawn when a journal is made, so
/// that one which was removed and made anew is never taken for the old one.
/// </summary>
internal readonly record struct GenerationName(long Number, ulong Identity)
{
    private const string Extension = ".journal";

    /// <summary>The generation that the next compaction begins.</summary>
    public GenerationName Next => this with { Number = Number + 1 };

    /// <summary>Reads a file's name; null when it is not that of a generation.</summary>
    public static GenerationName? Parse(string file)
    {
        if (!file.EndsWith(Extension, StringComparison.Ordinal)) return null;
        var parts = file[..^Extension.Length].Split('-');
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && ulong.TryParse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var identity)
            ? new GenerationName(number, identity)
            : null;
    }

    /// <summary>The file's name.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number:D8}-{Identity:x16}{Extension}");
}
