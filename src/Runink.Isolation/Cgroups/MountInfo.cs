using System.Text;

namespace Runink.Isolation.Cgroups;

/// <summary>Reads <c>/proc/self/mountinfo</c>: which hierarchies of control groups are mounted, and where.</summary>
internal static class MountInfo
{
    private const int RootField = 3;
    private const int DirectoryField = 4;
    private const int FieldsBeforeTags = 6;

    /// <summary>The mounted hierarchies, in the order of the text. Lines that are no mount are passed over.</summary>
    public static IReadOnlyList<CgroupMount> Cgroups(string text)
    {
        var found = new List<CgroupMount>();
        foreach (var line in text.Split('\n'))
        {
            // Optional tags stand between the sixth field and a lone dash; after it: type, source, options.
            var fields = line.Split(' ');
            var dash = Array.IndexOf(fields, "-", Math.Min(FieldsBeforeTags, fields.Length));
            if (dash < 0 || dash + 3 >= fields.Length) continue;
            var (directory, root) = (Unescape(fields[DirectoryField]), Unescape(fields[RootField]));
            if (fields[dash + 1] == "cgroup2") found.Add(new(directory, root, 2, []));
            if (fields[dash + 1] == "cgroup") found.Add(new(directory, root, 1, fields[dash + 3].Split(',')));
        }

        return found;
    }

    // Blank, tab, line feed and backslash are written as three octal digits.
    private static string Unescape(string field)
    {
        if (!field.Contains('\\', StringComparison.Ordinal)) return field;
        var bytes = new List<byte>();
        var source = Encoding.UTF8.GetBytes(field);
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] == '\\' && i + 3 < source.Length
                && source[(i + 1)..(i + 4)].All(digit => digit is >= (byte)'0' and <= (byte)'7'))
            {
                bytes.Add((byte)(((source[i + 1] - '0') << 6) | ((source[i + 2] - '0') << 3) | (source[i + 3] - '0')));
                i += 3;
            }
            else
            {
                bytes.Add(source[i]);
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
