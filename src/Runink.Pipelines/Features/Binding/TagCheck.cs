using System.Globalization;
using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Features.Binding;

/// <summary>Checks the values of the tags that Runink acts on. Tags of other names are anyone's and may hold anything.</summary>
internal static class TagCheck
{
    private const int MostRetries = 100;
    private const decimal MostCpus = 4096;

    private static readonly Dictionary<string, (Func<string, bool> IsGood, string Wanted)> Known = new()
    {
        ["memory"] = (IsMemory, "a size such as 512Mi or 1Gi"),
        ["cpu"] = (IsCpu, "a number of processors such as 2 or 0.5"),
        ["timeout"] = (IsTimeout, "a duration such as 30s, 20m or 1h30m"),
        ["retries"] = (IsRetries, $"a whole number from 0 to {MostRetries}"),
        ["format"] = (value => value is "arrow" or "jsonl", "arrow or jsonl"),
        ["isolate"] = (value => value is "strict", "strict, or nothing"),
    };

    public static void Check(IReadOnlyList<Tag> tags, ICollection<Diagnostic> errors)
    {
        foreach (var tag in tags.Where(tag => Known.ContainsKey(tag.Name)))
        {
            var (isGood, wanted) = Known[tag.Name];
            if (tag.Value is null && tag.Name == "isolate") continue;
            if (tag.Value is null)
                errors.Add(FeatureErrors.BadTag.Error($"@{tag.Name} needs a value", tag.At, $"write {wanted} after a colon"));
            else if (!isGood(tag.Value))
                errors.Add(FeatureErrors.BadTag.Error($"\"{tag.Value}\" is not {wanted}", tag.At, $"write {wanted}"));
            if (tags.First(first => string.Equals(first.Name, tag.Name, StringComparison.Ordinal)) != tag)
                errors.Add(FeatureErrors.BadTag.Error($"@{tag.Name} stands here twice", tag.At, "keep one of the two"));
        }
    }

    private static bool IsMemory(string value) => Quantities.TryParseSize(value, out var bytes) && bytes > 0;

    private static bool IsTimeout(string value) => Quantities.TryParseDuration(value, out var time) && time > TimeSpan.Zero;

    private static bool IsCpu(string value) =>
        decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var cpus)
        && cpus is > 0 and <= MostCpus;

    private static bool IsRetries(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var retries) && retries <= MostRetries;
}
