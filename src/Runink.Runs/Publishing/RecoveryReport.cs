namespace Runink.Runs.Publishing;

/// <summary>What a recovery found and did.</summary>
/// <param name="Published">Stages that were committed and are in place now, as <c>RUN STAGE</c>.</param>
/// <param name="Interrupted">Runs whose process had died; they can be resumed.</param>
/// <param name="Problems">What could not be done yet, for people; the next command tries again.</param>
public sealed record RecoveryReport(
    IReadOnlyList<string> Published, IReadOnlyList<string> Interrupted, IReadOnlyList<string> Problems);
