namespace Runink.Barn;

/// <summary>What a restored directory holds.</summary>
/// <param name="Revision">The revision of the platform's group.</param>
/// <param name="Groups">The other groups in it.</param>
/// <param name="Missing">Groups that the saved state names and of which nothing was saved: they are no more.</param>
/// <param name="Ignored">Groups that were saved and that the state does not name: they came after it.</param>
public sealed record RestoreReport(
    long Revision, IReadOnlyList<string> Groups, IReadOnlyList<string> Missing, IReadOnlyList<string> Ignored);
