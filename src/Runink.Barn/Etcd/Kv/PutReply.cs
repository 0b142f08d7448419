namespace Runink.Barn;

/// <summary>The answer to a put.</summary>
/// <param name="Header">The header.</param>
/// <param name="Previous">What the key was before, when asked for.</param>
internal readonly record struct PutReply(ReplyHeader Header, KeyVersion? Previous);
