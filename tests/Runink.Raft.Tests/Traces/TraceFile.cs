using System.Text;

namespace Runink.Raft.Tests;

/// <summary>
/// A scenario as text: lines that begin with <c>#</c> say why, lines that begin with <c>></c> are commands, and the indented
/// lines below a command are what it must lead to.
/// </summary>
internal sealed class TraceFile
{
    private readonly List<TraceStep> _steps = [];
    private readonly List<string> _epilogue = [];

    public TraceFile(string text)
    {
        List<string> between = [];
        var number = 0;
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            number++;
            if (line.StartsWith("> ", StringComparison.Ordinal))
            {
                _steps.Add(new TraceStep(number, [.. between], line[2..]));
                between.Clear();
            }
            else if (line.StartsWith("  ", StringComparison.Ordinal) && between.Count == 0 && _steps.Count > 0)
            {
                _steps[^1].Expected.Add(line[2..]);
            }
            else if (line.Length == 0 || line[0] == '#')
            {
                between.Add(line);
            }
            else
            {
                throw new FormatException($"line {number} is neither a comment, a command nor an expectation: {line}");
            }
        }

        _epilogue.AddRange(between);
    }

    /// <summary>The folder of the scenarios in the source tree.</summary>
    public static string Folder { get; } = FindFolder();

    public IReadOnlyList<TraceStep> Steps => _steps;

    /// <summary>The file with other expectations; steps for which there are none lose theirs.</summary>
    public string Rewritten(IReadOnlyList<IReadOnlyList<string>> said)
    {
        var text = new StringBuilder();
        for (var i = 0; i < _steps.Count; i++)
        {
            foreach (var line in _steps[i].Preamble) text.Append(line).Append('\n');
            text.Append("> ").Append(_steps[i].Command).Append('\n');
            foreach (var line in i < said.Count ? said[i] : []) text.Append("  ").Append(line).Append('\n');
        }

        foreach (var line in _epilogue) text.Append(line).Append('\n');
        return text.ToString();
    }

    private static string FindFolder()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Runink.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("no Runink.slnx above the test");
        return Path.Combine(folder, "tests", "Runink.Raft.Tests", "Traces", "Scenarios");
    }
}
