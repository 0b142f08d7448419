namespace Runink.Execution.Sources.Blocks;

/// <summary>Where reading of a file begins.</summary>
/// <param name="File">The file.</param>
/// <param name="Offset">First byte, behind the header if there is one.</param>
/// <param name="Line">Physical line of that byte, from 1.</param>
internal sealed record FileStart(SourceFile File, long Offset, long Line);
