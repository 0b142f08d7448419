namespace Runink.Execution.Sources;

/// <summary>A file to read, and how it looked when it was pinned.</summary>
/// <param name="Path">Path to open.</param>
/// <param name="Name">Name in messages: the path relative to the project root.</param>
/// <param name="ExpectedSize">Bytes it must have, or null when it was not pinned.</param>
/// <param name="ExpectedModified">Modification time it must have, or null when it was not pinned.</param>
public sealed record SourceFile(string Path, string Name, long? ExpectedSize = null, DateTimeOffset? ExpectedModified = null)
{
    /// <summary>Whether it is a pipe: without a size, read once, to where its writer ends it.</summary>
    public bool IsPipe { get; init; }
}
