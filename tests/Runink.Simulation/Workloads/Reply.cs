namespace Runink.Simulation;

/// <summary>What the state machine answers.</summary>
/// <param name="Status">Whether it took effect.</param>
/// <param name="Value">The register's value, or 1 for yes and 0 for no.</param>
/// <param name="List">The list that was read. It shares the memory of the state machine, which never changes what it has once written.</param>
public readonly record struct Reply(ReplyStatus Status, long Value = 0, ReadOnlyMemory<long> List = default)
{
    /// <summary>Yes or no.</summary>
    public static Reply Of(bool answer) => new(ReplyStatus.Done, answer ? 1 : 0);

    public override string ToString() => Status != ReplyStatus.Done ? Status.ToString().ToLowerInvariant()
        : List.IsEmpty ? $"{Value}"
        : $"[{string.Join(' ', List.ToArray())}]";
}
