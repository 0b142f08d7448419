using Runink.Pipelines.Slices;
using Runink.Pipelines.Types;
using Runink.Runs.Ledger;

namespace Runink.Runs.Coordination;

/// <summary>How one try at a slice ended.</summary>
internal abstract record SliceOutcome
{
    /// <summary>The work is done and waits in staging.</summary>
    public sealed record Finished(SliceFinished Result) : SliceOutcome
    {
        /// <summary>What each slice used, when there were several.</summary>
        public EquatableList<SliceUsage>? Slices { get; init; }

        /// <summary>What a program did on the network, when it may.</summary>
        public NetworkUsage? Network { get; init; }
    }

    /// <summary>It is not; another try may help, or not.</summary>
    public sealed record Failed(StageFailure Failure, bool Retryable) : SliceOutcome
    {
        /// <summary>Whether another slice of the stage is to blame.</summary>
        public bool LostPeer { get; init; }
    }

    /// <summary>A person stopped it.</summary>
    public sealed record Stopped : SliceOutcome;
}
