using System.Text.Json.Nodes;

namespace Runink.Cli.Tests.EndToEnd.Servers;

/// <summary>Copies of groups and what bounds them, by the commands that an operator has, on real processes.</summary>
public sealed class GroupSnapshotTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task All_groups_are_saved_to_a_directory_and_restored_from_it()
    {
        var saved = _directory.File("saved");
        using (var server = await RuniServer.StartAsync(_directory.File("data")))
        {
            foreach (var name in new[] { "red", "green", "gone" }) Add(server, name);
            Assert.Equal(0, server.Ask("kv", "put", "colour", "none").ExitCode);
            var all = server.Ask("cluster", "snapshot", "save", saved, "--all");
            Assert.StartsWith($"saved 4 groups to {saved}", all.Output, StringComparison.Ordinal);
            Assert.Equal(3, server.Ask("cluster", "snapshot", "save", saved, "--all").ExitCode);
            Assert.Equal(0, server.Ask("kv", "put", "colour", "later", "--group", "red").ExitCode);
        }

        File.Delete(Path.Combine(saved, "gone.snapshot"));
        File.Copy(Path.Combine(saved, "red.snapshot"), Path.Combine(saved, "later.snapshot"));
        var target = _directory.File("restored");
        var restored = Runi.Run("cluster", "snapshot", "restore", saved, "--data-dir", target);
        Assert.Equal($"restored revision 2 to {target}, and the groups red, green\n", restored.Output);
        Assert.Contains("nothing of them was saved: the group gone", restored.Error, StringComparison.Ordinal);
        Assert.Contains("came after sys was saved: the group later", restored.Error, StringComparison.Ordinal);
        Assert.Equal(0, Runi.Run("cluster", "check", target).ExitCode);
        using var again = await RuniServer.StartAsync(target);
        Assert.Equal("none", again.Ask("kv", "get", "colour", "--value-only").Output.Trim());
        foreach (var name in new[] { "red", "green" })
        {
            Assert.Equal(name, again.Ask("kv", "get", "colour", "--group", name, "--value-only").Output.Trim());
            Assert.Equal(0, again.Ask("kv", "put", "colour", "white", "--group", name).ExitCode);
        }

        Assert.Equal(3, again.Ask("kv", "get", "colour", "--group", "gone").ExitCode);
        Add(again, "gone");
    }

    [Fact]
    public async Task One_group_is_saved_and_who_saves_the_platform_alone_is_told_what_is_not_in_it()
    {
        var (red, platform) = (_directory.File("red"), _directory.File("platform"));
        using (var server = await RuniServer.StartAsync(_directory.File("data")))
        {
            Add(server, "red");
            Assert.Equal(0, server.Ask("cluster", "snapshot", "save", red, "--group", "red").ExitCode);
            Assert.Contains("not in it: the group red", server.Ask("cluster", "snapshot", "save", platform).Error, StringComparison.Ordinal);
            Assert.Equal(3, server.Ask("cluster", "snapshot", "save", _directory.File("none"), "--group", "none").ExitCode);
            Assert.Equal(2, server.Ask("cluster", "snapshot", "save", _directory.File("none"), "--group", "red", "--all").ExitCode);
        }

        // A saved group can be looked at as a Barn of its own.
        var target = _directory.File("restored");
        Assert.Equal(0, Runi.Run("cluster", "snapshot", "restore", red, "--data-dir", target).ExitCode);
        using var restored = await RuniServer.StartAsync(target);
        Assert.Equal("red", restored.Ask("kv", "get", "colour", "--value-only").Output.Trim());
        Assert.Contains("all members hold the same", restored.Ask("cluster", "verify").Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_saved_is_for_its_owner_alone_whatever_was_left_there()
    {
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var (one, all) = (_directory.File("one"), _directory.File("all"));
        using var server = await RuniServer.StartAsync(_directory.File("data"));
        File.SetUnixFileMode(_directory.Write("one.part", "of one that was stopped"), Owner | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        Assert.Equal(0, server.Ask("cluster", "snapshot", "save", one).ExitCode);
        Assert.Equal(0, server.Ask("cluster", "snapshot", "save", all, "--all").ExitCode);
        Assert.Equal(Owner, File.GetUnixFileMode(one));
        Assert.Equal(Owner | UnixFileMode.UserExecute, File.GetUnixFileMode(all));
        Assert.Equal(Owner, File.GetUnixFileMode(Path.Combine(all, "sys.snapshot")));
    }

    [Fact]
    public async Task A_group_over_its_quota_refuses_puts_and_shows_in_the_alarms()
    {
        using var server = await RuniServer.StartAsync(_directory.File("data"));
        Add(server, "free");
        Assert.Equal(0, server.Ask("cluster", "groups", "add", "small", "--quota", "20000").ExitCode);
        Assert.Equal(2, server.Ask("cluster", "groups", "add", "none", "--quota", "0").ExitCode);
        var groups = JsonNode.Parse(server.Ask("cluster", "groups", "list", "-o", "json").Output)!.AsArray();
        Assert.Equal(20000, (long)groups.Single(group => (string)group!["name"]! == "small")!["quotaBytes"]!);
        for (var i = 0; i < 3; i++) server.Ask("kv", "put", "k", new string('x', 10_000), "--group", "small");
        Wait.Until(() => server.Ask("cluster", "alarms", "list").Output.Contains("NOSPACE", StringComparison.Ordinal));
        Assert.Equal(4, server.Ask("kv", "put", "k", "1", "--group", "small").ExitCode);
        Assert.Equal(0, server.Ask("kv", "put", "k", "1", "--group", "free").ExitCode);
        var alarm = Assert.Single(JsonNode.Parse(server.Ask("cluster", "alarms", "list", "-o", "json").Output)!.AsArray());
        Assert.Equal(("small", "NOSPACE"), ((string)alarm!["group"]!, (string)alarm["alarm"]!));
        Assert.Contains("disarmed NOSPACE", server.Ask("cluster", "alarms", "disarm", "nospace", "--group", "small").Output, StringComparison.Ordinal);
        Assert.Contains("no such alarm", server.Ask("cluster", "alarms", "disarm", "corrupt").Output, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private static void Add(RuniServer server, string group)
    {
        Assert.Equal(0, server.Ask("cluster", "groups", "add", group).ExitCode);
        Assert.Equal(0, server.Ask("kv", "put", "colour", group, "--group", group).ExitCode);
    }
}
