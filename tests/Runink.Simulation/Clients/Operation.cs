namespace Runink.Simulation;

/// <summary>One call of a client, from when it was made until its answer came, if ever.</summary>
/// <param name="command">What was asked.</param>
/// <param name="call">The step in which it was asked.</param>
public sealed class Operation(Command command, long call)
{
    /// <summary>
    /// The return of a call whose outcome nobody knows: it may take effect at any time from its call on, or never.
    /// </summary>
    public const long Open = long.MaxValue;

    public Command Command => command;

    /// <summary>The step of the call.</summary>
    public long Call => call;

    /// <summary>The step of the answer, or <see cref="Open"/>.</summary>
    public long Return { get; private set; } = Open;

    public bool IsOpen => Return == Open;

    /// <summary>The answer, if there is one.</summary>
    public Reply Reply { get; private set; }

    public void Answer(Reply reply, long step) => (Reply, Return) = (reply, step);

    public override string ToString() =>
        $"client {command.Client} #{command.Sequence} {command} [{call}, {(IsOpen ? "open" : $"{Return}] = {Reply}")}";
}
