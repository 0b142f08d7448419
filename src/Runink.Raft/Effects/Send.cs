namespace Runink.Raft;

/// <summary>Hand the message to the network. It may be lost, delayed, doubled or overtaken.</summary>
/// <param name="Message">What to send; its receiver is inside.</param>
public sealed record Send(Message Message) : Effect
{
    /// <inheritdoc/>
    public override string ToString() => $"send {Message}";
}
