using System.Diagnostics;
using Runink.Raft;

namespace Runink.Barn.Tests;

public sealed class DirectoryRecoveryTests
{
    [Fact]
    public async Task The_directory_of_another_user_is_left_to_that_user()
    {
        var own = Directory.CreateTempSubdirectory("runink-").FullName;
        try
        {
            // Root can give a directory away; for anybody else that of root is another's.
            if (Environment.IsPrivilegedProcess) await Process.Start("chown", ["1", own]).WaitForExitAsync(TestContext.Current.CancellationToken);
            var others = Environment.IsPrivilegedProcess ? own : "/";
            var refused = Assert.Throws<UnusableDirectoryException>(() => DirectoryRecovery.Examine(others, TimeProvider.System));
            Assert.Contains("sudo -u", refused.Message, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFileSystemEntries(own));
        }
        finally
        {
            Directory.Delete(own);
        }
    }

    [Fact]
    public void Whatever_step_a_recovery_is_cut_short_after_the_next_command_finishes_or_undoes_it()
    {
        using var folder = new TemporaryFolder();
        var survivor = MakeSurvivor(folder);
        List<string> cuts = [];
        string newCluster;
        using (var recovery = DirectoryRecovery.Examine(survivor, TimeProvider.System))
        {
            newCluster = recovery.Record.Cluster;
            recovery.Stepped = () => cuts.Add(Copy(Path.Combine(folder.Path, "now"), Path.Combine(folder.Path, $"cut{cuts.Count}")));
            recovery.Run();
        }

        Assert.Equal(3, cuts.Count);
        cuts.AddRange(CutWhileFilling(cuts[0]));
        for (var i = 0; i < cuts.Count; i++)
        {
            var isTaken = i is 1 or 2;
            var directory = Path.Combine(cuts[i], "data");
            using (DataDirectory.Take(directory))
            {
                // As a server does when it starts.
            }

            var names = Directory.GetDirectories(cuts[i]).Select(Path.GetFileName).Order(StringComparer.Ordinal);
            string[] wanted = isTaken ? ["data", "data.aaaa"] : ["data"];
            Assert.Equal(wanted, names);
            Assert.Equal(isTaken ? newCluster : "aaaa", ClusterOf(directory));
            if (isTaken) Assert.Equal("aaaa", ClusterOf($"{directory}.aaaa"));
            else RecoverAgain(directory);
        }
    }

    [Fact]
    public void A_recovery_that_is_under_way_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        var survivor = MakeSurvivor(folder);
        using var recovery = DirectoryRecovery.Examine(survivor, TimeProvider.System);
        recovery.Stepped = () =>
        {
            var isOld = ClusterOf(survivor) == "aaaa";
            if (isOld) Assert.Throws<DirectoryInUseException>(() => DirectoryRecovery.Examine(survivor, TimeProvider.System));
            else Assert.Throws<UnusableDirectoryException>(() => DirectoryRecovery.Examine(survivor, TimeProvider.System));
        };
        Assert.Equal("aaaa", ClusterOf(recovery.Run()));
    }

    /// <summary>The directory of a member of three, which nobody holds.</summary>
    private static string MakeSurvivor(TemporaryFolder folder)
    {
        var directory = Path.Combine(Directory.CreateDirectory(Path.Combine(folder.Path, "now")).FullName, "data");
        var machine = new KvMachine();
        machine.Apply(new LogIndex(1), new KvEnvelope(0, 0, 0, new PutCommand("k"u8.ToArray(), "v"u8.ToArray())));
        machine.Publish();
        using var content = new StatePhotograph(machine);
        KvMember[] members = [.. ((ulong[])[1, 2, 3]).Select(id => new KvMember(id, $"m{id}", [$"http://127.0.0.1:{id}"], []))];
        var position = new LogPosition(new LogIndex(1), new Term(1));
        NewDirectory.Fill(directory, [new(NodeCore.System, content, position)], new ClusterFormation(new MemberIdentity(0xaaaa, 1), members, Joins: false));
        return directory;
    }

    /// <summary>What a crash before the first step leaves: less and less of the new directory.</summary>
    private static List<string> CutWhileFilling(string filled)
    {
        List<string> cuts = [];
        foreach (var gone in (string[])["snap", "wal", IdentityFile.Name, MembersFile.Name])
        {
            var cut = Copy(cuts.Count == 0 ? filled : cuts[^1], $"{filled}-without-{gone}");
            var path = Path.Combine(Directory.GetDirectories(cut, "data.recovering-*").Single(), gone);
            if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
            else File.Delete(path);
            cuts.Add(cut);
        }

        return cuts;
    }

    private static void RecoverAgain(string directory)
    {
        using var again = DirectoryRecovery.Examine(directory, TimeProvider.System);
        Assert.Equal($"{directory}.aaaa", again.Run());
        Assert.Equal(again.Record.Cluster, ClusterOf(directory));
    }

    private static string ClusterOf(string directory) =>
        File.ReadAllText(Path.Combine(directory, IdentityFile.Name)).Split(' ')[2].TrimStart('0');

    private static string Copy(string from, string to)
    {
        // The lock says nothing, and cannot be read while it is held.
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "lock"))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return to;
    }
}
