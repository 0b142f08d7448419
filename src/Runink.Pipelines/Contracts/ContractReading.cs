using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Contracts;

/// <summary>What reading a contract yielded.</summary>
/// <param name="Contract">The contract, or null when a diagnostic is an error.</param>
/// <param name="Diagnostics">Everything found, in file order.</param>
public sealed record ContractReading(Contract? Contract, IReadOnlyList<Diagnostic> Diagnostics);
