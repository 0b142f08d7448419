using Runink.Cli.Output;
using Runink.Pipelines.Projects;
using Runink.Runs.Coordination;
using Runink.Runs.Files;
using Runink.Runs.Ledger;
using Runink.Runs.Publishing;
using Runink.Store.Journal;

namespace Runink.Cli.Projects;

/// <summary>A project whose journal is open and in order. One per command.</summary>
internal sealed class ProjectSession : IAsyncDisposable
{
    private readonly JournalStore _store;

    private ProjectSession(Project project, JournalStore store)
    {
        Project = project;
        _store = store;
        Ledger = new RunLedger(store);
    }

    /// <summary>The project.</summary>
    public Project Project { get; }

    /// <summary>Its runs.</summary>
    public RunLedger Ledger { get; }

    /// <summary>Opens the journal, makes it where there is none, and finishes what processes that died have left.</summary>
    public static async Task<ProjectSession> OpenAsync(Project project, Terminal terminal, CancellationToken cancellation)
    {
        terminal.SourceRoot = project.Root;
        Prepare(project);
        var store = await JournalStore.OpenAsync(Path.Combine(project.StatePath, "journal"), cancellationToken: cancellation);
        var session = new ProjectSession(project, store);
        try
        {
            var recovery = new Recovery(project, session.Ledger, TimeProvider.System, new DiskFiles());
            if (!store.IsReadOnly) Tell(await recovery.RunAsync(cancellation), terminal);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Opens the project of the current directory to look at its runs; none were made yet is an error with exit code 3.
    /// </summary>
    public static Task<ProjectSession> OpenHereAsync(Terminal terminal, CancellationToken cancellation)
    {
        var project = Project.Find(Environment.CurrentDirectory);
        return Directory.Exists(Path.Combine(project.StatePath, "journal"))
            ? OpenAsync(project, terminal, cancellation)
            : throw CliErrors.NotFound($"nothing has run in {project.Root} yet",
                "start with 'runi run FEATURE', from inside the project");
    }

    /// <summary>What carries out runs of this project.</summary>
    public RunCoordinator Coordinator(RunIsolation isolation) => new(new RunEnvironment
    {
        Programs = isolation.Programs,
        Project = Project,
        Store = _store,
        Launcher = isolation.Slices,
    });

    /// <summary>The run of that name, or the newest one.</summary>
    public async Task<RunRecord> RunAsync(string? name, CancellationToken cancellation)
    {
        if (name is not null) return (await Ledger.GetAsync(name, cancellation)).Record;
        return await Ledger.ListAsync(cancellation) is [.., var newest]
            ? newest
            : throw CliErrors.NotFound($"nothing has run in {Project.Root} yet", "start with 'runi run FEATURE'");
    }

    /// <summary>The stages of a run, in the order in which they run.</summary>
    public async Task<IReadOnlyList<StageRecord>> StagesAsync(RunRecord run, CancellationToken cancellation)
    {
        var stages = (await Ledger.StagesAsync(run.Id, cancellation))
            .ToDictionary(entry => entry.Record.Id, entry => entry.Record);
        return [.. run.Stages.Select(id => stages[id])];
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _store.DisposeAsync();

    // State never belongs into version control, wherever the project keeps its own .gitignore.
    private static void Prepare(Project project)
    {
        if (Directory.Exists(project.StatePath)) return;
        try
        {
            // Durably: the journal below is no more so than the way to it.
            new DiskFiles().CreateDirectory(project.StatePath);
            File.WriteAllText(Path.Combine(project.StatePath, ".gitignore"), "*\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliErrors.Usage($"cannot write to {project.StatePath}: {e.Message}",
                "runs are recorded there: make it writable for this user");
        }
    }

    private static void Tell(RecoveryReport report, Terminal terminal)
    {
        foreach (var published in report.Published)
            terminal.Error.WriteLine($"finished publishing {published}, which a process had committed before it died");
        foreach (var run in report.Interrupted)
            terminal.Error.WriteLine($"run {run} was interrupted; carry it on with 'runi resume {run}'");
        foreach (var problem in report.Problems) terminal.Error.WriteLine($"{terminal.ErrorPaint.Yellow("warning:")} {problem}");
    }
}
