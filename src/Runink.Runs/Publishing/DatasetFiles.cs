using Runink.Pipelines.Planning;
using Runink.Runs.Ledger;

namespace Runink.Runs.Publishing;

/// <summary>The files that a reader of a dataset reads: all of one committed state, or whatever a glob finds.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="Manifest">The committed state, or null for files that no run wrote.</param>
/// <param name="Files">Paths relative to the project root, or absolute in an allowed directory outside; sorted.</param>
public sealed record DatasetFiles(DatasetRef Dataset, DatasetManifest? Manifest, IReadOnlyList<string> Files);
