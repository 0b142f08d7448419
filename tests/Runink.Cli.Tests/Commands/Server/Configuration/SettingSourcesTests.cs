namespace Runink.Cli.Tests.Commands.Server.Configuration;

public sealed class SettingSourcesTests
{
    [Fact]
    public void A_flag_outweighs_a_variable_and_a_variable_the_file()
    {
        Assert.Equal("flag", Given.File("name: file").And("ETCD_NAME", "etcd").And("RUNINK_NAME", "own").AndFlag("name", "flag").Accepted().Server.Name);
        Assert.Equal("own", Given.File("name: file").And("ETCD_NAME", "etcd").And("RUNINK_NAME", "own").Accepted().Server.Name);
        Assert.Equal("etcd", Given.File("name: file").And("ETCD_NAME", "etcd").Accepted().Server.Name);
        Assert.Equal("file", Given.File("name: file").Accepted().Server.Name);
    }

    [Fact]
    public void An_empty_variable_says_nothing() =>
        Assert.Equal("default", Given.Flags().And("ETCD_NAME", "").Accepted().Server.Name);

    [Fact]
    public void The_file_may_be_named_by_a_variable()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("elsewhere.yaml", "name: from-there");
        Assert.Equal("from-there", Given.Flags().And("ETCD_CONFIG_FILE", file).Accepted().Server.Name);
    }

    [Fact]
    public void A_file_in_the_form_of_etcd_is_read()
    {
        var server = Given.File("""
            # as etcd's sample has it
            name: 'n1'
            data-dir:
            snapshot-count: 5000
            heartbeat-interval: 50
            listen-client-urls: http://127.0.0.1:1234,http://[::1]:1234
            advertise-client-urls: [http://127.0.0.1:1234]
            client-transport-security:
              cert-file:
              client-cert-auth: false
            peer-transport-security:
            strict-reconfig-check: false
            enable-v2: false
            """).AndFlag("name", "n1").Accepted();

        Assert.Equal(5000, server.Server.SnapshotEntries);
        Assert.Equal(50, server.Server.HeartbeatInterval.TotalMilliseconds);
        Assert.Equal(["http://127.0.0.1:1234", "http://[::1]:1234"], server.Server.ListenClients.Select(address => address.ToString()));
        Assert.EndsWith("n1.barn", server.Server.DataDirectory, StringComparison.Ordinal);
        Assert.Equal(["strict-reconfig-check does nothing here: changes that would cost the majority are always refused"], server.Warnings);
    }

    [Theory]
    [InlineData("name: a\nelection-timeout: @x", 2, "R6103")]
    [InlineData("- name", 1, "R6103")]
    [InlineData("name: a\nname: b", 2, "R6103")]
    [InlineData("name: a\n\nnmae: b", 3, "R6104")]
    [InlineData("name: a\nheartbeat-interval: soon", 2, "R6101")]
    [InlineData("name: a\nsnapshot-count: {a: 1}", 2, "R6101")]
    [InlineData("name: a\nclient-transport-security:\n  cert-fil: x", 3, "R6104")]
    [InlineData("name: a\nclient-transport-security: x", 2, "R6101")]
    [InlineData("cert-file: a\nkey-file: b\nclient-transport-security:\n  cert-file: c", 4, "R6101")]
    [InlineData("name: a\nauto-tls: true", 2, "R6105")]
    [InlineData("name: a\nwal-dir: /elsewhere", 2, "R6105")]
    public void What_is_wrong_in_a_file_is_named_with_its_line(string yaml, int line, string code)
    {
        var error = Given.File(yaml).AllRefused()[0];
        Assert.Equal((line, code), (error.At!.Line, error.Definition.Code));
    }

    [Fact]
    public void A_misspelt_setting_is_guessed() =>
        Assert.Contains("data-dir", Given.File("data-dri: x").Refused().Hint, StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_not_there_is_refused() =>
        Assert.Equal("R6103", Given.Flags().And("RUNINK_CONFIG_FILE", "/nowhere/barn.yaml").Refused().Definition.Code);

    [Fact]
    public void An_error_names_the_flag_or_the_variable_that_counted()
    {
        Assert.StartsWith("--max-txn-ops 'many'", Given.Flags(("max-txn-ops", "many")).Refused().Message, StringComparison.Ordinal);
        Assert.StartsWith("ETCD_MAX_TXN_OPS 'many'", Given.Flags().And("ETCD_MAX_TXN_OPS", "many").Refused().Message, StringComparison.Ordinal);
    }
}
