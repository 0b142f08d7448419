namespace Runink.Simulation.Tests;

public sealed class WorkloadTests(ITestOutputHelper output)
{
    private readonly WorkloadOptions _options = new() { Slots = 3, OperationsPerObject = 50 };

    [Fact]
    public void The_same_seed_asks_for_the_same()
    {
        var (one, other) = (new Workload(_options, new Prng(7)), new Workload(_options, new Prng(7)));
        for (var i = 0; i < 500; i++) Assert.Equal(one.Next(i % 4), other.Next(i % 4));
    }

    [Fact]
    public void Every_value_is_used_once()
    {
        var commands = Ask(2000).Where(c => c.Kind is CommandKind.Write or CommandKind.CompareAndSwap or CommandKind.Append).ToList();
        Assert.NotEmpty(commands);
        Assert.Distinct(commands.Select(c => c.Argument));
    }

    [Fact]
    public void Every_kind_of_command_is_asked_for_and_can_be_encoded()
    {
        var commands = Ask(2000);
        Assert.Equal(Enum.GetValues<CommandKind>(), commands.Select(c => c.Kind).Distinct().Order());
        Assert.All(commands, c => Assert.Equal(c, Command.Decode(c.Encode())));
    }

    [Fact]
    public void The_sequence_of_a_client_grows_by_one()
    {
        foreach (var client in Ask(200).GroupBy(c => c.Client))
            Assert.Equal(Enumerable.Range(1, client.Count()).Select(i => (long)i), client.Select(c => c.Sequence));
    }

    [Fact]
    public void An_object_has_so_many_operations_and_then_the_next_generation_takes_its_slot()
    {
        var workload = new Workload(_options, TestSeed.Start(output));
        var commands = Enumerable.Range(0, 3000).Select(i => workload.Next(i % 4)).ToList();
        foreach (var target in commands.GroupBy(c => c.Target))
        {
            Assert.Equal(workload.IsOver(target.Key), commands.Exists(c => c.Target.Place == target.Key.Place && c.Target.Generation > target.Key.Generation));
            if (workload.IsOver(target.Key)) Assert.Equal(50, target.Count());
        }

        Assert.Contains(commands, c => c.Target.Generation > 2);
    }

    [Fact]
    public void A_swap_mostly_expects_what_was_seen_last()
    {
        var workload = new Workload(_options with { Kinds = [ObjectKind.CasRegister], Slots = 1, OperationsPerObject = 10_000 }, new Prng(3));
        workload.Learn(new Command(0, 1, CommandKind.Read, new ObjectId(ObjectKind.CasRegister, 0, 0)), new Reply(ReplyStatus.Done, 500));
        var swaps = Enumerable.Range(0, 1000).Select(_ => workload.Next(0)).Where(c => c.Kind == CommandKind.CompareAndSwap).ToList();
        Assert.InRange(swaps.Count(c => c.Expected == 500), swaps.Count / 2, swaps.Count - 1);
        Assert.All(swaps, c => Assert.InRange(c.Expected, 481, 500));
    }

    [Fact]
    public void What_is_learnt_of_an_earlier_generation_is_not_expected_of_the_next()
    {
        var workload = new Workload(_options with { Kinds = [ObjectKind.CasRegister], Slots = 1 }, new Prng(3));
        Command command;
        do command = workload.Next(0);
        while (command.Target.Generation == 0);
        workload.Learn(command with { Kind = CommandKind.Read, Target = command.Target with { Generation = 0 } }, new Reply(ReplyStatus.Done, 500));
        Assert.All(Enumerable.Range(0, 40).Select(_ => workload.Next(0)), c => Assert.Equal(0, c.Expected));
    }

    private List<Command> Ask(int count)
    {
        var workload = new Workload(_options, TestSeed.Start(output));
        return [.. Enumerable.Range(0, count).Select(i => workload.Next(i % 4))];
    }
}
