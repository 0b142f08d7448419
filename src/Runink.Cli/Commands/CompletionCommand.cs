using System.CommandLine;
using Runink.Cli.Output;

namespace Runink.Cli.Commands;

/// <summary><c>runi completion</c>: a script that teaches a shell to complete <c>runi</c>.</summary>
internal sealed class CompletionCommand : CliCommand
{
    // The shell asks the program itself, so that completions never lag behind the commands.
    private const string Bash = """
        _runi() {
          local IFS=$'\n'
          local found=$("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)
          COMPREPLY=($(compgen -W "$found" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _runi runi
        """;

    private const string Zsh = """
        #compdef runi
        _runi() {
          local -a found
          found=("${(@f)$("${words[1]}" "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
          [[ -n "${found[1]}" ]] && compadd -- "${found[@]}"
          _files
        }
        compdef _runi runi
        """;

    private const string Fish = """
        function __runi_complete
          set -l line (commandline -cp)
          runi "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c runi -a '(__runi_complete)'
        """;

    private readonly Argument<string> _shell = new("SHELL") { Description = "bash, zsh or fish." };

    /// <summary>The command.</summary>
    public CompletionCommand(Terminal terminal) : base("completion", "Print a completion script for a shell.", "Set up")
    {
        _shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        Add(_shell);
        SetAction(parsed => terminal.Out.WriteLine(parsed.GetValue(_shell) switch { "bash" => Bash, "zsh" => Zsh, _ => Fish }));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("source <(runi completion bash)", "In ~/.bashrc."),
        new("source <(runi completion zsh)", "In ~/.zshrc, after compinit."),
        new("runi completion fish | source", "In ~/.config/fish/config.fish."),
    ];
}
