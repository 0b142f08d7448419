namespace Runink.Raft;

/// <summary>Make entries durable in the log.</summary>
/// <param name="Id">Names the write.</param>
/// <param name="Entries">Consecutive entries; may be empty when only truncation is asked.</param>
/// <param name="TruncateFrom">
/// Everything at and after this index leaves the log first; null keeps what is there, and entries that already exist are
/// replaced in place.
/// </param>
public sealed record Append(WriteId Id, IReadOnlyList<Entry> Entries, LogIndex? TruncateFrom) : Write(Id)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"write {Id} append" + (TruncateFrom is { } from ? $" truncate={from}" : "") + $" [{string.Join(", ", Entries)}]";
}
