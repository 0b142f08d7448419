namespace Runink.Simulation.Tests;

[Collection(nameof(ConsoleTests))]
public sealed class ProgramTests
{
    [Fact]
    public void A_run_in_which_all_holds_ends_with_its_tally_and_zero()
    {
        var (code, output, _) = Run("--seed", "5", "--steps", "6000", "--profile", "calm", "--nodes", "3");
        Assert.Equal(0, code);
        Assert.Matches(
            @"^steps=\d+ commits=\d+ elections=\d+ crashes=0 snapshots=\d+ configs=0 reads=\d+ checked=\d+ violations=0$",
            output.TrimEnd().Split('\n')[^1].TrimEnd());
    }

    [Fact]
    public void A_wrong_command_line_ends_with_two_and_help()
    {
        var (code, output, errors) = Run("--steps", "none");
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.StartsWith("error: --steps needs a number", errors);
        Assert.Contains("usage:", errors);
    }

    [Fact]
    public void A_fresh_seed_is_printed_first()
    {
        var (code, output, _) = Run("--steps", "5000", "--profile", "calm");
        Assert.Equal(0, code);
        Assert.Matches(@"^seed \d+\r?\n", output);
    }

    [Fact]
    public void The_profiles_are_listed()
    {
        var (code, output, _) = Run("--list-profiles");
        Assert.Equal(0, code);
        Assert.All(ProfileCatalog.All, profile => Assert.Contains(profile.Name, output));
    }

    private static (int Code, string Output, string Errors) Run(params string[] arguments)
    {
        var (output, errors) = (Console.Out, Console.Error);
        var (said, complained) = (new StringWriter(), new StringWriter());
        try
        {
            Console.SetOut(said);
            Console.SetError(complained);
            var code = (int)typeof(Simulator).Assembly.EntryPoint!.Invoke(null, [arguments])!;
            return (code, said.ToString(), complained.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
        }
    }
}
