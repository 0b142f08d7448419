namespace Runink.Execution.Sinks;

/// <summary>A file that the engine has written into staging.</summary>
/// <param name="Sink">Sink id.</param>
/// <param name="Path">Absolute path.</param>
/// <param name="Rows">Records in it.</param>
internal sealed record WrittenPart(int Sink, string Path, long Rows);
