namespace Runink.Execution.Sources;

/// <summary>What is wrong with the form of a record. Such a record is delivered all the same, to become a dead letter.</summary>
[Flags]
public enum RecordProblems : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Fewer fields than the file has columns; the missing ones are null.</summary>
    TooFewFields = 1,

    /// <summary>More fields than the file has columns; the surplus is left out.</summary>
    TooManyFields = 2,

    /// <summary>Text between the closing quote of a field and its end; it is kept as part of the value.</summary>
    TextAfterQuote = 4,

    /// <summary>Bytes that are not UTF-8; each is delivered as U+FFFD.</summary>
    InvalidUtf8 = 8,

    /// <summary>A JSON value that does not begin with <c>{</c>.</summary>
    NotAnObject = 16,
}
