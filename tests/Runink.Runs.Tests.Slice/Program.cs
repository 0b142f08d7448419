using System.Runtime.InteropServices;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Projects;
using Runink.Pipelines.Slices;
using Runink.Runs.Coordination;
using Runink.Runs.Ledger;
using Runink.Runs.Publishing;
using Runink.Runs.Tests.Slice;
using Runink.Store.Journal;

return args[0] switch
{
    "slice" => Slice(),
    "run" => await CoordinateAsync(args[1], resume: false),
    "resume" => await CoordinateAsync(args[1], resume: true),
    _ => 2,
};

static int Slice()
{
    while (true)
    {
        Console.WriteLine(PlanJson.Write<SliceEvent>(new SliceReady(FakeSlice.ResidentBytes)));
        if (Console.In.ReadLine() is not { } line) return 0;
        var assignment = PlanJson.Read<SliceAssignment>(line);
        var code = Work(assignment);
        if (code != 0 || !(assignment.Stay || FakeSlice.StaysUnasked)) return code;
    }
}

static int Work(SliceAssignment assignment)
{
    var script = Script.Read(assignment.ProjectRoot);
    using var deaf = script.Misdeed == Misdeed.IgnoreStop
        ? PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = true)
        : null;
    if (script.Misdeed != Misdeed.IgnoreStop && !assignment.Stay)
    {
        // The lifeline: when the coordinator is gone, so is the slice.
        var lifeline = new Thread(() =>
        {
            if (Console.In.Read() < 0) Environment.Exit(130);
        })
        { IsBackground = true };
        lifeline.Start();
    }

    return new FakeSlice(assignment, script, Console.Out).Run();
}

// A coordinator to kill: recovers the project, then runs two stages of which the second reads what the first wrote.
static async Task<int> CoordinateAsync(string root, bool resume)
{
    var project = Project.Find(root);
    await using var store = await JournalStore.OpenAsync(Path.Combine(project.StatePath, "journal"));
    var ledger = new RunLedger(store);
    var environment = new RunEnvironment
    {
        Project = project,
        Store = store,
        Launcher = new ProcessSliceLauncher(Environment.ProcessPath!, ["slice"]),
        Programs = new PlainProgramLauncher(RuniProgram.Current()),
    };
    await new Recovery(project, ledger, TimeProvider.System, environment.Files).RunAsync();
    var request = Scenarios.Request(
        Scenarios.Copy(), Scenarios.Copy(from: "out/silver", to: "out/gold.csv", letters: null, name: "Gold"));
    var coordinator = new RunCoordinator(environment);
    var last = await ledger.ListAsync() is [.., var newest] ? newest : null;
    var result = resume && last is not null
        ? await coordinator.ResumeAsync(last.Id, request, new Silent())
        : await coordinator.RunAsync(request, new Silent());
    return result.ExitCode;
}
