namespace Runink.Pipelines.Diagnostics;

/// <summary>How much a <see cref="Diagnostic"/> stops.</summary>
public enum DiagnosticSeverity
{
    /// <summary>Reported; the work goes on.</summary>
    Warning,

    /// <summary>Nothing is planned or run.</summary>
    Error,
}

/// <summary>One finding about something a person wrote: what, where, why, and how to mend it. Immutable.</summary>
/// <param name="Definition">The kind of problem.</param>
/// <param name="Severity">Whether it stops the work.</param>
/// <param name="Message">What is wrong here, naming the things involved.</param>
/// <param name="At">Where, or null when the problem has no place in a file.</param>
/// <param name="Hint">How to mend it.</param>
/// <param name="Notes">Further lines: nearest definitions, a stub to copy, the path that data took.</param>
public sealed record Diagnostic(
    ErrorDefinition Definition,
    DiagnosticSeverity Severity,
    string Message,
    SourceSpan? At,
    string? Hint,
    IReadOnlyList<string> Notes)
{
    /// <summary>Whether this stops the work.</summary>
    public bool IsError => Severity == DiagnosticSeverity.Error;
}
