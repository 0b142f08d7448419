namespace Runink.Raft;

/// <summary>A transfer of leadership under way.</summary>
/// <param name="Target">To whom.</param>
/// <param name="Asked">Whether the target had everything and was asked to stand.</param>
/// <param name="Age">Ticks since it began.</param>
internal sealed record Transfer(NodeId Target, bool Asked = false, int Age = 0);
