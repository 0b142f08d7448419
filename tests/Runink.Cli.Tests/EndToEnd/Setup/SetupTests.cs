namespace Runink.Cli.Tests.EndToEnd.Setup;

public sealed class SetupTests
{
    private const string WithoutBubblewrap = "rm -f /usr/bin/bwrap; ";
    private const string NotThereStill = "; code=$?; [ ! -e /usr/bin/bwrap ] || exit 99; exit $code";
    private const string Install = "apt-get install -y --no-install-recommends bubblewrap";

    [Fact]
    public void The_first_command_on_a_machine_without_bubblewrap_or_lists_of_packages_says_what_it_installs_and_does_everything()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/apt-get"), "this needs apt-get");

        var demo = FreshMachine.Run("""
            dpkg --force-depends -r bubblewrap >&2
            [ ! -e /usr/bin/bwrap ] || exit 98
            apt-get install -y --download-only bubblewrap >&2 && rm -rf /var/lib/apt/lists/* || exit 77
            "$1" demo --rows 1000 && [ -x /usr/bin/bwrap ]
            """);

        Assert.True(demo.ExitCode == 0, demo.Error);
        Assert.Contains("1,000 in, ", demo.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("bubblewrap", demo.Output, StringComparison.Ordinal);
        var announced = demo.Error.IndexOf($"installing Debian's package as root: {Install}", StringComparison.Ordinal);
        Assert.InRange(announced, 0, demo.Error.IndexOf("Setting up bubblewrap", StringComparison.Ordinal));
        Assert.InRange(announced, 0, demo.Error.IndexOf("made the project", StringComparison.Ordinal));
    }

    [Fact]
    public void Who_is_not_root_is_told_what_to_type_and_gets_nothing_installed()
    {
        var demo = FreshMachine.Run(
            WithoutBubblewrap + "setpriv --reuid 65534 --regid 65534 --clear-groups \"$1\" demo --rows 1000" + NotThereStill);

        Assert.Equal(1, demo.ExitCode);
        Assert.Contains($"sudo {Install}", demo.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("made the project", demo.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_system_without_apt_is_told_the_name_of_the_package()
    {
        var setup = FreshMachine.Run(WithoutBubblewrap + "rm -f /usr/bin/apt-get; \"$1\" setup" + NotThereStill);

        Assert.Equal(1, setup.ExitCode);
        Assert.Contains("install your system's package bubblewrap", setup.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_never_installs_anything()
    {
        var run = FreshMachine.Run(WithoutBubblewrap + """
            mkdir data features steps
            echo 'name: fresh' > runink.yaml
            printf 'id\n1\n' > data/orders.csv
            printf '#!/bin/sh\ncat\n' > steps/step
            cat > features/orders.feature <<'END'
            Feature: Orders
              Scenario: Passed on
                Given a table "orders" from "csv://data/orders.csv"
                  | option  | value    |
                  | columns | id int64 |
                When orders are transformed by the program "steps/step" as passed
                  | column | type  |
                  | id     | int64 |
                Then passed goes to "csv://out/passed.csv"
                But records that fail go to the dead-letter queue "jsonl://out/dlq"
            END
            "$1" run features
            """ + NotThereStill);

        Assert.True(run.ExitCode == 1, run.Error);
        Assert.Contains("R5026", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("installing", run.Error, StringComparison.Ordinal);
    }
}
