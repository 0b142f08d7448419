using Runink.Pipelines.Diagnostics;

namespace Runink.Cli.Commands.Server.Configuration;

/// <summary>The names that settings may have, etcd's included.</summary>
internal static class SettingNames
{
    private static readonly HashSet<string> Own = ServerSettings.All.Select(setting => setting.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>Those of etcd that are not a Barn's.</summary>
    public static IReadOnlyList<string> Foreign { get; } =
        [.. ForeignSettings.Ignored.Keys.Concat(ForeignSettings.Refused.Keys).Order(StringComparer.Ordinal)];

    /// <summary>Whether there is such a setting, here or in etcd.</summary>
    public static bool IsKnown(string name) =>
        Own.Contains(name) || ForeignSettings.Ignored.ContainsKey(name) || ForeignSettings.Refused.ContainsKey(name);

    /// <summary>A hint towards what was probably meant, or null.</summary>
    public static string? DidYouMean(string name) => Suggestions.DidYouMean(name, Own);
}
