using Runink.Pipelines.Diagnostics;

namespace Runink.Cli.Commands.Server.Configuration;

/// <summary>A value as somebody gave it.</summary>
/// <param name="Text">The value, not yet understood.</param>
/// <param name="Source">Who gave it, as they know it: <c>--name</c>, <c>ETCD_NAME</c>, <c>name</c>.</param>
/// <param name="At">Where it stands, when it was a file.</param>
internal sealed record SettingValue(string Text, string Source, SourceSpan? At);
