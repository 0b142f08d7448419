namespace Runink.Data.Sql;

/// <summary>Writes names and texts into SQL so that they can never be read as anything else.</summary>
public static class SqlText
{
    /// <summary>A quoted identifier: <c>"name"</c>.</summary>
    /// <exception cref="ArgumentException">The name is empty or holds a NUL character, which SQL cannot express.</exception>
    public static string Identifier(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return '"' + Checked(name).Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
    }

    /// <summary>A text literal: <c>'text'</c>.</summary>
    /// <exception cref="ArgumentException">The text holds a NUL character, which SQL cannot express.</exception>
    public static string Literal(string text) => '\'' + Checked(text).Replace("'", "''", StringComparison.Ordinal) + '\'';

    /// <summary>A list of text literals: <c>['a', 'b']</c>.</summary>
    public static string List(IEnumerable<string> texts) => '[' + string.Join(", ", texts.Select(Literal)) + ']';

    /// <summary>Quoted identifiers with commas between: a column list.</summary>
    public static string Identifiers(IEnumerable<string> names) => string.Join(", ", names.Select(Identifier));

    /// <summary>The engine reads C strings: what stands behind a NUL would silently be gone.</summary>
    internal static string Checked(string text) =>
        text.Contains('\0', StringComparison.Ordinal)
            ? throw new ArgumentException("a NUL character cannot stand in SQL", nameof(text))
            : text;
}
