using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Projects;

namespace Runink.Pipelines.Contracts;

/// <summary>Reads ODCS contracts (v3.0 and v3.1). Mistakes become diagnostics with line and column; nothing throws. Thread-safe.</summary>
public static class ContractReader
{
    /// <summary>Reads a contract file of the project.</summary>
    /// <param name="project">The project, whose path rules hold.</param>
    /// <param name="path">Path as a person wrote it.</param>
    /// <param name="at">Where it was written, for the diagnostic when the file cannot be read.</param>
    public static ContractReading Read(Project project, string path, SourceSpan? at) => throw new NotSupportedException();

    /// <summary>Reads a contract from its text.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="file">The name that diagnostics show.</param>
    public static ContractReading Parse(string yaml, string file) => throw new NotSupportedException();
}
