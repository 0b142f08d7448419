using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Projects;

namespace Runink.Cli.Commands;

/// <summary><c>runi key</c>: the secret by which hash and tokenize mask values.</summary>
internal sealed class KeyCommand : CliCommand
{
    /// <summary>The command.</summary>
    public KeyCommand(Terminal terminal)
        : base("key", "Manage the project's masking key.", "Set up") =>
        Add(new Create(terminal));

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
        [new("runi key create", "Make the key of the project in the current directory.")];

    private sealed class Create : CliCommand
    {
        public Create(Terminal terminal)
            : base("create", "Make the masking key; an existing one is never replaced.") => SetAction(_ =>
        {
            var path = MaskingKey.Create(Project.Find(Environment.CurrentDirectory));
            terminal.Out.WriteLine($"masking key created in {Path.GetRelativePath(Environment.CurrentDirectory, path)}");
            const string Advice = "keep a copy somewhere safe: without it, new values cannot be matched with masked ones";
            terminal.Error.WriteLine($"{terminal.ErrorPaint.Cyan("hint:")} {Advice}");
            return ExitCodes.Ok;
        });

        public override IReadOnlyList<Example> Examples =>
            [new("runi key create", "Readable by its owner only, ignored by git.")];
    }
}
