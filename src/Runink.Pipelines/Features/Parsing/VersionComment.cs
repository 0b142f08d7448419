using System.Globalization;
using System.Text.RegularExpressions;
using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Features.Parsing;

/// <summary>Reads <c># runink: 1</c> among the comments before the feature, which fixes the version of the language.</summary>
internal static partial class VersionComment
{
    /// <summary>Adds an error when the file asks for a version that this program does not know.</summary>
    public static void Check(FeatureSource source, int supported, ICollection<Diagnostic> errors)
    {
        for (var number = 1; number <= source.LineCount; number++)
        {
            var line = source.Trimmed(number);
            if (line.Text.Length == 0) continue;
            if (line.Text[0] != '#') return;
            if (Comment().Match(line.Text) is not { Success: true } comment) continue;
            var version = comment.Groups["version"];
            if (version.Value == supported.ToString(CultureInfo.InvariantCulture)) continue;
            errors.Add(FeatureErrors.Version.Error(
                $"language version \"{version.Value}\" is not known; this program knows version {supported}",
                line.At.Within(version.Index, version.Length)));
        }
    }

    [GeneratedRegex(@"^#\s*runink\s*:\s*(?<version>.*)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comment();
}
