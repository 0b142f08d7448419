namespace Runink.Pipelines.Diagnostics;

/// <summary>
/// An expected failure that ends a command: bad input, a missing thing, work that failed. Carries the diagnostic to
/// print and the exit code of semantics section 10. Anything else that escapes is a bug of Runink.
/// </summary>
public sealed class RuninkException(Diagnostic diagnostic, int exitCode, Exception? inner = null)
    : Exception(diagnostic.Message, inner)
{
    /// <summary>What to tell the person.</summary>
    public Diagnostic Diagnostic { get; } = diagnostic;

    /// <summary>One of <see cref="ExitCodes"/>.</summary>
    public int ExitCode { get; } = exitCode;
}
