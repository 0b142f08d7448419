using System.Collections.Immutable;

namespace Runink.Raft;

/// <summary>The heartbeats, or the answers to them, of many groups between two nodes, to be sent as one.</summary>
/// <param name="From">Who sends.</param>
/// <param name="To">To whom.</param>
/// <param name="Messages">One or more messages of different groups, all between these two.</param>
public sealed record HeartbeatBundle(NodeId From, NodeId To, ImmutableArray<Message> Messages);
