namespace Runink.Execution.Sources.Json;

/// <summary>How records follow each other in a file of json values.</summary>
public enum JsonFraming
{
    /// <summary>One value a line (<c>jsonl</c>); blank lines are skipped. A broken value spoils its own line only.</summary>
    Lines,

    /// <summary>One array of values, or values one after the other, laid out in any way (<c>json</c>).</summary>
    Values,
}
