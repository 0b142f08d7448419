using System.Globalization;
using Runink.Isolation.Sandbox;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Projects;
using Runink.Pipelines.Slices;
using Runink.Pipelines.Types;

namespace Runink.Runs.Coordination;

/// <summary>
/// What a slice in a sandbox sees of the machine: its inputs, its ends of the pipes, directories to write into. Nothing else of the
/// project, not even its listing.
/// </summary>
/// <param name="Files">What it sees.</param>
/// <param name="Assignment">Its assignment, with the paths by which it finds that.</param>
internal sealed record SliceView(SandboxFiles Files, SliceAssignment Assignment)
{
    private const string Project = SandboxFiles.Root + "/project";
    private const string Outside = SandboxFiles.Root + "/outside";
    private const string Staging = SandboxFiles.Root + "/staging";
    private const string Spill = SandboxFiles.Root + "/spill";
    private const string Edges = SandboxFiles.Root + "/edges";

    /// <summary>The view for an assignment in terms of the machine.</summary>
    /// <exception cref="RuninkException">An input leads where the project may not read (R5005): links changed since it was pinned.</exception>
    public static SliceView Of(SliceAssignment outer, Project project)
    {
        var inner = outer with
        {
            ProjectRoot = Project,
            OutsideRoot = Outside,
            Staging = [.. outer.Staging.Select(target => target with { Directory = Name(target) })],
            SpillDirectory = Spill,
            Walls = WallsOf(outer),
            Share = outer.Share is { } share ? share with { Inputs = Inside(share.Inputs), Outputs = Inside(share.Outputs) } : null,
        };
        var inputs = outer.Inputs.DistinctBy(input => inner.PathOf(input), StringComparer.Ordinal)
            .Select(input => new SandboxMount(Real(input, project), inner.PathOf(input)));
        var edges = Ends(outer).Zip(Ends(inner), (from, to) => new SandboxMount(Real(from.Path), to.Path));
        var staging = outer.Staging.Zip(inner.Staging, (from, to) => new SandboxMount(Real(from.Directory), to.Directory));
        var files = new SandboxFiles
        {
            Readable = [.. inputs, .. edges],
            Writable = [.. staging, new SandboxMount(Real(outer.SpillDirectory), Spill)],
        };
        return new(files, inner);
    }

    // Text and edges are opened by the slice itself, Parquet by its engine, which keeps what it has read by the file's name: the next work may have another file there.
    private static EquatableList<string>? WallsOf(SliceAssignment work) => work.Plan.Nodes.OfType<SourceNode>()
        .Any(source => source.Dataset.Format == "parquet" && (work.Share?.Nodes.Contains(source.Id) ?? true)) ? null : [Staging, Spill];

    // Judged again: the project's owner could have put a link there since, and who runs this may read more than he may.
    private static string Real(PinnedInput input, Project project)
    {
        var resolution = project.ResolveRead(input.Path);
        return resolution.Absolute ?? throw new RuninkException(
            RunErrors.PathRefused.Error($"'{input.Path}' may not be read: {resolution.Refusal}", at: null), ExitCodes.BadInput);
    }

    private static string Real(string path) => RealPath.Resolve(path) ?? throw new IOException($"the links of '{path}' go round in a circle");

    private static IEnumerable<EdgeEnd> Ends(SliceAssignment assignment) =>
        assignment.Share is { } share ? share.Inputs.Concat(share.Outputs) : [];

    private static EquatableList<EdgeEnd> Inside(EquatableList<EdgeEnd> ends) =>
        [.. ends.Select(end => end with { Path = $"{Edges}/{Path.GetFileName(end.Path)}" })];

    private static string Name(StagingTarget target) => target.Sink == StagingTarget.DeadLetters
        ? $"{Staging}/letters"
        : $"{Staging}/{target.Sink.ToString(CultureInfo.InvariantCulture)}";
}
