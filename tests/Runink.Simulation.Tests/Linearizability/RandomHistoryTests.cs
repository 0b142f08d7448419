namespace Runink.Simulation.Tests;

public sealed class RandomHistoryTests(ITestOutputHelper output)
{
    private readonly LinearizabilityChecker _checker = new();

    public static TheoryData<ObjectKind> Kinds => [ObjectKind.Register, ObjectKind.CasRegister, ObjectKind.List, ObjectKind.Set];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_history_of_an_atomic_object_is_accepted(ObjectKind kind)
    {
        var chance = TestSeed.Start(output);
        for (var round = 0; round < 300; round++)
        {
            var source = new HistorySource(kind, chance, clients: 1 + chance.Below(8), values: 1 + chance.Below(300));
            var history = source.Make(count: chance.Below(120), abandonPartsPerMillion: chance.Pick(0, 20_000, 200_000));
            Assert.Equal(new Verdict.Linearizable(), _checker.Check(kind, history));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_history_with_one_wrong_answer_is_judged_as_by_trying_every_order(ObjectKind kind)
    {
        var chance = TestSeed.Start(output);
        var refused = 0;
        for (var round = 0; round < 3000; round++)
        {
            var source = new HistorySource(kind, chance, clients: 1 + chance.Below(4), values: 1 + chance.Below(5));
            var history = source.Make(count: 2 + chance.Below(6), abandonPartsPerMillion: chance.Pick(0, 150_000));
            var at = chance.Below(history.Count);
            Change(history, at, chance);
            refused += Compare(kind, history) ? 0 : 1;
        }

        // The test is worth something only if many of the changed answers were impossible.
        Assert.InRange(refused, 400, 2999);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_history_made_up_of_random_answers_is_judged_as_by_trying_every_order(ObjectKind kind)
    {
        var chance = TestSeed.Start(output);
        var refused = 0;
        for (var round = 0; round < 3000; round++)
        {
            var source = new HistorySource(kind, chance, clients: 4, values: 2);
            var history = source.Make(count: 2 + chance.Below(5), abandonPartsPerMillion: 150_000);
            for (var i = 0; i < history.Count; i++)
                if (chance.Coin()) Change(history, i, chance);
            refused += Compare(kind, history) ? 0 : 1;
        }

        Assert.InRange(refused, 400, 2999);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_long_history_takes_few_steps(ObjectKind kind)
    {
        var chance = TestSeed.Start(output);
        var source = new HistorySource(kind, chance, clients: 5, values: 1_000_000);
        var history = source.Make(count: 5000, abandonPartsPerMillion: 2000);
        Assert.Equal(new Verdict.Linearizable(), new LinearizabilityChecker(maxSteps: 200_000).Check(kind, history));
    }

    private bool Compare(ObjectKind kind, List<Operation> history)
    {
        var expected = NaiveChecker.IsLinearizable(kind, history);
        var verdict = _checker.Check(kind, history);
        Assert.True(
            expected ? verdict is Verdict.Linearizable : verdict is Verdict.NotLinearizable,
            $"every order says {expected}, the checker {verdict}:\n{string.Join('\n', history)}");
        return expected;
    }

    private static void Change(List<Operation> history, int at, Prng chance)
    {
        var operation = history[at];
        if (!operation.IsOpen) operation.Answer(OtherReply(history, operation, chance), operation.Return);
    }

    private static Reply OtherReply(List<Operation> history, Operation operation, Prng chance)
    {
        var command = operation.Command;
        if (command.Kind != CommandKind.Read) return Reply.Of(operation.Reply.Value == 0);
        if (command.Target.Kind != ObjectKind.List) return operation.Reply with { Value = chance.Below(5) };
        var list = operation.Reply.List.ToArray();
        long[] other = chance.Below(5) switch
        {
            0 => [.. list.SkipLast(1)],
            1 => [.. list.Skip(1)],
            2 => [.. list.Reverse()],
            3 => [.. list, history[chance.Below(history.Count)].Command.Argument],
            _ => [.. list, .. list],
        };
        return operation.Reply with { List = other };
    }
}
