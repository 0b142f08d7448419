using System.Text.RegularExpressions;

namespace Runink.Tidy;

/// <summary>What the repository's text may not say.</summary>
public sealed partial class TextTests
{
    private static readonly string[] TextEndings = [".cs", ".md", ".sh", ".props", ".targets", ".csproj", ".feature", ".yaml", ".yml", ".json", ".mjs", ".txt", ".slnx"];

    private static IEnumerable<string> TextFiles => Repository.Files.Where(file =>
        TextEndings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)) && !file.EndsWith("packages.lock.json", StringComparison.Ordinal));

    [Fact]
    public void No_unfinished_marks_are_left_in_the_code() => Nothing(UnfinishedMark(), file => file.EndsWith(".cs", StringComparison.Ordinal));

    [Fact]
    public void No_path_of_a_machine_and_no_registry_host_is_named() => Nothing(MachinePath(), _ => true);

    [Fact]
    public void No_test_sleeps_or_is_switched_off() =>
        Nothing(SleepingTest(), file => file.StartsWith("tests/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal));

    [Fact]
    public void Every_file_ends_with_one_line_feed_and_has_no_carriage_return()
    {
        var bad = TextFiles.Where(file =>
        {
            var text = Repository.Read(file);
            return text.Length > 0 && (!text.EndsWith('\n') || text.Contains('\r', StringComparison.Ordinal)) && !file.Contains("/golden/", StringComparison.Ordinal);
        });
        Findings.None(bad);
    }

    private static void Nothing(Regex pattern, Func<string, bool> applies)
    {
        var found = TextFiles.Where(applies).Where(file => !file.StartsWith("tests/Runink.Tidy/", StringComparison.Ordinal))
            .SelectMany(file => File.ReadLines(Path.Combine(Repository.Root, file)).Select((line, i) => (line, number: i + 1))
                .Where(item => pattern.IsMatch(item.line))
                .Select(item => $"{file}:{item.number}: {item.line.Trim()}"));
        Findings.None(found);
    }

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|NotImplementedException)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UnfinishedMark();

    [GeneratedRegex(@"(/work/|/root/|/home/[a-z]+/|\.library|registry\.npmjs|api\.nuget\.org|nuget\.org/v3)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"(Thread\.Sleep|Skip *= *"")", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SleepingTest();
}
