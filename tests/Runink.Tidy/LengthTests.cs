using System.Globalization;

namespace Runink.Tidy;

/// <summary>
/// Lengths as a ratchet: a file over the limit must stand in lengths.txt with its length, and may only shrink. A new file may
/// not be over it at all.
/// </summary>
public sealed class LengthTests
{
    private const int FileLinesMax = 300;
    private const int MethodLinesMax = 60;
    private const int LineCharactersMax = 180;

    [Fact]
    public void No_file_grows_over_the_limit()
    {
        var known = Ratchet("lengths.txt");
        var long_ = Repository.Sources("src/").Concat(Repository.Sources("tests/"))
            .Select(file => (file, lines: File.ReadLines(Path.Combine(Repository.Root, file)).Count()))
            .Where(item => item.lines > known.GetValueOrDefault(item.file, FileLinesMax))
            .Select(item => $"{item.file}: {item.lines} lines");
        Findings.None(long_);
    }

    [Fact]
    public void The_ratchet_is_tightened_when_a_file_shrinks()
    {
        var slack = Ratchet("lengths.txt").Where(item =>
        {
            var path = Path.Combine(Repository.Root, item.Key);
            return !File.Exists(path) || File.ReadLines(path).Count() < item.Value;
        });
        Findings.None(slack.Select(item => $"{item.Key} is below {item.Value} now: lower or remove its line in lengths.txt"));
    }

    [Fact]
    public void No_method_of_the_product_grows_over_sixty_lines()
    {
        var found = Repository.Sources("src/").SelectMany(file => MethodLengths.Of(Repository.Read(file))
            .Where(method => method.Lines > MethodLinesMax)
            .Select(method => $"{file}:{method.FirstLine}: {method.Lines} lines"));
        Findings.None(found);
    }

    [Fact]
    public void No_line_is_wider_than_a_screen()
    {
        var found = Repository.Sources("src/").SelectMany(file => File.ReadLines(Path.Combine(Repository.Root, file))
            .Select((line, i) => (line, number: i + 1))
            .Where(item => item.line.Length > LineCharactersMax)
            .Select(item => $"{file}:{item.number}: {item.line.Length} characters"));
        Findings.None(found);
    }

    private static Dictionary<string, int> Ratchet(string file) =>
        File.ReadLines(Path.Combine(Repository.Root, "tests/Runink.Tidy", file))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' '))
            .ToDictionary(parts => parts[1], parts => int.Parse(parts[0], CultureInfo.InvariantCulture), StringComparer.Ordinal);
}
