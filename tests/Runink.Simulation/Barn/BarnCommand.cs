using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Runink.Simulation;

/// <summary>
/// <c>--barn [--seed S] [--steps N] [--episode]</c>: a whole node of the Barn instead of the core alone; <c>--barn-cluster</c>: a
/// cluster of them.
/// </summary>
/// <param name="Option">The word that it begins with.</param>
/// <param name="Episode">Runs an episode with a seed, of so many steps.</param>
/// <param name="Shortest">Steps of an episode, at least.</param>
/// <param name="Longest">Steps of an episode, at most.</param>
internal sealed record BarnCommand(string Option, Func<ulong, long, BarnTally> Episode, long Shortest, long Longest)
{
    private const long DefaultSteps = 1_000_000;

    /// <summary>One node.</summary>
    public static BarnCommand Node { get; } = new("--barn", (seed, steps) => BarnEpisode.Run(seed, steps), 5_000, 20_000);

    /// <summary>Several.</summary>
    public static BarnCommand Cluster { get; } = new("--barn-cluster", BarnClusterEpisode.Run, 10_000, 40_000);

    /// <returns>The exit code.</returns>
    /// <exception cref="UsageException">The words make no sense.</exception>
    public int Run(ReadOnlySpan<string> words, TextWriter output)
    {
        ulong? given = null;
        var (steps, isEpisode) = (DefaultSteps, false);
        for (; !words.IsEmpty; words = words[1..])
        {
            if (words[0] == "--episode")
            {
                isEpisode = true;
                continue;
            }

            if (words[0] == PlantCommand.Option && words.Length > 1)
            {
                words = words[1..];
                continue;
            }

            if (words.Length < 2 || !ulong.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                throw new UsageException($"{words[0]} needs a number");
            if (words[0] == "--seed") given = number;
            else if (words[0] == "--steps" && number is > 0 and <= long.MaxValue) steps = (long)number;
            else throw new UsageException($"unknown option {words[0]}");
            words = words[1..];
        }

        var seed = given ?? BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));
        if (given is null) output.WriteLine($"seed {seed}");
        return isEpisode ? Report(seed, steps, Episode(seed, steps), output) : RunAll(seed, steps, output);
    }

    private int RunAll(ulong seed, long steps, TextWriter output)
    {
        var chance = new Prng(seed);
        var total = BarnTally.Nothing;
        while (total.Steps < steps)
        {
            var (episode, length) = (chance.Next(), chance.Between(Shortest, Longest));
            var tally = Episode(episode, length);
            total += tally;
            if (tally.Violation is not null) return Report(episode, length, total, output);
        }

        output.WriteLine(total);
        return 0;
    }

    private int Report(ulong seed, long steps, BarnTally tally, TextWriter output)
    {
        if (tally.Violation is { } broken)
        {
            output.WriteLine($"violation: {broken}");
            output.WriteLine(
                $"replay: dotnet run -c Release --project tests/Runink.Simulation -- {Option} --episode --seed {seed} --steps {steps}");
        }

        output.WriteLine(tally);
        return tally.Violation is null ? 0 : 1;
    }
}
