using System.Text.RegularExpressions;

namespace Runink.Raft.Tests;

/// <summary>A copy of a node has everything and shares nothing; the hash of a node sees all that matters.</summary>
public sealed class StateTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>What is no part of a state, each with the reason.</summary>
    private static readonly (string Path, string Reason)[] NotHashed =
    [
        ("^/Now$", "a reading, not a state: leases keep what they need of it"),
        ("/Out/", "effects are taken before a state is hashed"),
        ("/members/_items/Count", "all but the first are entries of the log"),
        (@"/members/_items\[1\]", "an entry of the log"),
        ("/Writes/_issued", "numbers of writes never repeat: only distances between them matter"),
        ("/Writes/_completed", "likewise"),
        (@"/_writes\[\d\]/id$", "likewise"),
        ("/Installing$", "likewise"),
        ("/Repair$", "likewise"),
        ("/Staging/Write", "likewise"),
        ("/Staging/IsLast", "follows from the snapshot and the offset"),
        (@"/_handedOut\[0\]", "how the bytes under way are split"),
        ("/_handedOut/Count", "likewise"),
        ("/Apply/Bytes$", "follows from what is handed out"),
        ("/Timer/_electionTicks", "an option"),
        ("/Timer/_penalty", "an option"),
        ("/window/maxBytes", "an option"),
        ("/window/maxMessages", "an option"),
        ("/window/Bytes", "the sum of its messages"),
        ("/Lease/_newest/Item1", "whatever releases a lease covers it"),
    ];

    public static TheoryData<string> Names => [.. RichStates.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_copy_is_equal_in_every_value(string name)
    {
        var state = RichStates.All[name]();
        Assert.Equal(StateWalk.Dump(state), StateWalk.Dump(state.Clone()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Changing_a_copy_leaves_the_original_alone(string name)
    {
        var state = RichStates.All[name]();
        List<string> before = [.. StateWalk.Dump(state)];
        foreach (var value in StateWalk.Of(state.Clone()).Reverse()) value.Change();
        Assert.Equal(before, StateWalk.Dump(state));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Changing_anything_changes_the_hash_unless_there_is_a_reason_why_not(string name)
    {
        var state = RichStates.All[name]();
        var hash = HashOf(state);
        List<string> unseen = [];
        foreach (var value in StateWalk.Of(state).ToList())
        {
            value.Change();
            var isSeen = HashOf(state) != hash;
            value.Undo();
            Assert.Equal(hash, HashOf(state));
            if (!isSeen && !NotHashed.Any(exception => IsNamed(value, exception.Path))) unseen.Add(value.Path);
        }

        if (unseen.Count > 0) Assert.Fail($"not in the hash: {string.Join(", ", unseen)}");
    }

    private static bool IsNamed(StateValue value, string pattern) =>
        Regex.IsMatch(value.Path, pattern, RegexOptions.None, Second);

    private static UInt128 HashOf(NodeState state)
    {
        var hasher = new StateHasher();
        state.Hash(ref hasher);
        return hasher.Value;
    }
}
