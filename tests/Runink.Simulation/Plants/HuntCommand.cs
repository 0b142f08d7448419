using System.Globalization;

namespace Runink.Simulation;

/// <summary><c>--hunt [--plant NAME | --part NAME] [--seeds N] [--enough N] [--steps N] [--profile P]</c>: finds planted bugs.</summary>
public static class HuntCommand
{
    /// <returns>The exit code: 0 when every bug was found, 1 when one was not.</returns>
    /// <exception cref="UsageException">The words make no sense.</exception>
    public static int Run(ReadOnlySpan<string> words, TextWriter output)
    {
        var plants = PlantCatalog.All;
        var hunt = new Hunt(Seeds: 400, Enough: 5, Steps: 30_000, Profile: null);
        for (; !words.IsEmpty; words = words[2..])
        {
            var value = words.Length > 1 ? words[1] : throw new UsageException($"{words[0]} needs a value");
            switch (words[0])
            {
                case "--plant":
                    plants = [PlantCatalog.Find(value) ?? throw new UsageException($"there is no plant {value}")];
                    break;
                case "--part":
                    plants = [.. plants.Where(plant => plant.Part.Name.Equals(value, StringComparison.OrdinalIgnoreCase))];
                    if (plants.Count == 0) throw new UsageException($"no plant is in {value}");
                    break;
                case "--seeds": hunt = hunt with { Seeds = (int)Number(words[0], value, int.MaxValue) }; break;
                case "--enough": hunt = hunt with { Enough = (int)Number(words[0], value, int.MaxValue) }; break;
                case "--steps": hunt = hunt with { Steps = Number(words[0], value, long.MaxValue) }; break;
                case "--profile":
                    if (ProfileCatalog.Find(value) is null) throw new UsageException($"there is no profile {value}");
                    hunt = hunt with { Profile = value };
                    break;
                default: throw new UsageException($"unknown option {words[0]}");
            }
        }

        output.WriteLine(HuntResult.Header);
        var missed = 0;
        foreach (var plant in plants)
        {
            var result = hunt.For(plant);
            output.WriteLine(result);
            if (result.Found == 0) missed++;
        }

        return missed == 0 ? 0 : 1;
    }

    private static long Number(string option, string value, long most) =>
        long.TryParse(value, NumberStyles.None, null, out var number) && number >= 1 && number <= most
            ? number
            : throw new UsageException($"{option} needs a number of at least 1");
}
