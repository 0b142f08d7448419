using System.Collections.Frozen;
using System.Globalization;

namespace Runink.Pipelines.Planning.Sql;

/// <summary>The functions that SQL in a feature may call, read from <c>functions.txt</c>. Thread-safe.</summary>
public static class SqlFunctions
{
    private const string Refusal = "refused: ";
    private const string TableGroup = "tables";
    private const string AggregateGroup = "aggregates";
    private static readonly Lists Loaded = Load();

    /// <summary>The allowed functions by group, in file order; for docs/reference/sql.md.</summary>
    public static IReadOnlyList<(string Group, IReadOnlyList<string> Names)> Groups => Loaded.Groups;

    /// <summary>Every allowed scalar, aggregate and window function, for suggestions.</summary>
    internal static IEnumerable<string> Names => Loaded.Calls.Keys;

    /// <summary>Whether a scalar, aggregate or window function may be called with that many arguments.</summary>
    internal static bool Allows(string name, int arity) =>
        Loaded.Calls.TryGetValue(name, out var only) && (only is null || only == arity);

    /// <summary>Whether a function is about many records.</summary>
    internal static bool IsAggregate(string name) => Loaded.Aggregates.Contains(name);

    /// <summary>Whether a table function may stand in FROM.</summary>
    internal static bool AllowsTable(string name) => Loaded.Tables.Contains(name);

    /// <summary>Why a known function is refused, or null when it is not on that list.</summary>
    internal static string? WhyRefused(string name) => Loaded.Refused.GetValueOrDefault(name);

    private static Lists Load()
    {
        using var stream = typeof(SqlFunctions).Assembly.GetManifestResourceStream("functions.txt")
            ?? throw new InvalidOperationException("the resource functions.txt is missing");
        using var reader = new StreamReader(stream);
        var groups = new List<(string Group, List<string> Names)>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            if (line.StartsWith('[')) groups.Add((line.Trim('[', ']'), []));
            else if (line.Length > 0) groups[^1].Names.AddRange(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }

        return new Lists(groups);
    }

    private sealed class Lists
    {
        public Lists(List<(string Group, List<string> Names)> groups)
        {
            Groups = [.. groups.Where(group => !IsRefusal(group.Group))
                .Select(group => (group.Group, (IReadOnlyList<string>)group.Names))];
            Tables = Named(groups, TableGroup);
            Aggregates = Named(groups, AggregateGroup);
            Calls = groups.Where(group => !IsRefusal(group.Group) && group.Group != TableGroup).SelectMany(group => group.Names)
                .Select(Parse).DistinctBy(entry => entry.Name, StringComparer.OrdinalIgnoreCase)
                .ToFrozenDictionary(entry => entry.Name, entry => entry.Arity, StringComparer.OrdinalIgnoreCase);
            Refused = groups.Where(group => IsRefusal(group.Group))
                .SelectMany(group => group.Names.Select(name => (name, Why: group.Group[Refusal.Length..])))
                .ToFrozenDictionary(entry => entry.name, entry => entry.Why, StringComparer.OrdinalIgnoreCase);
        }

        public IReadOnlyList<(string Group, IReadOnlyList<string> Names)> Groups { get; }

        public FrozenDictionary<string, int?> Calls { get; }

        public FrozenSet<string> Tables { get; }

        public FrozenSet<string> Aggregates { get; }

        public FrozenDictionary<string, string> Refused { get; }

        private static FrozenSet<string> Named(List<(string Group, List<string> Names)> groups, string name) =>
            groups.Where(group => group.Group == name).SelectMany(group => group.Names)
                .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

        private static bool IsRefusal(string group) => group.StartsWith(Refusal, StringComparison.Ordinal);

        // Operators hold slashes too, so only a number behind the slash is an arity.
        private static (string Name, int? Arity) Parse(string entry)
        {
            var slash = entry.LastIndexOf('/');
            return slash > 0 && int.TryParse(entry[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var arity)
                ? (entry[..slash], arity)
                : (entry, null);
        }
    }
}
