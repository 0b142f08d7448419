namespace Runink.Data.Engines;

/// <summary>One node of a query's profile: the query itself, or one operator of it.</summary>
/// <param name="Metrics">Values by the engine's names, as text; times are seconds.</param>
/// <param name="Children">The operators below.</param>
public sealed record ProfileNode(IReadOnlyDictionary<string, string> Metrics, IReadOnlyList<ProfileNode> Children);
