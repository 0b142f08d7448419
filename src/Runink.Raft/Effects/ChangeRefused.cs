namespace Runink.Raft;

/// <summary>A membership change or a transfer was not begun.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Detail">The reason in words.</param>
public sealed record ChangeRefused(RefusalReason Reason, string Detail) : Effect
{
    /// <inheritdoc/>
    public override string ToString() => $"change refused {Reason}: {Detail}";
}
