using System.Text.RegularExpressions;

namespace Runink.Isolation.Sandbox;

/// <summary>Names a slice; control groups are nested by it.</summary>
/// <param name="Herd">The tenant.</param>
/// <param name="Run">The run.</param>
/// <param name="Slice">The slice and its attempt.</param>
public sealed partial record SliceName(string Herd, string Run, string Slice)
{
    // Files of version 1 groups have these names, and a directory beside them cannot.
    private static readonly string[] Taken = ["tasks", "notify_on_release", "release_agent"];

    /// <inheritdoc/>
    public override string ToString() => $"{Herd}/{Run}/{Slice}";

    /// <summary>Says what is wrong with a name; null when nothing is.</summary>
    internal string? Fault() =>
        new[] { Herd, Run, Slice }.FirstOrDefault(word => !Word().IsMatch(word) || Taken.Contains(word)) is { } bad
            ? $"'{bad}' cannot name a control group: use 1 to 64 letters, digits, '-' and '_', "
                + $"and none of {string.Join(", ", Taken)}"
            : null;

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}\z", RegexOptions.None, 1000)]
    private static partial Regex Word();
}
