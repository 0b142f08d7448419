using Runink.Cli.Projects;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Features;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Planning.CSharp;
using Runink.Pipelines.Projects;
using Runink.Pipelines.Types;

namespace Runink.Cli.Steps;

/// <summary>A step of one's own in a project.</summary>
internal sealed record OwnStep
{
    /// <summary>Its file, relative to the project.</summary>
    public required string File { get; init; }

    /// <summary>What it is written in, as far as its name tells.</summary>
    public required string Language { get; init; }

    /// <summary>The columns that it takes; empty when nobody uses it and its code does not say.</summary>
    public IReadOnlyList<Column> Takes { get; init; } = [];

    /// <summary>The columns that it returns; empty when nobody uses it and its code does not say.</summary>
    public IReadOnlyList<Column> Returns { get; init; } = [];

    /// <summary>How records go to it and come back.</summary>
    public RecordFormat Format { get; init; }

    /// <summary>The network endpoints that it may reach, by the first scenario that uses it.</summary>
    public IReadOnlyList<string> Endpoints { get; init; } = [];

    /// <summary>The scenarios that use it.</summary>
    public IReadOnlyList<string> Scenarios { get; init; } = [];

    /// <summary>Whether it is compiled, rather than started as it is.</summary>
    public bool IsCSharp => Language == "csharp";
}

/// <summary>Finds the steps of a project: those that features use, and those that lie in <c>steps/</c>.</summary>
/// <param name="project">The project.</param>
/// <param name="values">What placeholders of features stand for.</param>
internal sealed class StepInventory(Project project, PlaceholderValues values)
{
    private const string Directory = "steps";
    private const int FilesMax = 1000;

    /// <summary>What is wrong with features and steps; steps that only those use are not known to be used.</summary>
    public List<Diagnostic> Diagnostics { get; } = [];

    /// <summary>All of them, by file.</summary>
    public IReadOnlyList<OwnStep> Find()
    {
        var uses = Uses().GroupBy(use => use.Step.Program).ToDictionary(group => group.Key, Used);
        var unused = Files().Where(file => !uses.ContainsKey(file)).Select(Unused);
        return [.. uses.Values.Concat(unused).OrderBy(step => step.File, StringComparer.Ordinal)];
    }

    /// <summary>The step of a file; one that nobody uses knows only what its code says.</summary>
    public OwnStep Find(string file)
    {
        var uses = Uses().Where(use => use.Step.Program == file).GroupBy(use => use.Step.Program).FirstOrDefault();
        return uses is null ? Unused(file) : Used(uses);
    }

    private IEnumerable<(ScenarioPlan Plan, ProgramNode Step)> Uses()
    {
        var features = System.IO.Directory.EnumerateFiles(project.Root, "*.feature", SearchOption.AllDirectories)
            .Where(file => !file.StartsWith(project.StatePath, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        if (features.Count == 0) return [];
        var loaded = LoadedFeatures.Load(features, project.Root, values);
        Diagnostics.AddRange(loaded.Diagnostics.Where(found => found.IsError));
        return loaded.Plan.Scenarios.SelectMany(plan => plan.Nodes.OfType<ProgramNode>().Select(node => (plan, node)));
    }

    private IEnumerable<string> Files()
    {
        var directory = Path.Combine(project.Root, Directory);
        if (!System.IO.Directory.Exists(directory)) return [];
        return System.IO.Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Take(FilesMax)
            .Select(file => Path.GetRelativePath(project.Root, file).Replace('\\', '/'));
    }

    private static OwnStep Used(IGrouping<string, (ScenarioPlan Plan, ProgramNode Step)> uses)
    {
        var (plan, step) = uses.First();
        var flow = plan.Nodes[step.Inputs[0]].Columns;
        return new OwnStep
        {
            File = uses.Key,
            Language = LanguageOf(uses.Key),
            Takes = step.Reads is { } reads ? [.. reads.Select(name => flow.First(column => column.Name == name))] : flow,
            Returns = step.Columns,
            Format = step.Format,
            Endpoints = step.Endpoints ?? [],
            Scenarios = [.. uses.Select(use => use.Plan.Name).Distinct()],
        };
    }

    private OwnStep Unused(string path)
    {
        var step = new OwnStep { File = path, Language = LanguageOf(path) };
        if (!step.IsCSharp) return step;
        List<Diagnostic> found = [];
        var file = CSharpFile.Read(project, path, null, found);
        var shape = file is null ? null : new CSharpStepBuilder(project.StatePath).Build(file, found)?.Shape;
        Diagnostics.AddRange(found.Where(one => one.IsError));
        return shape is null ? step : step with { Takes = Columns(shape.Inputs), Returns = Columns(shape.Outputs), Format = RecordFormat.Arrow };
    }

    private static List<Column> Columns(EquatableList<StepProperty> properties) =>
        [.. properties.Select(property => new Column(property.Column, property.Type))];

    private static string LanguageOf(string file) =>
        StepTemplate.All.FirstOrDefault(template => file.EndsWith(template.Ending, StringComparison.OrdinalIgnoreCase))?.Language ?? "program";
}
