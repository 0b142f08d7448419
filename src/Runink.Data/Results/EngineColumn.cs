namespace Runink.Data.Results;

/// <summary>One column of a result or of a table function.</summary>
/// <param name="Name">Its name, as written.</param>
/// <param name="Type">Its type as SQL, for example <c>DECIMAL(18,3)</c> or <c>STRUCT("a" INTEGER)[]</c>.</param>
public sealed record EngineColumn(string Name, string Type);
