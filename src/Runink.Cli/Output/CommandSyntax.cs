using System.CommandLine;

namespace Runink.Cli.Output;

/// <summary>How commands, arguments and options are written down, in help and in the reference.</summary>
internal static class CommandSyntax
{
    /// <summary>One line of usage: <c>runi check FEATURE... [options]</c>.</summary>
    public static string Usage(Command command)
    {
        var parts = new List<string> { UsageErrors.PathOf(command) };
        if (command.Subcommands.Any(sub => !sub.Hidden)) parts.Add("COMMAND");
        parts.AddRange(command.Arguments.Where(argument => !argument.Hidden).Select(Label));
        parts.AddRange(command.Options.Where(option => option.Required).Select(option => $"{option.Name} {option.HelpName}"));
        if (VisibleOptions(command).Any()) parts.Add("[options]");
        return string.Join(' ', parts);
    }

    /// <summary>Options that a person may give, help last.</summary>
    public static IEnumerable<Option> VisibleOptions(Command command) =>
        command.Options.Where(option => !option.Hidden && option.Name is not "--help");

    /// <summary><c>FEATURE...</c>, <c>[RUN]</c>.</summary>
    public static string Label(Argument argument)
    {
        var many = argument.Arity.MaximumNumberOfValues > 1 ? "..." : "";
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{argument.Name}{many}]" : $"{argument.Name}{many}";
    }

    /// <summary><c>-o, --output FORMAT</c>.</summary>
    public static string Label(Option option)
    {
        var names = string.Join(", ", option.Aliases.Append(option.Name).OrderBy(name => name.Length));
        return option.HelpName is null ? names : $"{names} {option.HelpName}";
    }

    /// <summary>The description, with the default where there is one.</summary>
    public static string Describe(Option option)
    {
        var value = option.HasDefaultValue && option.HelpName is not null ? option.GetDefaultValue() : null;
        return value is null ? option.Description ?? "" : $"{option.Description} Default: {value}.";
    }

    /// <summary>The description.</summary>
    public static string Describe(Argument argument) => argument.Description ?? "";
}
