using System.Text;
using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Planning.Sql;

/// <summary>A text of SQL and where it stands in a feature, so that offsets in it become places in the file.</summary>
internal sealed class SqlSource
{
    private readonly SourceSpan _at;
    private readonly byte[] _utf8;
    private readonly bool _isBlock;

    private SqlSource(string text, SourceSpan at, bool isBlock)
    {
        Text = text;
        _at = at;
        _isBlock = isBlock;
        _utf8 = Encoding.UTF8.GetBytes(text);
    }

    /// <summary>The statement, without blanks and semicolons at its end.</summary>
    public string Text { get; }

    /// <summary>The content of a doc string; <paramref name="at"/> is its first character.</summary>
    public static SqlSource FromBlock(string text, SourceSpan at) =>
        new(text.TrimEnd(' ', '\t', '\r', '\n', ';'), at, isBlock: true);

    /// <summary>The content of a quoted value; <paramref name="at"/> is its first character.</summary>
    public static SqlSource FromValue(string text, SourceSpan at) => new(text, at, isBlock: false);

    /// <summary>The place of a byte offset, as the parser counts.</summary>
    public SourceSpan AtByte(int? offset) => offset is null
        ? _at
        : AtCharacter(Encoding.UTF8.GetCharCount(_utf8, 0, Math.Clamp(offset.Value, 0, _utf8.Length)));

    /// <summary>The place of a character, with the length of the word that starts there.</summary>
    public SourceSpan AtCharacter(int? index)
    {
        if (index is null) return _at;
        var offset = Math.Clamp(index.Value, 0, Text.Length);
        var before = Text.AsSpan(0, offset);
        var line = before.Count('\n');
        var column = offset - (before.LastIndexOf('\n') + 1);
        var length = WordLength(offset);
        return _isBlock
            ? _at with { Line = _at.Line + line, Column = _at.Column + column, Length = length }
            : _at with { Column = _at.Column + offset, Length = length };
    }

    private int WordLength(int offset)
    {
        var end = offset;
        while (end < Text.Length && (char.IsLetterOrDigit(Text[end]) || Text[end] == '_')) end++;
        return Math.Max(1, end - offset);
    }
}
