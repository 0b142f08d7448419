using System.Globalization;

namespace Runink.Simulation;

/// <summary><c>--explore SCOPE [--max-states N] [--depth D]</c> and <c>--list-scopes</c>.</summary>
public static class ExploreCommand
{
    /// <summary>A state takes about 40 bytes, and as much again while it waits: three gigabytes.</summary>
    public const long DefaultMaxStates = 40_000_000;

    /// <returns>The exit code.</returns>
    public static int List(TextWriter output)
    {
        foreach (var scope in Scopes.All) output.WriteLine($"{scope.Name,-12} {scope.Purpose}");
        return 0;
    }

    /// <returns>The exit code: 0 when every rule held, 1 when one is broken.</returns>
    /// <exception cref="UsageException">The words make no sense.</exception>
    public static int Run(ReadOnlySpan<string> words, TextWriter output, TextWriter progress)
    {
        if (words.IsEmpty) throw new UsageException("--explore needs a scope: see --list-scopes");
        var scope = Scopes.Find(words[0]) ?? throw new UsageException($"there is no scope {words[0]}: see --list-scopes");
        var maxStates = DefaultMaxStates;
        for (words = words[1..]; !words.IsEmpty; words = words[2..])
        {
            var value = words.Length > 1 ? words[1] : throw new UsageException($"{words[0]} needs a value");
            switch (words[0])
            {
                case "--max-states": maxStates = Number(words[0], value, long.MaxValue); break;
                case "--depth": scope = scope with { Depth = (int)Number(words[0], value, int.MaxValue) }; break;
                // It is in the core already.
                case PlantCommand.Option: break;
                default: throw new UsageException($"unknown option {words[0]}");
            }
        }

        return Explore(scope, maxStates, output, progress);
    }

    private static long Number(string option, string value, long most) =>
        long.TryParse(value, NumberStyles.None, null, out var number) && number >= 1 && number <= most
            ? number
            : throw new UsageException($"{option} needs a number of at least 1");

    private static int Explore(Scope scope, long maxStates, TextWriter output, TextWriter progress)
    {
        var report = new Explorer(scope).Run(maxStates, (depth, states, frontier) =>
            progress.WriteLine($"depth {depth}: {states} states, {frontier} to go on from"));
        foreach (var line in report.Trace) output.WriteLine(line);
        if (report.Broken is { } broken) output.WriteLine($"violation: {broken}");
        output.WriteLine(report);
        return report.Broken is null ? 0 : 1;
    }
}
