namespace Runink.Barn;

/// <summary>A range as it is asked for through the API.</summary>
/// <param name="Query">What is asked.</param>
/// <param name="Serializable">Whether the state of this node will do, even if it is behind.</param>
internal readonly record struct RangeCall(RangeQuery Query, bool Serializable);

/// <summary>The answer to a range.</summary>
/// <param name="Header">The header.</param>
/// <param name="Result">What the range holds.</param>
internal readonly record struct RangeReply(ReplyHeader Header, RangeResult Result);
