using System.Diagnostics;
using Runink.Pipelines.Diagnostics;
using Runink.Runs.Ledger;
using Runink.Runs.Tests.Slice;
using Runink.Store.Journal;

namespace Runink.Runs.Tests.Publishing;

/// <summary>Disks that are full and disks that are others; a small tmpfs is both. Needs the right to mount.</summary>
public sealed class FilesystemTests
{
    [Theory]
    [InlineData("")]
    [InlineData("silver")]
    public async Task A_dataset_on_another_filesystem_is_staged_there_and_nothing_stays(string below)
    {
        await using var project = new TestProject();
        using var disk = SmallDisk.Mount(project.PathOf("disk"));
        project.Behave(new Script { Misdeed = Misdeed.Hang, UntilAttempt = 1, AfterWriting = true });
        var sink = Path.Combine("disk", below).TrimEnd('/');
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestProject.Cancellation);
        var running = new Runink.Runs.Coordination.RunCoordinator(project.Environment)
            .RunAsync(Scenarios.Request(Scenarios.Copy(to: sink)), project.Observer, stop.Token);
        await TestProject.UntilAsync(() => File.Exists(project.PathOf("hanging")));
        var staging = Assert.Single(Directory.EnumerateDirectories(disk.Path, ".runink-staging-*"));
        Assert.Equal([staging], (await StageAsync(project)).OutsideStaging);
        await stop.CancelAsync();
        var stopped = await running;
        Assert.Empty(Directory.EnumerateDirectories(disk.Path, ".runink-staging-*"));

        var result = await project.ResumeHereAsync(stopped.Run.Id, Scenarios.Copy(to: sink));
        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        Assert.Equal(4, project.Read(sink).Count);
        Assert.Empty(project.Litter());
    }

    [Fact]
    public async Task A_full_disk_under_the_sink_fails_the_stage_and_keeps_the_old_data()
    {
        await using var project = new TestProject();
        using var disk = SmallDisk.Mount(project.PathOf("disk"));
        var environment = project.Environment with { Launcher = new InProcessLauncher() };
        await project.RunAsync(Scenarios.Request(Scenarios.Copy(to: "disk/silver")), environment);
        var old = project.Read("disk/silver");
        project.Write("data/in.csv", string.Concat(Enumerable.Range(0, 100_000).Select(row => $"EU,{row}\n")));
        var result = await project.RunAsync(Scenarios.Request(Scenarios.Copy(to: "disk/silver")), environment);

        Assert.Equal(ExitCodes.WorkFailed, result.ExitCode);
        Assert.Contains("No space left", result.Failure!.Message, StringComparison.Ordinal);
        Assert.Equal(old, project.Read("disk/silver"));
        Assert.Empty(project.Litter());
        await project.RecoverAsync();
        Assert.Single(project.Glob("disk/silver"));
    }

    [Fact]
    public async Task A_project_on_a_full_disk_ends_with_a_clear_error_and_is_whole_once_there_is_room()
    {
        await using var outer = new TestProject();
        using var disk = SmallDisk.Mount(outer.PathOf("disk"));
        var random = Seed.Draw();
        for (var round = 0; round < 6; round++)
        {
            var root = Path.Combine(disk.Path, $"project-{round}");
            await using var store = await JournalStore.OpenAsync(
                Path.Combine(root, ".runink/journal"), cancellationToken: TestProject.Cancellation);
            await using var project = new TestProject(store, root);
            var environment = project.Environment with { Launcher = new InProcessLauncher() };
            await project.RunAsync(Scenarios.Request(Scenarios.Copy()), environment);
            var old = project.Read("out/silver");
            project.Write("data/in.csv", "EU,9\n");
            using (disk.Fill(leave: random.Next(0, 12) * 4096))
            {
                try
                {
                    await project.RunAsync(Scenarios.Request(Scenarios.Copy()), environment);
                }
                catch (RuninkException failure)
                {
                    Assert.Contains("space", failure.Message, StringComparison.OrdinalIgnoreCase);
                }
            }

            Assert.Empty((await project.RecoverAsync()).Problems);
            Assert.Empty(project.Litter());
            var runs = await project.Ledger.ListAsync(TestProject.Cancellation);
            Assert.Equal(runs.Count(run => run.State == RunState.Succeeded) == 2 ? ["EU,9"] : old, project.Read("out/silver"));
            Assert.Single(project.Glob("out/silver"));
        }
    }

    [Fact]
    public async Task An_allowed_directory_outside_is_locked_beside_the_dataset()
    {
        await using var outside = new TestProject();
        await using var project = new TestProject();
        project.Write("runink.yaml", $"name: test\nallow:\n  - {outside.Root}\n");
        var sink = Path.Combine(outside.Root, "shared");
        var result = await project.RunHereAsync(Scenarios.Copy(to: sink));

        Assert.Equal(ExitCodes.Ok, result.ExitCode);
        Assert.Equal(4, project.Read(sink).Count);
        Assert.True(File.Exists(Path.Combine(outside.Root, ".runink-shared.lock")));
    }

    private static async Task<StageRecord> StageAsync(TestProject project)
    {
        var run = Assert.Single(await project.Ledger.ListAsync(TestProject.Cancellation));
        return Assert.Single(await project.Ledger.StagesAsync(run.Id, TestProject.Cancellation)).Record;
    }

    /// <summary>A tmpfs of half a megabyte.</summary>
    private sealed class SmallDisk : IDisposable
    {
        private SmallDisk(string path) => Path = path;

        public string Path { get; }

        public static SmallDisk Mount(string path)
        {
            Directory.CreateDirectory(path);
            if (Run("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", path) != 0) Assert.Skip("needs the right to mount");
            return new(path);
        }

        /// <summary>Fills the disk but for some bytes, until disposed.</summary>
        public IDisposable Fill(int leave) => new Ballast(System.IO.Path.Combine(Path, "ballast"), leave);

        public void Dispose() => Assert.Equal(0, Run("umount", "-l", Path));

        private static int Run(string program, params string[] arguments)
        {
            var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            process.WaitForExit();
            return process.ExitCode;
        }

        private sealed class Ballast : IDisposable
        {
            private readonly string _file;

            public Ballast(string file, int leave)
            {
                _file = file;
                using var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
                try
                {
                    while (true) stream.Write(new byte[4096]);
                }
                catch (IOException)
                {
                    stream.SetLength(Math.Max(0, stream.Length - leave));
                }
            }

            public void Dispose() => File.Delete(_file);
        }
    }
}
