namespace Runink.Cli.Commands.Server.Configuration;

/// <summary>One setting of a server: a flag, a variable and a key of the configuration file, all of the same name.</summary>
/// <param name="Name">As in the file and, after two dashes, on the command line: <c>data-dir</c>.</param>
/// <param name="HelpName">What its value is, for help; null for a switch.</param>
/// <param name="Default">Its value when nobody gives one; empty for none.</param>
/// <param name="Description">What it does, in a sentence.</param>
internal sealed record ServerSetting(string Name, string? HelpName, string Default, string Description)
{
    /// <summary>The variables that may hold it, the stronger one first.</summary>
    public IReadOnlyList<string> Variables { get; } = VariablesOf(Name);

    /// <summary><c>RUNINK_DATA_DIR</c>, and <c>ETCD_DATA_DIR</c> as etcd has it.</summary>
    public static IReadOnlyList<string> VariablesOf(string name)
    {
        var word = name.ToUpperInvariant().Replace('-', '_');
        return [$"RUNINK_{word}", $"ETCD_{word}"];
    }
}
