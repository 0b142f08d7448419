namespace Runink.Pipelines.Diagnostics;

/// <summary>
/// One kind of problem that Runink reports, with a code that never changes its meaning. The reference page
/// <c>docs/reference/errors.md</c> is generated from these.
/// </summary>
/// <param name="Code">
/// Stable code: R1xxx features, R2xxx contracts, R3xxx planning, R4xxx SQL, R5xxx runs and data, R6xxx project, keys and
/// commands.
/// </param>
/// <param name="Title">What is wrong, in a few words.</param>
/// <param name="Explanation">Why it is refused, in a paragraph.</param>
/// <param name="Fix">What to do about it.</param>
public sealed record ErrorDefinition(string Code, string Title, string Explanation, string Fix)
{
    /// <summary>An error of this kind.</summary>
    public Diagnostic Error(string message, SourceSpan? at, string? hint = null, params string[] notes) =>
        new(this, DiagnosticSeverity.Error, message, at, hint ?? Fix, notes);

    /// <summary>A warning of this kind: reported, but it stops nothing.</summary>
    public Diagnostic Warning(string message, SourceSpan? at, string? hint = null, params string[] notes) =>
        new(this, DiagnosticSeverity.Warning, message, at, hint ?? Fix, notes);
}
