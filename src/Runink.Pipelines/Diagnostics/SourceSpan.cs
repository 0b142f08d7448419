namespace Runink.Pipelines.Diagnostics;

/// <summary>A place in a file that a person wrote. Lines and columns count from 1; a length of 0 marks a point.</summary>
/// <param name="File">Path relative to the project root, with forward slashes.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column in characters, from 1.</param>
/// <param name="Length">Characters to underline on that line.</param>
public sealed record SourceSpan(string File, int Line, int Column = 1, int Length = 0)
{
    /// <summary>Renders as <c>file:line:column</c>, which editors and terminals turn into a link.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}";
}
