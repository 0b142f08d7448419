using Runink.Pipelines.Diagnostics;

namespace Runink.Runs.Ledger;

/// <summary>Why a stage failed, was interrupted or was skipped.</summary>
/// <param name="Code">Code of the error catalogue.</param>
/// <param name="Message">What happened, for people.</param>
/// <param name="Hint">How to mend it.</param>
/// <param name="ExitCode">Exit code that the command should end with.</param>
public sealed record StageFailure(string Code, string Message, string? Hint, int ExitCode)
{
    /// <summary>The failure that a diagnostic describes.</summary>
    public static StageFailure From(Diagnostic diagnostic, int exitCode) =>
        new(diagnostic.Definition.Code, diagnostic.Message, diagnostic.Hint, exitCode);

    /// <summary>The failure that an exception describes.</summary>
    public static StageFailure From(RuninkException failure) => From(failure.Diagnostic, failure.ExitCode);
}
