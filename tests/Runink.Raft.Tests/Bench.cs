using System.Reflection;

namespace Runink.Raft.Tests;

/// <summary>
/// Node 1 alone on a workbench: a test gives it one input at a time and compares everything that it says with the lines expected,
/// in the notation of the traces. Its disk and its state machine finish nothing unless told.
/// </summary>
internal sealed class Bench
{
    private const string Prefix = "1: ";
    private readonly TraceWorld _world = new();
    private IReadOnlyList<string> _said = [];

    /// <summary>
    /// Starts node 1; see <see cref="NodeText"/> for the words, of which <c>members=(1 2 3)</c> goes without saying.
    /// </summary>
    public Bench(string text = "") => Does($"node 1 members=(1 2 3) {text}");

    public RaftNode Node => Machine.Node ?? throw new InvalidOperationException("the node is down");

    /// <summary>What the node knows, for tests that hand it to a single handler.</summary>
    public NodeState State => StateOf(Node);

    public TraceMachine Machine => _world[new NodeId(1)];

    /// <summary>Everything that the last input led to.</summary>
    public IReadOnlyList<string> Said => _said;

    /// <summary>Carries out a command of the traces.</summary>
    public Bench Does(string command)
    {
        _said = [.. _world.Run(command)
            .Select(line => line.StartsWith(Prefix, StringComparison.Ordinal) ? line[Prefix.Length..] : line)];
        return this;
    }

    public Bench Hears(string message) => Does($"inject {message}");

    public Bench Ticks(int count = 1) => Does($"tick 1 {count}");

    public Bench Writes(string count = "all") => Does($"write 1 {count}");

    public Bench Applies() => Does("apply 1 all");

    /// <summary>Exactly this, in this order.</summary>
    public Bench Says(params string[] lines)
    {
        if (!_said.SequenceEqual(lines)) Assert.Fail(TraceDiff.Of(lines, _said));
        return this;
    }

    public Bench SaysNothing() => Says();

    public UInt128 Hash(bool withoutTimers = false)
    {
        var hasher = new StateHasher(null, withoutTimers);
        Node.Hash(ref hasher);
        return hasher.Value;
    }

    public static NodeState StateOf(RaftNode node) =>
        (NodeState)typeof(RaftNode).GetField("_node", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(node)!;

    /// <summary>A rule of the protocol is broken, and the node notices.</summary>
    public static void Breaks(string rule, Action act) => Assert.Equal(rule, Assert.Throws<RaftAssertionException>(act).Message);

    /// <summary>
    /// Makes it the leader of its next term, with the votes of everyone, and its first entry durable and acknowledged by all.
    /// </summary>
    public Bench Leads()
    {
        Does("campaign 1");
        for (var answers = Answers(); answers.Count > 0 || Machine.Disk.PendingCount > 0; answers = Answers())
            foreach (var answer in answers) Does($"inject {answer}");
        if (Machine.Applies.Count > 0) Applies();
        _said = [];
        return this;
    }

    /// <summary>What willing peers answer to the messages on the wire, which are taken off it.</summary>
    private List<Message> Answers()
    {
        if (Machine.Disk.PendingCount > 0) Writes();
        List<Message> answers = [];
        foreach (var message in _world.Wire.Messages.ToList())
        {
            _world.Wire.Remove(message);
            if (Willing(message) is { } answer) answers.Add(answer);
        }

        return answers;
    }

    private static Message? Willing(Message message) => message switch
    {
        PreVoteRequest m => new PreVoteResponse(m.Group, m.To, m.From, m.Term, m.Term.Next, Granted: true),
        VoteRequest m => new VoteGranted(m.Group, m.To, m.From, m.Term),
        AppendRequest m => new AppendAccepted(
            m.Group, m.To, m.From, m.Term, m.Entries.Count > 0 ? m.Entries[^1].Index : m.Previous.Index),
        _ => null,
    };
}
