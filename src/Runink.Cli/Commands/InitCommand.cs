using System.CommandLine;
using Runink.Cli.Output;
using Runink.Cli.Projects;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Projects;

namespace Runink.Cli.Commands;

/// <summary><c>runi init</c>: a small project that checks and runs, to change into one's own.</summary>
internal sealed class InitCommand : CliCommand
{
    private readonly Argument<string> _name = new("NAME")
    {
        Description = "Directory to make; its last part names the project. '.' is the current one.",
    };

    /// <summary>The command.</summary>
    public InitCommand(Terminal terminal)
        : base("init", "Start a project: a feature, a contract, sample data and a masking key.", "Set up")
    {
        Add(_name);
        SetAction(parsed => Make(parsed.GetValue(_name)!, terminal));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi init my-project", "Then: cd my-project; runi run features/orders.feature"),
        new("runi init .", "In the current, empty directory."),
    ];

    private static int Make(string name, Terminal terminal)
    {
        var directory = Path.GetFullPath(name);
        if (File.Exists(directory) || HoldsAnything(directory))
        {
            throw CliErrors.Conflict($"{name} exists and is not empty");
        }

        var title = Path.GetFileName(directory);
        try
        {
            var files = ExampleProject.Extract("orders", directory);
            var settings = Path.Combine(directory, Project.FileName);
            var quoted = $"'{title.Replace("'", "''", StringComparison.Ordinal)}'";
            var text = File.ReadAllText(settings).Replace("name: orders", $"name: {quoted}", StringComparison.Ordinal);
            File.WriteAllText(settings, text);
            MaskingKey.Create(Project.Find(directory));
            foreach (var file in files)
                terminal.Error.WriteLine($"  {terminal.ErrorPaint.Green("+")} {Path.Combine(name, file)}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliErrors.Usage($"cannot make the project {name}: {e.Message}", "choose a place where you may write");
        }

        terminal.Out.WriteLine($"project {title} created");
        var next = $"cd {ShellWord.Quote(name)} && runi run features/orders.feature";
        terminal.Error.WriteLine($"\nnext:\n  {terminal.ErrorPaint.Cyan(next)}");
        return ExitCodes.Ok;
    }

    // A fresh repository counts as empty.
    private static bool HoldsAnything(string directory) => Directory.Exists(directory)
        && Directory.EnumerateFileSystemEntries(directory).Any(entry => Path.GetFileName(entry) != ".git");
}
