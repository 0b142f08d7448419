using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using Runink.Cli.Output;
using Runink.Cli.Steps;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Projects;

namespace Runink.Cli.Commands;

/// <summary><c>runi step new</c>: a step that works, to change into one's own.</summary>
internal sealed partial class StepNewCommand : CliCommand
{
    private readonly Argument<string> _name = new("NAME")
    {
        Description = "What the step is called: a word, such as Grade. It becomes steps/NAME.",
    };

    private readonly Option<string> _language = new("--language")
    {
        Description = "What it is written in.",
        HelpName = string.Join('|', StepTemplate.All.Select(template => template.Language)),
        DefaultValueFactory = _ => StepTemplate.All[0].Language,
    };

    /// <summary>The command.</summary>
    public StepNewCommand(Terminal terminal) : base("new", "Write a step that works, and show the lines for the feature.")
    {
        _language.AcceptOnlyFromAmong([.. StepTemplate.All.Select(template => template.Language)]);
        Add(_name);
        Add(_language);
        SetAction(parsed => Write(parsed.GetValue(_name)!, parsed.GetValue(_language)!, terminal));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi step new Grade", "steps/Grade.cs, in C#."),
        new("runi step new grade --language python", "steps/grade.py, a program."),
    ];

    private static int Write(string name, string language, Terminal terminal)
    {
        if (!Word().IsMatch(name))
        {
            throw CliErrors.Usage(
                $"'{name}' cannot be the name of a step", "take a word of letters, digits and underscores, such as Grade");
        }

        var template = StepTemplate.All.Single(one => one.Language == language);
        var file = $"steps/{name}{template.Ending}";
        var path = Path.Combine(Project.Find(Environment.CurrentDirectory).Root, file);
        if (Path.Exists(path)) throw CliErrors.Conflict($"{file} exists", "give another name, or remove it");
        var aside = string.Create(CultureInfo.InvariantCulture, $"{path}.{Environment.ProcessId}.tmp");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(aside, template.Code.Replace("NAME", name, StringComparison.Ordinal));
            File.Move(aside, path, overwrite: false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(aside)) File.Delete(aside);
            throw CliErrors.Usage($"cannot write {path}: {failure.Message}", "steps lie in the project's directory 'steps'");
        }

        terminal.Error.WriteLine($"  {terminal.ErrorPaint.Green("+")} {file}\n");
        terminal.Error.WriteLine("in a feature, with a flow \"orders\" of id int64 and total decimal:");
        terminal.Error.Flush();
        foreach (var line in template.Lines.ReplaceLineEndings("\n").Split('\n'))
            terminal.Out.WriteLine("    " + line.Replace("FILE", file, StringComparison.Ordinal));
        return ExitCodes.Ok;
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]{0,63}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();
}
