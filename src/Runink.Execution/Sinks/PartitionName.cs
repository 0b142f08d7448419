using System.Text;

namespace Runink.Execution.Sinks;

/// <summary>Names of partition directories in the Hive convention, <c>column=value</c>, with unsafe bytes as <c>%XX</c>.</summary>
internal static class PartitionName
{
    private const string NullName = "__HIVE_DEFAULT_PARTITION__";

    /// <summary>The directory of one value; null has a name of its own.</summary>
    public static string Of(string column, string? value) => $"{Escape(column)}={(value is null ? NullName : Escape(value))}";

    // The engine leaves letters, digits and - . _ ~ as they are, and writes every other byte as %XX.
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var unit in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)unit) || unit is (byte)'_' or (byte)'-' or (byte)'~' or (byte)'.') escaped.Append((char)unit);
            else escaped.Append('%').Append(unit.ToString("X2"));
        }

        return escaped.ToString();
    }
}
