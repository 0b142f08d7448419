using Runink.Raft;

namespace Runink.Barn;

/// <summary>Messages that came together.</summary>
/// <param name="From">Who sent them.</param>
/// <param name="To">To whom.</param>
/// <param name="Messages">In their order.</param>
/// <param name="Unknown">How many more there were, of kinds that are not known here.</param>
/// <param name="WireBytes">How long the frame was.</param>
internal sealed record IncomingFrame(NodeId From, NodeId To, IReadOnlyList<Message> Messages, int Unknown, long WireBytes);
