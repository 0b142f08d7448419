using System.Text.Json;

namespace Runink.Cli.Tests.Commands;

public sealed class CheckCommandTests
{
    [Theory]
    [InlineData("trades")]
    [InlineData("orders")]
    public void The_examples_have_no_mistakes(string example)
    {
        var outcome = Runi.RunIn(Path.Combine(Repository.Root, "examples", example), "check", "features");

        Assert.Equal("", outcome.Error);
        Assert.Equal(0, outcome.ExitCode);
        Assert.StartsWith("ok: 1 feature, ", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_is_shown_in_its_line_also_from_another_directory()
    {
        using var directory = new TemporaryDirectory();
        Assert.Equal(0, Runi.RunIn(directory.Path, "init", "shop").ExitCode);
        var feature = directory.File("shop/features/orders.feature");
        File.WriteAllText(feature, File.ReadAllText(feature).Replace("is validated against", "gets validated against", StringComparison.Ordinal));

        var outcome = Runi.RunIn(directory.Path, "check", "shop/features/orders.feature");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Empty(outcome.Output);
        Assert.Contains("error[R1003]", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("--> features/orders.feature:10:", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("When each record of orders gets validated against the contract", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("1 error, 0 warnings", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Machines_get_the_mistakes_as_data()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("runink.yaml", "");
        directory.Write("a.feature", "Feature: x\n  Scenario: y\n    Given nothing of the kind\n");

        var outcome = Runi.RunIn(directory.Path, "check", "a.feature", "-o", "json");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Empty(outcome.Error);
        var first = JsonDocument.Parse(outcome.Output).RootElement.GetProperty("diagnostics")[0];
        Assert.Equal("R1003", first.GetProperty("code").GetString());
        Assert.Equal(3, first.GetProperty("line").GetInt32());
    }

    [Fact]
    public void A_feature_that_does_not_exist_is_named_with_what_lies_beside_it()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("orders.feature", "");

        var outcome = Runi.RunIn(directory.Path, "check", "order.feature");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("did you mean \"orders.feature\"?", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_parameter_must_have_a_name_and_a_value()
    {
        var outcome = Runi.RunIn(Path.Combine(Repository.Root, "examples/orders"), "check", "features", "--param", "day");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("--param day is not of the form NAME=VALUE", outcome.Error, StringComparison.Ordinal);
    }
}
