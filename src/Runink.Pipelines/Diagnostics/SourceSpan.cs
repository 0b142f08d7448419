namespace Runink.Pipelines.Diagnostics;

/// <summary>A place in a file that a person wrote. Lines and columns count from 1; a length of 0 marks a point.</summary>
/// <param name="File">Path relative to the project root, with forward slashes.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column in UTF-16 code units, from 1, as editors count.</param>
/// <param name="Length">UTF-16 code units to underline on that line.</param>
public sealed record SourceSpan(string File, int Line, int Column = 1, int Length = 0)
{
    /// <summary>A part of this span: <paramref name="offset"/> code units after its start, on the same line.</summary>
    public SourceSpan Within(int offset, int length) => this with { Column = Column + offset, Length = length };

    /// <summary>Renders as <c>file:line:column</c>, which editors and terminals turn into a link.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}";
}
