using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using Runink.Cli.Output;

namespace Runink.Cli.Commands;

/// <summary>Prints the version: <c>runi 0.1.0 (5816414)</c>.</summary>
internal sealed class VersionAction(Terminal terminal) : SynchronousCommandLineAction
{
    private const int ShortHash = 7;

    /// <summary>Version and the commit it was built from, where that is known.</summary>
    public static string Text
    {
        get
        {
            var full = typeof(VersionAction).Assembly
                .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
            var parts = full.Split('+', 2);
            return parts.Length == 1 ? parts[0] : $"{parts[0]} ({parts[1][..Math.Min(ShortHash, parts[1].Length)]})";
        }
    }

    /// <inheritdoc/>
    public override bool Terminating => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        terminal.Out.WriteLine($"{RuniCommand.Name} {Text}");
        return 0;
    }
}
