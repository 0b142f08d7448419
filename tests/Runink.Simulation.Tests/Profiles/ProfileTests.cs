namespace Runink.Simulation.Tests;

public sealed class ProfileTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. ProfileCatalog.All.Select(profile => profile.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_profile_finds_nothing_wrong_with_the_core(string name)
    {
        var spec = new EpisodeSpec(TestSeed.Start(output).Next(), ProfileCatalog.Find(name)!, 15_000);
        output.WriteLine(spec.ToArguments());
        var result = Episode.Run(spec, null);
        Assert.Null(result.Violation);
        Assert.True(result.Tally.Steps >= 15_000);
        Assert.True(result.Tally.Commits > 0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_seed_draws_the_same_plan(string name)
    {
        var profile = ProfileCatalog.Find(name)!;
        for (ulong seed = 0; seed < 20; seed++)
            Assert.Equal(Words(profile.Draw(seed, 100, null)), Words(profile.Draw(seed, 100, null)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_plan_that_is_drawn_makes_sense(string name)
    {
        for (ulong seed = 0; seed < 200; seed++)
        {
            var plan = ProfileCatalog.Find(name)!.Draw(seed, 100, null);
            plan.Raft.Validate();
            Assert.InRange(plan.Nodes, 1, 7);
            Assert.True(plan.Witnesses < (plan.Nodes / 2) + 1);
            Assert.True(plan.MaxFilling + Command.EncodedSize > 0 && plan.Clients <= StateMachine.MaxClients);
        }
    }

    [Fact]
    public void Another_number_of_nodes_leaves_the_rest_of_a_plan_as_it_was()
    {
        var profile = ProfileCatalog.Find("network")!;
        for (ulong seed = 0; seed < 20; seed++)
            Assert.Equal(Words(profile.Draw(seed, 100, 3)), Words(profile.Draw(seed, 100, 5) with { Nodes = 3 }));
    }

    [Fact]
    public void The_swarm_draws_every_kind_of_fault_and_never_all_of_them()
    {
        var seen = new HashSet<FaultKind>();
        for (ulong seed = 0; seed < 200; seed++)
        {
            var active = ProfileCatalog.Mixed.Draw(seed, 100, null).Faults.Active.ToList();
            seen.UnionWith(active);
            Assert.True(active.Count < Enum.GetValues<FaultKind>().Length);
        }

        Assert.Equal(Enum.GetValues<FaultKind>().Length, seen.Count);
    }

    [Fact]
    public void Clocks_that_jump_never_meet_leases()
    {
        var jumps = FaultRates.None.With(FaultKind.ClockJump, 20_000_000);
        var plan = ProfileCatalog.Find("leases")!.Draw(3, 4_000, 3) with { Faults = jumps };
        Assert.True(plan.Raft.LeaseNanoseconds > 0);
        Assert.Empty(new Episode(plan, FaultSelection.All).Run().Faults);
    }

    private static string Words(EpisodePlan plan) =>
        plan with { Faults = FaultRates.None } + string.Join(' ', Enum.GetValues<FaultKind>().Select(kind => plan.Faults[kind]));
}
