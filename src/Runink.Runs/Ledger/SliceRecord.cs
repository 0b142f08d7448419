using Runink.Pipelines.Types;

namespace Runink.Runs.Ledger;

/// <summary>
/// The slices of a stage as the ledger keeps them, under <c>slices/RUN/STAGE/N</c>. Every new attempt rewrites the record, so
/// that a commit which compares it belongs to the newest.
/// </summary>
public sealed record SliceRecord : ILedgerRecord
{
    /// <summary>Version of this format.</summary>
    public const int CurrentVersion = 1;

    private const int KeptAttempts = 20;

    /// <inheritdoc/>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The run.</summary>
    public required string Run { get; init; }

    /// <summary>The stage.</summary>
    public required string Stage { get; init; }

    /// <summary>Number within the stage, from 0.</summary>
    public required int Number { get; init; }

    /// <summary>The newest twenty attempts, oldest first.</summary>
    public required EquatableList<SliceAttempt> Attempts { get; init; }

    /// <summary>The record with one more attempt.</summary>
    public SliceRecord With(SliceAttempt attempt) => this with { Attempts = [.. Attempts.TakeLast(KeptAttempts - 1), attempt] };

    /// <summary>The record with the outcome of its newest attempt.</summary>
    public SliceRecord Ended(DateTimeOffset time, string outcome) =>
        this with { Attempts = [.. Attempts.SkipLast(1), Attempts[^1] with { Ended = time, Outcome = outcome }] };
}

/// <summary>One try at a slice.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Started">When it began.</param>
/// <param name="Log">Its log, relative to the project root.</param>
/// <param name="Ended">When it ended; null while it runs, or when its coordinator died.</param>
/// <param name="Outcome">How it ended, for people.</param>
public sealed record SliceAttempt(
    int Number, DateTimeOffset Started, string Log, DateTimeOffset? Ended = null, string? Outcome = null);
