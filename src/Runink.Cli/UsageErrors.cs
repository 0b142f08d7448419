using System.CommandLine;
using System.CommandLine.Parsing;
using Runink.Cli.Commands;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;

namespace Runink.Cli;

/// <summary>Says in two lines what is wrong with a command line, and what was probably meant.</summary>
internal static class UsageErrors
{
    /// <summary>Reports the first error of <paramref name="parsed"/>; the result is the exit code for bad usage.</summary>
    public static int Report(ParseResult parsed, Terminal terminal)
    {
        var command = parsed.CommandResult.Command;
        var unknown = UnknownOption(parsed) ?? (parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : null);
        var guess = unknown is null ? null : Nearest(unknown, command);
        var message = unknown switch
        {
            null => Sentence(parsed.Errors[0].Message),
            ['-', ..] when guess == unknown => $"'{unknown}' stands in front of the command it is for",
            ['-', ..] => $"{PathOf(command)} has no option '{unknown}'",
            _ when command.Subcommands.Count > 0 => $"{PathOf(command)} has no command '{unknown}'",
            _ => $"{PathOf(command)} does not take the argument '{unknown}'",
        };
        var hint = guess is null ? "" : guess == unknown ? $"write it behind '{PathOf(command)}'; " : $"did you mean '{guess}'? ";
        terminal.Fail(message, hint + $"see '{PathOf(command)} --help'");
        return ExitCodes.BadInput;
    }

    /// <summary>
    /// Whether a misspelt option was taken for an argument: a command that takes any number of words would swallow it.
    /// What follows <c>--</c> is always an argument.
    /// </summary>
    public static bool SwallowedOption(ParseResult parsed) => UnknownOption(parsed) is not null;

    /// <summary>The words that lead to a command: <c>runi dlq ls</c>.</summary>
    public static string PathOf(Command command)
    {
        var parent = command.Parents.OfType<Command>().FirstOrDefault();
        return parent is null ? RuniCommand.Name : $"{PathOf(parent)} {command.Name}";
    }

    private static string? UnknownOption(ParseResult parsed)
    {
        if (parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash)) return null;
        return parsed.CommandResult.Tokens
            .Concat(parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens))
            .Select(token => token.Value)
            .FirstOrDefault(value => value.Length > 1 && value[0] == '-');
    }

    private static string? Nearest(string word, Command command)
    {
        var names = word.StartsWith('-')
            ? command.Options.Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options))
                .Select(option => option.Name)
            : command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name);
        return Suggestions.Nearest(word, names) is [var nearest, ..] ? nearest : null;
    }

    // Messages of the parser list choices on lines of their own.
    private static string Sentence(string message) =>
        char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.', '\n').ReplaceLineEndings("")
            .Replace("\t", " ", StringComparison.Ordinal);
}
