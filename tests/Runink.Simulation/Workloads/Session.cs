namespace Runink.Simulation;

/// <summary>The last command of a client that took effect, so that it takes effect once (Raft thesis, section 6.3).</summary>
/// <param name="Sequence">Which command; zero for none.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Value">Its result.</param>
internal readonly record struct Session(long Sequence, ReplyStatus Status, long Value)
{
    public Reply Reply => new(Status, Value);

    public ulong HashFor(int client) => Sequence == 0 ? 0
        : Mixer.Mix(Mixer.Mix(Mixer.Mix((ulong)(uint)client) ^ (ulong)Sequence) ^ ((ulong)Status << 56) ^ (ulong)Value);
}
