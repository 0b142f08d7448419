using Runink.Cli.Commands;
using Runink.Cli.Output;

namespace Runink.Cli.Demo;

/// <summary>How a person can call this program again.</summary>
internal static class Invocation
{
    /// <summary>
    /// The word to type in a directory: <c>runi</c> when it is on the path, else where it lies, seen from there.
    /// </summary>
    public static string From(string directory)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (path.Any(place => place.Length > 0 && File.Exists(Path.Combine(place, RuniCommand.Name)))) return RuniCommand.Name;
        var program = Environment.GetEnvironmentVariable("RUNI_LAUNCHER") ?? Environment.ProcessPath!;
        var relative = Path.GetRelativePath(Path.GetFullPath(directory), Path.GetFullPath(program));
        return ShellWord.Quote(relative.Length < program.Length ? relative : program);
    }
}
