using System.Security.Cryptography;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Planning.CSharp;
using Runink.Pipelines.Planning.Slicing;
using Runink.Pipelines.Projects;
using Runink.Pipelines.Slices;
using Runink.Runs.Files;

namespace Runink.Runs.Coordination;

/// <summary>
/// Where the slices of one attempt meet: the pipes between them, private copies of the programs, and a directory for each to work in. All
/// of it lies in the attempt's spill directory and goes with it.
/// </summary>
/// <param name="slices">How the stage is cut.</param>
/// <param name="projectRoot">Absolute path of the project.</param>
/// <param name="directory">A directory that does not exist yet.</param>
/// <param name="attemptLog">The log of the attempt, after which those of its slices are named.</param>
/// <param name="markOf">The file that says which process a slice is.</param>
internal sealed class TeamRoom(StageSlices slices, string projectRoot, string directory, string attemptLog, Func<int, string> markOf)
{
    // For everybody who can reach it, that is nobody but the slice that gets it: the directory is closed.
    private const int Program = 0x16D; // r-xr-xr-x

    /// <summary>Makes the pipes and copies the programs.</summary>
    /// <exception cref="RuninkException">A program is not the one that was planned any more.</exception>
    public void Prepare(ScenarioPlan plan)
    {
        Posix.MakePrivateDirectory(directory);
        foreach (var edge in slices.Edges) Posix.MakePipe(PipeOf(edge));
        foreach (var slice in slices.Slices)
        {
            Directory.CreateDirectory(WorkOf(slice));
            if (slice.Kind == SliceKind.Program) Copy(StepOf(slice, plan), CopyOf(slice));
        }
    }

    /// <summary>The log of a slice.</summary>
    public string LogOf(int slice) => StatePaths.LogOfSlice(attemptLog, slice);

    /// <summary>The file that says which process a slice is.</summary>
    public string MarkOf(int slice) => markOf(slice);

    /// <summary>How a program is to be started.</summary>
    public ProgramStart ProgramOf(PlannedSlice slice, SliceAssignment whole) => new()
    {
        Run = whole.Run,
        Slice = $"{whole.Stage}-{whole.Attempt}-{slice.Index}",
        Executable = CopyOf(slice),
        IsCSharp = StepOf(slice, whole.Plan).Method is not null,
        Input = PipeOf(slices.Edges.Single(edge => edge.To == slice.Index)),
        Output = PipeOf(slices.Edges.Single(edge => edge.From == slice.Index)),
        WorkDirectory = WorkOf(slice),
        Endpoints = ((ProgramNode)whole.Plan.Nodes[slice.Nodes[0]]).Endpoints ?? [],
        EgressSocket = Path.Combine(directory, $"egress-{slice.Index}"),
        MemoryBytes = whole.Plan.Resources.MemoryBytes,
        Cpus = whole.Plan.Resources.Cpu,
        Strict = whole.Plan.Resources.Isolation == SliceIsolation.Strict,
    };

    /// <summary>The pipe between two slices.</summary>
    public string PipeOf(SliceEdge edge) => Path.Combine(directory, $"edge-{edge.Node}-{edge.From}-{edge.To}");

    /// <summary>The assignment of an engine slice: what others read and write is not in it, dead letters apart. The time of the stage is the team's to watch.</summary>
    public SliceAssignment ShareOf(PlannedSlice slice, SliceAssignment whole) => whole with
    {
        Inputs = [.. whole.Inputs.Where(input => slice.Nodes.Contains(input.Node))],
        Staging = [.. whole.Staging.Where(target => target.Sink == StagingTarget.DeadLetters || Writes(slice, whole.Plan, target.Sink))],
        MemoryBytes = whole.Plan.Resources.MemoryBytes ?? whole.MemoryBytes / slices.Slices.Count,
        SpillDirectory = WorkOf(slice),
        Plan = whole.Plan with { Resources = whole.Plan.Resources with { TimeoutSeconds = null } },
        Share = new SliceShare
        {
            Index = slice.Index,
            Nodes = slice.Nodes,
            Inputs = [.. slices.Edges.Where(edge => edge.To == slice.Index).Select(edge => End(edge, edge.From))],
            Outputs = [.. slices.Edges.Where(edge => edge.From == slice.Index).Select(edge => End(edge, edge.To))],
        },
    };

    private EdgeEnd End(SliceEdge edge, int other) =>
        new(edge.Node, PipeOf(edge), edge.Format) { IsOwnStep = slices.Slices[other].Kind != SliceKind.Engine, Columns = edge.Columns };

    private string CopyOf(PlannedSlice slice) => Path.Combine(directory, $"program-{slice.Index}");

    private string WorkOf(PlannedSlice slice) => Path.Combine(directory, $"work-{slice.Index}");

    private static bool Writes(PlannedSlice slice, ScenarioPlan plan, int sink) =>
        plan.Sinks.Any(planned => planned.Id == sink && slice.Nodes.Contains(planned.Input));

    private static ProgramNode StepOf(PlannedSlice slice, ScenarioPlan plan) => (ProgramNode)plan.Nodes[slice.Nodes[0]];

    private void Copy(ProgramNode step, string copy)
    {
        using var to = new FileStream(Posix.CreateNew(copy, Program), FileAccess.Write);
        if (step.Method is null ? CopyProgram(step, to) : CopyCompiled(step, to)) return;
        throw new RuninkException(
            RunErrors.InputChanged.Error($"{step.Program} changed since the run was planned", step.At), ExitCodes.WorkFailed);
    }

    // The copy is hashed as it is written: what runs is what was planned, whatever happens to the file meanwhile.
    private bool CopyProgram(ProgramNode step, FileStream to)
    {
        using var from = File.OpenRead(Path.Combine(projectRoot, step.Program));
        using var hash = SHA256.Create();
        using var hashed = new CryptoStream(to, hash, CryptoStreamMode.Write);
        from.CopyTo(hashed);
        hashed.FlushFinalBlock();
        return Convert.ToHexStringLower(hash.Hash!) == step.Hash;
    }

    private bool CopyCompiled(ProgramNode step, FileStream to)
    {
        var builder = new CSharpStepBuilder(Path.Combine(projectRoot, Project.StateDirectory));
        if (builder.Find(step, projectRoot) is not { } compiled) return false;
        to.Write(compiled.ToBytes());
        return true;
    }
}
