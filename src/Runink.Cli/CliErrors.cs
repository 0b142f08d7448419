using Runink.Pipelines.Diagnostics;

namespace Runink.Cli;

/// <summary>What can be wrong with a command line or the place it is used in, beyond its syntax.</summary>
internal static class CliErrors
{
    /// <summary>An option or argument has a value that cannot be used.</summary>
    public static readonly ErrorDefinition BadValue = new("R6901", "an option has a value that cannot be used",
        "The command line was understood, but a value in it is out of range or not of the form that the command needs.",
        "see the command's --help for what it takes");

    /// <summary>What a command was asked for is not there.</summary>
    public static readonly ErrorDefinition Missing = new("R6902", "what was asked for does not exist",
        "The command names something (a step, an error code, a dataset) that Runink cannot find.",
        "check the spelling; the message says where to see what there is");

    /// <summary>A command would have to overwrite something that is not its own.</summary>
    public static readonly ErrorDefinition InTheWay = new("R6903", "something is in the way",
        "init and demo create a directory and never overwrite files that they did not make.",
        "give another name, or move away what is there");

    /// <summary>All of them, for the reference.</summary>
    public static readonly IReadOnlyList<ErrorDefinition> All = [BadValue, Missing, InTheWay];

    /// <summary>A <see cref="BadValue"/> that ends the command.</summary>
    public static RuninkException Usage(string message, string? hint = null) =>
        new(BadValue.Error(message, at: null, hint), ExitCodes.BadInput);

    /// <summary>A <see cref="Missing"/> that ends the command.</summary>
    public static RuninkException NotFound(string message, string? hint = null) =>
        new(Missing.Error(message, at: null, hint), ExitCodes.NotFound);

    /// <summary>An <see cref="InTheWay"/> that ends the command.</summary>
    public static RuninkException Conflict(string message, string? hint = null) =>
        new(InTheWay.Error(message, at: null, hint), ExitCodes.NotFound);
}
