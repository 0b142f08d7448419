using System.Text.Json.Serialization;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning;

/// <summary>
/// One scenario, planned: a typed DAG from sources to sinks, engine-neutral, with everything a slice needs but the
/// values of a run. Immutable and serialisable (<see cref="PlanJson"/>); described in docs/internals/formats.md.
/// </summary>
public sealed record ScenarioPlan
{
    /// <summary>Version of this format.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Version that this plan was written in.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>Scenario name.</summary>
    public required string Name { get; init; }

    /// <summary>Feature file, relative to the project root.</summary>
    public required string Feature { get; init; }

    /// <summary>Where the scenario stands.</summary>
    public required SourceSpan At { get; init; }

    /// <summary>Operators in topological order.</summary>
    public required EquatableList<PlanNode> Nodes { get; init; }

    /// <summary>Datasets written.</summary>
    public required EquatableList<SinkPlan> Sinks { get; init; }

    /// <summary>Where failing records go, or null when nothing can fail.</summary>
    public DeadLetterPlan? DeadLetters { get; init; }

    /// <summary>Checks over whole flows.</summary>
    public EquatableList<CheckPlan> Checks { get; init; } = [];

    /// <summary>What the slice may use, from tags.</summary>
    public Resources Resources { get; init; } = new();

    /// <summary>
    /// SHA-256 over relative paths, contract hashes, step-catalogue and format versions and the plan itself; not over
    /// parameters, absolute paths, times or glob results (semantics section 9).
    /// </summary>
    public string Hash { get; init; } = "";

    /// <summary>Whether the project's masking key is needed.</summary>
    public bool NeedsMaskingKey => Nodes.OfType<MaskNode>()
        .Any(node => node.Masks.Any(mask => mask.Method is MaskMethod.Hash or MaskMethod.Tokenize));
}

/// <summary>A contract that a plan is bound to, pinned by content.</summary>
/// <param name="Id">The contract's <c>id</c>.</param>
/// <param name="Version">Its <c>version</c>.</param>
/// <param name="File">Its file, relative to the project root.</param>
/// <param name="Object">The schema object that is enforced.</param>
/// <param name="Hash">SHA-256 of the file, hex.</param>
public sealed record ContractRef(string Id, string Version, string File, string Object, string Hash);

/// <summary>Limits of a slice, from <c>@cpu @memory @timeout @retries</c>.</summary>
public sealed record Resources
{
    /// <summary>Cores; null takes what the machine has.</summary>
    public double? Cpu { get; init; }

    /// <summary>Bytes that the whole process may use; null takes half the machine.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Seconds before the slice is stopped; null is no limit.</summary>
    public long? TimeoutSeconds { get; init; }

    /// <summary>How the stage is cut into processes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public SliceIsolation Isolation { get; init; }

    /// <summary>Further attempts after a failure that is not the data's fault.</summary>
    public int Retries { get; init; }
}

/// <summary>How a stage is cut into slices.</summary>
public enum SliceIsolation
{
    /// <summary>Only where it must be: around programs.</summary>
    Fused,

    /// <summary>Every step is a slice of its own, from <c>@isolate</c>.</summary>
    Steps,

    /// <summary>The same, and only where the machine isolates in full, from <c>@isolate:strict</c>.</summary>
    Strict,
}
