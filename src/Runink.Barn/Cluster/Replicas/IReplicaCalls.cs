namespace Runink.Barn;

/// <summary>Asks other members what they hold. Thread-safe.</summary>
internal interface IReplicaCalls
{
    /// <summary>What a member holds; null when it does not answer, is busy with such a question, or does not know it.</summary>
    /// <param name="member">Who.</param>
    /// <param name="group">Of which group.</param>
    /// <param name="revision">At which revision its keys are hashed.</param>
    /// <param name="stop">Gives up.</param>
    ValueTask<ReplicaState?> AskAsync(ulong member, BarnGroup group, long revision, CancellationToken stop);
}
