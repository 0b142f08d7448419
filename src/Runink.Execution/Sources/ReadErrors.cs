using Runink.Pipelines.Diagnostics;

namespace Runink.Execution.Sources;

/// <summary>Errors that end a read. What is wrong with one record only is a <see cref="RecordProblems"/>.</summary>
public static class ReadErrors
{
    /// <summary>The file cannot be opened or read.</summary>
    public static readonly ErrorDefinition Unreadable = new(
        "R5201", "a source file cannot be read",
        "The operating system refused to open or read the file.",
        "check that the file exists and that the user who runs the pipeline may read it");

    /// <summary>The file is not what it was.</summary>
    public static readonly ErrorDefinition Changed = new(
        "R5202", "a source file changed",
        "A run works on inputs that are pinned by size and modification time. A file that changes under it would give a "
        + "result that belongs to neither the old nor the new content.",
        "wait until the file is complete, then start a new run; let producers write aside and rename");

    /// <summary>UTF-16 text.</summary>
    public static readonly ErrorDefinition Encoding = new(
        "R5203", "a source file is not UTF-8",
        "The file begins with the byte order mark of UTF-16. Text formats are read as UTF-8.",
        "convert it: iconv -f UTF-16 -t UTF-8");

    /// <summary>CR alone as line end.</summary>
    public static readonly ErrorDefinition LineEnds = new(
        "R5204", "lines end with CR alone",
        "The file begins with carriage returns but no line feed, as old Macintosh files do. Records end with LF or CRLF.",
        "convert it: tr '\\r' '\\n'");

    /// <summary>A quote without end.</summary>
    public static readonly ErrorDefinition UnterminatedQuote = new(
        "R5205", "a quote is never closed",
        "A quoted csv field runs to the end of the file, so everything after its quote would be one value.",
        "close the quote, or double it if it is part of the text: \"\"");

    /// <summary>A json value without end.</summary>
    public static readonly ErrorDefinition BrokenJson = new(
        "R5206", "a json file is broken",
        "Brackets or strings do not match, or the file ends too early, so it cannot be told where its records end.",
        "check that the file was written completely; jqlang's jq names the place");

    /// <summary>A record over the limit.</summary>
    public static readonly ErrorDefinition RecordTooLong = new(
        "R5207", "a record is too long",
        "A record must fit into memory together with the work on it, so its length is bounded.",
        "check for a missing closing quote or line end near that place");

    /// <summary>A delimiter that cannot work.</summary>
    public static readonly ErrorDefinition Delimiter = new(
        "R5208", "a csv delimiter cannot be used",
        "The delimiter must be one ASCII character that is neither a quote nor a line end.",
        "use a comma, semicolon, tab, bar or another ASCII character");

    /// <summary>All of them, for the reference page.</summary>
    public static IReadOnlyList<ErrorDefinition> All { get; } =
        [Unreadable, Changed, Encoding, LineEnds, UnterminatedQuote, BrokenJson, RecordTooLong, Delimiter];

    internal static RuninkException At(ErrorDefinition definition, SourceFile file, long? line, string message)
    {
        var at = line is { } known ? new SourceSpan(file.Name, (int)Math.Min(known, int.MaxValue)) : null;
        return new RuninkException(definition.Error(message, at), ExitCodes.BadInput);
    }

    internal static RuninkException TooLong(SourceFile file, long record, long line, int limit, string? cause = null) =>
        At(RecordTooLong, file, line,
            $"{file.Name}: record {record}, which begins on line {line}, is longer than {limit} bytes{cause}");
}
